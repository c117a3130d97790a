//! Files over real connections that are too slow, too large, or break half-way: nothing is kept, and the page still works.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{ORIGIN, There, fine, marks};
use crate::routes::router;

/// What a telephone with a bad line has sent when it breaks.
const SENT: usize = 8 << 20;

async fn served(there: &There) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = router(&there.walk.trial.app);
    tokio::spawn(crate::serve::serve(listener, router, std::future::pending()));
    address
}

/// The head of a form with a file; `length` says how long its body is, or that nobody knows.
fn head(cookie: &str, length: &str) -> String {
    let host = ORIGIN.trim_start_matches("https://");
    format!(
        "POST /foresporsel/skjema HTTP/1.1\r\nHost: {host}\r\nOrigin: {ORIGIN}\r\nCookie: {cookie}\r\n\
         Content-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n"
    )
}

const PART: &str = "--x\r\nContent-Disposition: form-data; name=\"f.measures-sbom\"; filename=\"plan.pdf\"\r\n\r\n%PDF-1.7\n";

fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let new = if path.is_dir() { files(&path) } else { BTreeSet::from([path]) };
        found.extend(new);
    }
    found
}

async fn kept(there: &There) -> usize {
    let operation = there.walk.trial.app.folder().operation();
    operation.supplier_files(&"nordlys-2026-03-01".parse().unwrap()).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_on_a_line_that_breaks_leaves_nothing_and_the_page_still_works() {
    let there = There::new().await;
    let code = there.ask("nordlys", &["measures-done", "measures-sbom"]).await;
    let me = there.enter(&code).await;
    let address = served(&there).await;
    let before = files(there.walk.trial.app.folder().layout().root());
    // 15 MiB would be taken; 50 MB are not; and who says nothing of the length is not let go on for ever.
    for length in ["Content-Length: 15728640", "Content-Length: 50000000"] {
        let mut line = TcpStream::connect(address).await.unwrap();
        let begin = [head(&me, length).as_bytes(), PART.as_bytes()].concat();
        line.write_all(&begin).await.unwrap();
        // The server may hang up before all of it is sent.
        drop(line.write_all(&vec![b'a'; SENT]).await);
        drop(line);
    }
    let mut line = TcpStream::connect(address).await.unwrap();
    line.write_all(head(&me, "Transfer-Encoding: chunked").as_bytes()).await.unwrap();
    let chunk = [b"100000\r\n".as_slice(), &vec![b'a'; 1 << 20], b"\r\n"].concat();
    drop(line.write_all(format!("{:x}\r\n{PART}\r\n", PART.len()).as_bytes()).await);
    let mut taken = 0;
    while taken < 50 && line.write_all(&chunk).await.is_ok() {
        taken += 1;
    }
    let mut answer = Vec::new();
    drop(line.read_to_end(&mut answer).await);
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert_eq!(kept(&there).await, 0);
    // What one sends on a good line afterwards is kept, and nothing else is there.
    let page = fine(there.page("/foresporsel/skjema", &me).await);
    assert!(!marks(&page).is_empty());
    let good = b"%PDF-1.7\nen rapport".as_slice();
    let (status, page) = there
        .save(&me, &[("a.measures-done", "Ny brannmur")], &[("measures-sbom", "r.pdf", good)])
        .await;
    assert!(status == 200 && page.contains("r.pdf") && !page.contains("plan.pdf"), "{page}");
    assert_eq!(kept(&there).await, 1);
    let after = files(there.walk.trial.app.folder().layout().root());
    let new: Vec<_> = after.difference(&before).collect();
    // The ledger writes the index of a segment in its own time; it holds nothing of what is sent.
    let is_known = |path: &&&PathBuf| {
        path.to_string_lossy().contains("operation.db") || path.ends_with("segments/0000.idx")
    };
    let left: Vec<_> = new.iter().filter(|path| !is_known(path)).collect();
    assert!(left.is_empty(), "{left:?}");
}
