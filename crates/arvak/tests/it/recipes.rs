//! `arvak recipe`: what comes with the program, what is wrong in one's own, and one that is recorded.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};

use crate::support::{Folder, json_of, stderr, stdout};

const PASSWORD: &str = "Vinter-2026-kanari";

#[test]
fn the_ready_recipes_are_listed_in_each_language_and_shown_as_they_can_be_checked() {
    let folder = Folder::none();
    let listed = folder.json(&["recipe", "list"]);
    let all = listed["recipes"].as_array().unwrap();
    assert!(all.iter().any(|one| one["id"] == "wordpress" && one["tested"].is_string()));
    assert!(all.iter().any(|one| one["id"] == "keycloak" && one["tested"].is_null()));
    for (lang, words) in [("nb", "Ikke prøvd"), ("nn", "Ikkje prøvd"), ("en", "Not tested")] {
        let said = folder.arvak(&["recipe", "list", "--lang", lang]);
        assert!(stdout(&said).contains(words), "{lang}: {}", stdout(&said));
    }
    for one in all {
        let shown = folder.arvak(&["recipe", "show", one["id"].as_str().unwrap()]);
        let file = folder.outside().join("shown.toml");
        std::fs::write(&file, stdout(&shown)).unwrap();
        let checked = folder.arvak(&["recipe", "check", file.to_str().unwrap()]);
        assert_eq!(checked.status.code(), Some(0), "{}", stderr(&checked));
    }
    assert_eq!(folder.arvak(&["recipe", "show", "none"]).status.code(), Some(2));
}

#[test]
fn a_mistake_is_told_with_its_file_its_line_and_its_field() {
    let folder = Folder::none();
    let file = folder.outside().join("own.toml");
    let text =
        "version = 1\n[[steps]]\nfill = \"passwrod\"\nat = \"p\"\n[[steps]]\npress = \"*\"\n";
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    let checked = folder.arvak(&["recipe", "check", path]);
    assert_eq!(checked.status.code(), Some(2));
    for words in ["own.toml", "line 3", "steps[0].fill"] {
        assert!(stderr(&checked).contains(words), "{}", stderr(&checked));
    }
    let told = folder.arvak(&["recipe", "check", path, "--json"]);
    assert_eq!(told.status.code(), Some(1));
    assert_eq!(json_of(&told)["line"], 3);
}

/// A page with a form, and one for whoever knows the password.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut bytes = [0; 8192];
            let count = stream.read(&mut bytes).unwrap_or_default();
            let asked = String::from_utf8_lossy(&bytes[..count]).into_owned();
            let page = if asked.starts_with("POST") && asked.contains("pw=Vinter-2026-kanari") {
                "<h1>Hei</h1><a href=/logout>Logg ut</a>"
            } else {
                "<form method=post action=/in><input name=user><input type=password name=pw><button>Inn</button></form>"
            };
            let length = page.len();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{page}"
            );
        }
    });
    at
}

#[test]
fn a_log_in_is_recorded_with_answers_from_standard_input_and_no_secret_is_told() {
    let folder = Folder::none();
    let at = serve();
    let canary = folder.outside().join("kanari.json");
    std::fs::write(
        &canary,
        format!(
            r#"{{"kind":"http-form","address":"http://{at}","params":{{}},"canary":{{"user":"kanari","password":"{PASSWORD}"}}}}"#
        ),
    )
    .unwrap();
    let out = folder.outside().join("oppskrift.toml");
    let (canary, out) = (canary.to_str().unwrap(), out.to_str().unwrap());
    let address = format!("http://{at}/in");
    let args =
        ["recipe", "record", &address, "--canary", canary, "--out", out, "--allow", "127.0.0.0/8"];
    // Nothing is answered, so every guess is taken.
    let recorded = folder.arvak(&args);
    assert_eq!(recorded.status.code(), Some(0), "{}", stderr(&recorded));
    assert!(!stderr(&recorded).contains(PASSWORD) && !stdout(&recorded).contains(PASSWORD));
    let text = std::fs::read_to_string(out).unwrap();
    for words in ["at = \"user\"", "at = \"pw\"", "a[href*='logout']"] {
        assert!(text.contains(words), "{text}");
    }
    assert!(!text.contains(PASSWORD));
    // Without leave nothing is asked.
    let refused = folder.arvak(args.split_at(args.len() - 2).0);
    assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
}
