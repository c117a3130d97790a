//! Workbooks that come by mail: kept once, looked over, taken in by the function that the command line uses; or not kept, and told why.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use arvak_core::Span;
use arvak_identity::Role;
use arvak_probe::Clock as _;
use arvak_suppliers::file::NotTaken;
use axum::http::Method;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Received, received};
use crate::trial::{Trial, leads_to, read};
use crate::walk::{ORIGIN, Walk};

const LISTED: &str = r#"
[[supplier]]
id = "nordlys"
name = "Nordlys Drift AS"
operates_ict = true
critical = true

[[supplier]]
id = "skjemavev"
name = "Skjemavev AS"
operates_ict = false
"#;

const REQUEST: &str = "nordlys-2026-03-01";

struct There {
    walk: Walk,
    lead: String,
}

/// As small as a workbook can be: texts in the cells of one sheet.
fn workbook(rows: &[(&str, &str, &str)], more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut sheet = String::new();
    for (number, (first, second, fifth)) in (1..).zip(rows) {
        let cell = |column: &str, text: &str| {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        let cells = [("A", first), ("B", second), ("E", fifth)];
        let cells = cells.iter().filter(|(_, text)| !text.is_empty());
        let cells: String = cells.map(|(column, text)| cell(column, text)).collect();
        write!(sheet, "<row r=\"{number}\">{cells}</row>").unwrap();
    }
    let ns = "http://schemas.openxmlformats.org";
    let sheet = format!(
        "<worksheet xmlns=\"{ns}/spreadsheetml/2006/main\"><sheetData>{sheet}</sheetData></worksheet>"
    );
    let types = format!(
        "<Types xmlns=\"{ns}/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"
    );
    let book = format!(
        "<workbook xmlns=\"{ns}/spreadsheetml/2006/main\" xmlns:r=\"{ns}/officeDocument/2006/relationships\"><sheets><sheet name=\"Svar\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let relations = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{ns}/package/2006/relationships\"><Relationship Id=\"{id}\" Type=\"{ns}/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let root = relations("rId1", "officeDocument", "xl/workbook.xml");
    let own = relations("rId1", "worksheet", "worksheets/sheet1.xml");
    let parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", own.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts.iter().chain(more) {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Answers to a request, of a supplier.
fn answers_of(request: &str, supplier: &str, rows: &[(&str, &str)]) -> Vec<u8> {
    let mut all =
        vec![("Forespørsel", request, ""), ("Leverandør", supplier, ""), ("Kode", "", "")];
    all.extend(rows.iter().map(|(id, answer)| (*id, "", *answer)));
    workbook(&all, &[])
}

fn good() -> Vec<u8> {
    answers_of(
        REQUEST,
        "supplier/nordlys",
        &[("monitoring-done", "ja"), ("monitoring-watch", "Hele døgnet, alle dager")],
    )
}

fn mail(subject: &str, attached: &[(&str, &[u8])]) -> Vec<u8> {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let mut text = format!(
        "Authentication-Results: mx.nordvik.example; dkim=pass header.d=nordlys.example\r\nFrom: Kari <kari@nordlys.example>\r\nTo: svar@nordvik.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHei.\r\n"
    );
    for (name, bytes) in attached {
        let coded = STANDARD.encode(bytes);
        let lines: Vec<_> = coded.as_bytes().chunks(76).map(String::from_utf8_lossy).collect();
        write!(text, "--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            lines.join("\r\n")).unwrap();
    }
    (text + "--x--\r\n").into_bytes()
}

impl There {
    async fn new() -> Self {
        let trial = Trial::started().await;
        trial.listed(LISTED).await;
        let walk = Walk::over(trial).await;
        let lead = walk.session(Role::IctLead).await;
        let there = Self { walk, lead };
        let form = "frist=2026-03-20&spm=monitoring-done&spm=monitoring-watch";
        let answer = there.act("/leverandorer/nordlys/be", form).await;
        assert!(leads_to(&answer).contains("/lenke/"), "{answer:?}");
        there
    }

    async fn act(&self, path: &str, form: &str) -> axum::response::Response {
        self.walk.send(&Method::POST, path, Some(&self.lead), Some(ORIGIN), form).await
    }

    async fn came(&self, mail: &[u8]) -> Received {
        let app = &self.walk.trial.app;
        received(app.folder(), mail, self.walk.trial.clock.now()).await.unwrap()
    }

    async fn page(&self) -> String {
        let (status, page) = self.walk.page("/leverandorer/nordlys", &self.lead).await;
        assert_eq!(status, 200);
        crate::trial::sound(&page);
        page
    }

    fn size(&self) -> u64 {
        self.walk.trial.app.live().view().store.size()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_that_came_is_looked_over_and_taken_in_by_a_person_once() {
    let there = There::new().await;
    let (before, bytes) = (there.size(), good());
    let mail = mail("Svar", &[("svar.xlsx", &bytes)]);
    assert_eq!(there.came(&mail).await, Received::Kept);
    assert_eq!(there.came(&mail).await, Received::Known, "the same mail twice");
    assert_eq!(there.size(), before, "nothing is recorded by itself");
    let page = there.page().await;
    assert!(page.contains("kari@nordlys.example sendte et svar på nordlys-2026-03-01"), "{page}");
    assert!(page.contains("dkim=pass header.d=nordlys.example"), "{page}");
    assert!(page.contains("Hele døgnet, alle dager") && page.contains("Ta inn svarene"), "{page}");
    let (_, list) = there.walk.page("/leverandorer", &there.lead).await;
    assert!(list.contains("Svar har kommet med e-post"), "{list}");
    let got = there.walk.send(
        &Method::GET,
        "/leverandorer/nordlys/arbeidsbok/1",
        Some(&there.lead),
        None,
        "",
    );
    let got = axum::body::to_bytes(got.await.into_body(), 1 << 24).await.unwrap();
    assert_eq!(got, mail, "as it came");
    let answer = there.act("/leverandorer/nordlys/arbeidsbok", "id=1&hva=ta").await;
    assert_eq!(answer.status(), 303, "{:?}", read(answer).await);
    let view = there.walk.trial.app.live().view();
    let supplier = "supplier/nordlys".parse().unwrap();
    let replied =
        view.state().evidence(&supplier, &"supplier.replied".parse().unwrap()).next().unwrap();
    let entry = view.store.entry(replied.entry).unwrap();
    let blobs = there.walk.trial.app.folder().blobs();
    let kept: Vec<_> = entry.envelope.blobs.iter().map(|one| blobs.get(*one).unwrap()).collect();
    assert_eq!(kept, [bytes, mail.clone()], "the workbook, and the mail that brought it");
    let is_person = matches!(entry.envelope.actor, arvak_core::Actor::Person(_));
    assert!(is_person, "whoever took it in: {:?}", entry.envelope.actor);
    let page = there.page().await;
    assert!(page.contains("Svarene er tatt inn") && !page.contains("Ta inn svarene"), "{page}");
    assert!(page.contains("Sendt inn"), "the request is answered: {page}");
    // Decided twice, and given again, changes nothing.
    let size = there.size();
    there.act("/leverandorer/nordlys/arbeidsbok", "id=1&hva=ta").await;
    assert_eq!((there.came(&mail).await, there.size()), (Received::Known, size));
    let operation = there.walk.trial.app.folder().operation();
    assert_eq!(operation.supplier_workbook_mail(1).await.unwrap(), None, "its bytes are let go");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_discarded_is_gone_and_who_may_only_read_decides_nothing() {
    let there = There::new().await;
    there.came(&mail("Svar", &[("svar.xlsx", &good())])).await;
    let reader = there.walk.session(Role::Auditor).await;
    let path = "/leverandorer/nordlys/arbeidsbok";
    for form in ["id=1&hva=ta", "id=1&hva=kast"] {
        let answer = there.walk.send(&Method::POST, path, Some(&reader), Some(ORIGIN), form).await;
        assert_eq!(answer.status(), 403);
    }
    let (_, page) = there.walk.page("/leverandorer/nordlys", &reader).await;
    assert!(page.contains("kari@nordlys.example") && !page.contains("Ta inn svarene"), "{page}");
    assert_eq!(
        there.act("/leverandorer/skjemavev/arbeidsbok", "id=1&hva=kast").await.status(),
        404
    );
    assert_eq!(there.act(path, "id=1&hva=noe").await.status(), 400);
    assert_eq!(there.act(path, "id=1&hva=kast").await.status(), 303);
    let page = there.page().await;
    assert!(page.contains("Forkastet.") && !page.contains("Ta inn svarene"), "{page}");
    let (status, _) = there.walk.page("/leverandorer/nordlys/arbeidsbok/1", &there.lead).await;
    assert_eq!(status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mail_that_is_not_kept_has_its_own_outcome() {
    let there = There::new().await;
    let good = good();
    let macros = workbook(&[("Forespørsel", REQUEST, "")], &[("xl/vbaProject.bin", b"x")]);
    let bomb = workbook(&[("Forespørsel", REQUEST, "")], &[("xl/a.bin", &vec![0; 32 << 20])]);
    let foreign = workbook(&[("Budsjett", "2026", "")], &[]);
    let unknown = answers_of("ingen-2026-01-01", "supplier/nordlys", &[("monitoring-done", "ja")]);
    let other = answers_of(REQUEST, "supplier/skjemavev", &[("monitoring-done", "ja")]);
    let graded = answers_of(REQUEST, "supplier/nordlys", &[("monitoring-systems", "BEGRENSET")]);
    for (attached, outcome) in [
        (vec![], Received::NotOurs),
        (vec![("b.xlsx", foreign.as_slice())], Received::NotOurs),
        (vec![("svar.xlsm", macros.as_slice())], Received::Unopened(NotTaken::Other)),
        (vec![("svar.xlsx", bomb.as_slice())], Received::Unopened(NotTaken::Bomb)),
        (vec![("svar.xlsx", b"PK\x03\x04".as_slice())], Received::Unopened(NotTaken::Unknown)),
        (vec![("svar.xlsx", unknown.as_slice())], Received::Unknown),
        (vec![("svar.xlsx", other.as_slice())], Received::Left("other")),
        (vec![("svar.xlsx", graded.as_slice())], Received::Graded),
        (vec![("a.xlsx", good.as_slice()), ("b.xlsx", good.as_slice())], Received::Left("two")),
        (vec![("b.xlsx", foreign.as_slice()), ("svar.xlsx", good.as_slice())], Received::Kept),
    ] {
        let names: Vec<_> = attached.iter().map(|(name, _)| *name).collect();
        assert_eq!(there.came(&mail("Svar", &attached)).await, outcome, "{names:?}");
    }
    let page = there.page().await;
    for told in ["en annen leverandør svarer", "flere arbeidsbøker", "gradert informasjon"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(there.came(b"no mail").await, Received::NotOurs);
    // So many may wait, and no more.
    for number in 0..4 {
        let one = mail(&format!("Nr. {number}"), &[("svar.xlsx", &good)]);
        assert_eq!(there.came(&one).await, Received::Kept);
    }
    assert_eq!(there.came(&mail("Nr. 6", &[("svar.xlsx", &good)])).await, Received::Full);
    for (path, outcome) in [("trekk", "revoked"), ("lukk", "closed")] {
        let form = format!("foresporsel={REQUEST}");
        let answer = there.act(&format!("/leverandorer/nordlys/{path}"), &form).await;
        assert_eq!(answer.status(), 303);
        there.walk.trial.clock.advance(Span::from_millis(1));
        let one = mail(outcome, &[("svar.xlsx", &good)]);
        assert_eq!(there.came(&one).await, Received::Left(outcome));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_with_mistakes_is_shown_with_them_and_cannot_be_taken_in() {
    let there = There::new().await;
    let bad = answers_of(
        REQUEST,
        "supplier/nordlys",
        &[("monitoring-done", "kanskje"), ("finnes-ikke", "ja")],
    );
    assert_eq!(there.came(&mail("Svar", &[("svar.xlsx", &bad)])).await, Received::Kept);
    let page = there.page().await;
    assert!(page.contains("Arbeidsboka har feil") && page.contains("finnes-ikke"), "{page}");
    assert!(!page.contains("Ta inn svarene") && page.contains("Forkast"), "{page}");
    let before = there.size();
    let answer = there.act("/leverandorer/nordlys/arbeidsbok", "id=1&hva=ta").await;
    assert_eq!((answer.status().as_u16(), there.size()), (422, before));
    let facts = there.walk.trial.app.live().view();
    let any = facts.state().obligations().any(|(one, met)| one.id.as_str() == REQUEST && met);
    assert!(!any, "nothing was met");
}
