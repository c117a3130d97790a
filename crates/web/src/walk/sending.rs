//! Files that people send: how large, under which name they are kept, and how they are handed out again.

use std::path::Path;

use arvak_core::EntryId;
use arvak_identity::Role;
use axum::body::Body;
use axum::http::{Request, header};

use super::{ORIGIN, Walk, said};
use crate::trial::read;

/// Where a document about a supplier is sent.
const DOCUMENT: &str = "/oppgaver/1b.1/supplier/helgeland-ikt-iks/bevis";

/// A form with fields and a file, as a browser sends it.
fn form(path: &str, cookie: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Request<Body> {
    let mut body = Vec::new();
    let part = "--x\r\nContent-Disposition: form-data; name=";
    for (name, text) in fields {
        body.extend(format!("{part}\"{name}\"\r\n\r\n{text}\r\n").bytes());
    }
    let (name, bytes) = file;
    body.extend(format!("{part}\"fil\"; filename=\"{name}\"\r\n\r\n").bytes());
    body.extend(bytes);
    body.extend(b"\r\n--x--\r\n");
    let request = Request::post(path).header(header::COOKIE, cookie).header(header::ORIGIN, ORIGIN);
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    request.body(Body::from(body)).unwrap()
}

/// The names of all files below a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        found.push(entry.file_name().to_string_lossy().into_owned());
        if entry.file_type().unwrap().is_dir() {
            found.extend(names(&entry.path()));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_sent_is_only_ever_downloaded_under_our_name() {
    let walk = Walk::new().await;
    let cookie = walk.session(Role::IctLead).await;
    let picture = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let fields = [
        ("skjema", "bevis"),
        ("slag", "supplier.contacted supplier/helgeland-ikt-iks"),
        ("sier", "supports"),
        ("grunnlag", "document"),
        ("dato", "2026-03-01"),
    ];
    // Pictures with script are no kind that is taken; the same as a page is, and never shown as one.
    let request = form(DOCUMENT, &cookie, &fields, ("../../../bilde.svg", picture));
    assert_eq!(walk.answer(request).await.status().as_u16(), 422);
    let request = form(DOCUMENT, &cookie, &fields, ("../../../bilde.html", picture));
    let answer = walk.answer(request).await;
    assert_eq!(answer.status().as_u16(), 303);
    let view = walk.trial.app.live().view();
    let entry = EntryId(view.state().size() - 1);
    let digest = view.store.entry(entry).unwrap().envelope.blobs.first().unwrap().to_string();
    let get = |path: String| {
        let request = Request::get(path).header(header::COOKIE, &cookie);
        request.body(Body::empty()).unwrap()
    };
    let answer = walk.answer(get(format!("/bevis/{entry}/vedlegg/{digest}"))).await;
    assert_eq!(answer.status().as_u16(), 200);
    assert_eq!(said(&answer, "content-type"), "application/octet-stream");
    assert_eq!(said(&answer, "x-content-type-options"), "nosniff");
    let name = format!("attachment; filename=\"arvak-{entry}-{}\"", &digest[..12]);
    assert_eq!(said(&answer, "content-disposition"), name);
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    assert_eq!(&bytes[..], &picture[..]);
    let (_, page) = read(walk.answer(get(format!("/bevis/{entry}"))).await).await;
    assert!(page.contains(&digest) && !page.contains("alert(1)"), "{page}");
    // Another entry's file is not handed out under this one.
    let other = walk.answer(get(format!("/bevis/0/vedlegg/{digest}"))).await;
    assert_eq!(other.status().as_u16(), 404);
    let place = walk.trial.app.folder().layout().root().parent().unwrap().to_owned();
    assert!(!names(&place).iter().any(|name| name.contains("bilde")), "no path is made of a name");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_may_be_sent_is_refused() {
    let walk = Walk::new().await;
    let (administrator, lead) =
        (walk.session(Role::Administrator).await, walk.session(Role::IctLead).await);
    let megabytes = |count: usize| vec![b'x'; count << 20];
    for (path, file) in [("/tjenester/import", megabytes(9)), (DOCUMENT, megabytes(17))] {
        let answer = walk.answer(form(path, &lead, &[], ("a.csv", &file))).await;
        assert_eq!(answer.status().as_u16(), 413, "{path}");
    }
    for (bytes, is_refused) in [(100_000, false), (300_000, true)] {
        let request = Request::post("/oppsett/brukere")
            .header(header::COOKIE, &administrator)
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let text = format!("navn={}", "x".repeat(bytes));
        let status = walk.answer(request.body(Body::from(text)).unwrap()).await.status().as_u16();
        assert_eq!(status, if is_refused { 413 } else { 422 }, "{bytes}");
    }
}
