//! Files: what is taken, what is not, and where they go.

use std::io::{Cursor, Write as _};

use arvak_core::Digest;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{There, fine};

const ASKED: [&str; 3] = ["measures-sbom", "measures-done", "monitoring-done"];

fn docx(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_lies_a_bomb_and_a_graded_one_are_told_and_not_kept() {
    let there = There::new().await;
    let code = there.ask("nordlys", &ASKED).await;
    let me = there.enter(&code).await;
    let zeros = vec![0; 32 << 20];
    let bomb = docx(&[("word/document.xml", b"<a/>"), ("word/media/b.bin", &zeros)]);
    let graded = docx(&[(
        "word/document.xml",
        b"<w:p><w:t>BEGRENSET iht. sikkerhetsloven \xc2\xa7 5-4</w:t></w:p>",
    )]);
    for (name, bytes, told) in [
        ("rapport.pdf", b"MZ\x90\0 program".as_slice(), "ikke av et slag vi tar imot"),
        ("rapport.pdf", b"\x89PNG\r\n\x1a\n", "noe annet enn navnet sier"),
        ("side.html", b"<html><script>alert(1)</script>", "ikke av et slag vi tar imot"),
        ("plan.docx", &bomb, "altfor stor"),
        ("plan.docx", &graded, "BEGRENSET"),
    ] {
        let (status, page) = there
            .save(
                &me,
                &[("a.measures-done", "Dette er skrevet")],
                &[("measures-sbom", name, bytes)],
            )
            .await;
        assert_eq!(status, 422, "{name}: {page}");
        assert!(page.contains(told) && page.contains("Dette er skrevet"), "{name}: {page}");
    }
    let operation = there.walk.trial.app.folder().operation();
    let files = operation.supplier_files(&"nordlys-2026-03-01".parse().unwrap()).await.unwrap();
    assert_eq!(files, []);
    // A file at a question that takes none is refused whole.
    let (status, _) = there.save(&me, &[], &[("measures-done", "a.pdf", b"%PDF-1.7")]).await;
    assert_eq!(status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_software_becomes_evidence_and_is_read_as_products() {
    let there = There::new().await;
    let code = there.ask("nordlys", &ASKED).await;
    let me = there.enter(&code).await;
    let bom = include_bytes!("../../../../suppliers/tests/files/npm.cdx.json");
    let bad = br#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"a","purl":"<b>"}]}"#;
    let files =
        [("measures-sbom", "../bom.cdx.json", bom.as_slice()), ("measures-sbom", "feil.json", bad)];
    let page = fine(there.save(&me, &[("a.measures-done", "Alt")], &files).await);
    assert!(page.contains("bom.cdx.json") && !page.contains("../bom"), "{page}");
    let page = fine(there.send_in(&me).await);
    let digest = Digest::of(bom).to_string();
    assert!(page.contains(&digest), "{page}");
    let page = fine(there.page("/leverandorer/nordlys", &there.lead).await);
    let links: Vec<String> = page
        .split("href=\"")
        .filter(|part| part.starts_with("/leverandorer/nordlys/program/"))
        .map(|part| part.split('"').next().unwrap().to_owned())
        .collect();
    let [link, bad] = links.as_slice() else { panic!("{page}") };
    let page = fine(there.page(link, &there.lead).await);
    assert!(page.contains("3 produkter") && page.contains("pkg:npm/debug@4.3.4"), "{page}");
    let page = fine(there.page(bad, &there.lead).await);
    assert!(page.contains("components[0].purl") && page.contains("&lt;b&gt;"), "{page}");
    // It is handed out as a download alone, and only under the supplier that sent it.
    let blob = link.rsplit_once('/').unwrap().1;
    assert_eq!(downloaded(&there, blob).await, bom);
    let other = format!("/leverandorer/skjemavev/program/{blob}");
    assert_eq!(there.page(&other, &there.lead).await.0, 404);
    let notes = there.notes("nordlys").await;
    assert!(notes.contains("bom.cdx.json"), "{notes}");
}

const SYSTEMS: &str = r#"
[[system]]
id = "vakt"
name = "Vaktsystem"
operated_by = ["supplier/nordlys"]

[[system]]
id = "annet"
name = "Et annet system"
operated_by = ["supplier/skjemavev"]
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_software_is_put_on_a_system_that_the_supplier_delivers_and_is_found_there() {
    let there = There::with(SYSTEMS).await;
    let code = there.ask("nordlys", &ASKED).await;
    let me = there.enter(&code).await;
    let bom = include_bytes!("../../../../suppliers/tests/files/npm.cdx.json");
    let files = [("measures-sbom", "bom.cdx.json", bom.as_slice())];
    fine(there.save(&me, &[("a.measures-done", "Alt")], &files).await);
    fine(there.send_in(&me).await);
    let page = fine(there.page("/leverandorer/nordlys", &there.lead).await);
    let (_, link) = page.split_once("href=\"/leverandorer/nordlys/program/").unwrap();
    let link = format!("/leverandorer/nordlys/program/{}", link.split('"').next().unwrap());
    let page = fine(there.page(&link, &there.lead).await);
    assert!(page.contains("Vaktsystem") && !page.contains("Et annet system"), "{page}");
    for wrong in ["", "system=system/annet", "system=system/finnes-ikke"] {
        let (status, page) = crate::trial::read(there.act(&link, wrong).await).await;
        assert_eq!(status, 422, "{wrong}");
        assert!(page.contains("Velg et av systemene"), "{page}");
    }
    let size = || there.walk.trial.app.live().view().store.size();
    let answer = there.act(&link, "system=system/vakt").await;
    assert_eq!(crate::trial::leads_to(&answer), "/ting/system/vakt#programvare");
    let after = size();
    // The same once more records nothing.
    let answer = there.act(&link, "system=system/vakt").await;
    assert_eq!((answer.status().as_u16(), size()), (303, after));
    let page = fine(there.page("/ting/system/vakt", &there.lead).await);
    // The list says that it was made later than it came: so it is as old as that.
    assert!(
        page.contains("3 produkter, slik det var 1. mars 2026, fra Nordlys Drift AS"),
        "{page}"
    );
    assert!(page.contains("pkg:npm/debug@4.3.4"), "{page}");
    let found = fine(there.page("/tjenester/programvare?sok=DEB", &there.lead).await);
    assert!(found.contains("Ett produkt i ett system") && found.contains("Vaktsystem"), "{found}");
    let found = fine(there.page("/tjenester/programvare?purl=pkg:npm/ms", &there.lead).await);
    assert!(found.contains("2 produkter i ett system"), "{found}");
    let none = fine(there.page("/tjenester/programvare?sok=log4j", &there.lead).await);
    assert!(none.contains("Det betyr ikke at det ikke er i bruk"), "{none}");
    // Who may only read sees the list and no form.
    let reader = there.walk.session(arvak_identity::Role::Auditor).await;
    let page = fine(there.page(&link, &reader).await);
    assert!(page.contains("3 produkter") && !page.contains("name=\"system\""), "{page}");
    let form = "system=system/vakt";
    let method = axum::http::Method::POST;
    let origin = Some(crate::walk::ORIGIN);
    let answer = there.walk.send(&method, &link, Some(&reader), origin, form).await;
    assert_eq!(answer.status(), 403);
}

/// The file as the municipality downloads it.
async fn downloaded(there: &There, digest: &str) -> Vec<u8> {
    use axum::http::{Method, header};
    let (_, page) = there.page("/leverandorer/nordlys", &there.lead).await;
    let end = format!("/vedlegg/{digest}\"");
    let (before, _) = page.split_once(&end).unwrap();
    let path = format!("{}/vedlegg/{digest}", before.rsplit_once("href=\"").unwrap().1);
    let answer = there.walk.send(&Method::GET, &path, Some(&there.lead), None, "").await;
    let kind = answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(kind.starts_with("attachment;"), "{kind}");
    axum::body::to_bytes(answer.into_body(), 1 << 24).await.unwrap().to_vec()
}
