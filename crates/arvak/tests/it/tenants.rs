//! `arvak tenant`: kept under seal, asked, shown; against a *stand-in* that answers one question and refuses the rest.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};

use crate::support::{Folder, stderr, stdout};

const SECRET: &str = "q8Q~stand-in-secret";
const SERVICES: &str = "[[service]]\nid = \"m365\"\nname = \"Kontorstøtte\"\ninternet_facing = true\nlogin = \"oidc\"\n";

/// A stand-in for Microsoft Graph: a token, and no security defaults; everything else needs a permission that is missing.
fn stand_in() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(&stream);
        }
    });
    at
}

fn answer(stream: &TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let (status, body) = if first.contains("/token") {
        (200, r#"{"access_token":"abc"}"#)
    } else if first.contains("identitySecurityDefaults") {
        (200, r#"{"isEnabled":false}"#)
    } else {
        (403, r#"{"error":{"code":"Authorization_RequestDenied"}}"#)
    };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

#[test]
fn a_tenant_is_kept_sealed_asked_and_shown_and_a_stand_in_gives_no_evidence() {
    let folder = Folder::with_inventory(SERVICES);
    let written = folder.outside().join("entra.json");
    let json = format!(
        r#"{{"kind":"entra","tenant":"nordvik.example","client_id":"6f0c","client_secret":"{SECRET}","graph":"http://{}"}}"#,
        stand_in()
    );
    std::fs::write(&written, json).unwrap();
    let file = written.to_str().unwrap();
    let add = |service: &str| {
        folder.arvak(&["tenant", "add", "nordvik", "--file", file, "--service", service])
    };
    assert_eq!(add("service/ukjent").status.code(), Some(2));
    let done = add("m365");
    assert!(done.status.success(), "{}", stderr(&done));
    assert_eq!(add("m365").status.code(), Some(2), "once");
    let kept = std::fs::read(folder.data().join("operation.db")).unwrap();
    assert!(!kept.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes()));
    let listed = folder.json(&["tenant", "list"]);
    assert_eq!(listed["tenants"][0]["services"], serde_json::json!(["service/m365"]));

    let found = folder.json(&["tenant", "check", "nordvik"]);
    assert_eq!(found["stand_in"], true, "{found}");
    let checks = found["found"][0]["checks"].as_array().unwrap();
    let first = checks.iter().find(|check| check["id"] == "tenant.two_factor").unwrap();
    assert_eq!(
        (&first["result"], &first["reason"]),
        (&"inconclusive".into(), &"tenant.no_permission".into())
    );
    assert_eq!(first["seen"], "Policy.Read.All");
    let told = folder.arvak(&["tenant", "check", "nordvik", "--lang", "en"]);
    assert!(stdout(&told).contains("This is a stand-in"), "{}{}", stdout(&told), stderr(&told));
    assert!(!stdout(&told).contains(SECRET));
    assert!(folder.arvak(&["tenant", "remove", "nordvik"]).status.success());
    assert_eq!(folder.arvak(&["tenant", "check", "nordvik"]).status.code(), Some(2));
}
