//! `arvak control`: a token to the postmaster, and leave from those who run what is not ours.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use crate::support::{Folder, stderr, stdout};

const INVENTORY: &str = "\
[[organisation]]
id = \"nordvik\"
name = \"Nordvik kommune\"

[[domain]]
id = \"nordvik.example\"
";

/// A mail relay that takes one message; it gives what was said to it, line by line.
fn relay() -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || listen(listener.accept().unwrap().0));
    (port, heard)
}

fn listen(stream: TcpStream) -> Vec<String> {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut stream = stream;
    let mut say = |text: &str| stream.write_all(format!("{text}\r\n").as_bytes()).unwrap();
    let (mut heard, mut in_text) = (Vec::new(), false);
    say("220 ready");
    while let Some(Ok(line)) = lines.next() {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match (in_text, &*word) {
            (true, ".") => {
                in_text = false;
                say("250 taken");
            }
            (true, _) => {}
            (false, "DATA") => {
                in_text = true;
                say("354 go on");
            }
            (false, "QUIT") => {
                say("221 bye");
                heard.push(line);
                break;
            }
            (false, _) => say("250 ok"),
        }
        heard.push(line);
    }
    heard
}

fn with_relay(port: u16) -> Folder {
    let folder = Folder::with_inventory(INVENTORY);
    let file = folder.data().join("arvak.toml");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    let mail = format!(
        "{before}\n[mail]\nrelay = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"Arvak <arvak@nordvik.example>\"\n"
    );
    std::fs::write(file, mail).unwrap();
    folder
}

fn is_proved(folder: &Folder) -> bool {
    let listed = folder.json(&["control", "list"]);
    listed["domains"][0]["proved"].as_bool().unwrap()
}

/// The token in a message.
fn token(heard: &[String]) -> String {
    let is_token = |word: &&str| word.len() == 32 && word.chars().all(|c| c.is_ascii_hexdigit());
    // A long line may be folded in quoted-printable, and `=` may stand at its end.
    let words = heard.iter().flat_map(|line| line.split([' ', '=']));
    words.filter(is_token).next().unwrap().to_owned()
}

fn refused(folder: &Folder, args: &[&str], says: &str) {
    let output = folder.arvak(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}{}", stdout(&output), stderr(&output));
    assert!(stderr(&output).contains(says), "{says}: {}", stderr(&output));
}

#[test]
fn whoever_reads_the_postmasters_mail_shows_control_until_it_ends() {
    let (port, heard) = relay();
    let folder = with_relay(port);
    assert!(!is_proved(&folder));
    folder.said(&["control", "mail", "nordvik.example"]);
    let heard = heard.join().unwrap();
    let to: Vec<_> = heard.iter().filter(|line| line.starts_with("RCPT")).collect();
    assert_eq!(to, ["RCPT TO:<postmaster@nordvik.example>"], "and nobody else");
    assert!(!is_proved(&folder), "a token that was sent shows nothing yet");

    refused(&folder, &["control", "mail", "nordvik.example"], "time");
    refused(&folder, &["control", "confirm", "nordvik.example", &"0".repeat(32)], "ikke den");
    let token = token(&heard);
    let told = folder.json(&["control", "confirm", "nordvik.example", &token]);
    assert!(is_proved(&folder));
    refused(&folder, &["control", "confirm", "nordvik.example", &token], "ingen kode");

    let entry = folder.json(&["ledger", "list", "--last", "1"]);
    let evidence = &entry["entries"][0]["fact"]["evidence"];
    assert_eq!(evidence["kind"], "domain.control");
    assert_eq!(evidence["method"]["name"], "control-mail");
    assert_eq!(evidence["valid_until"], told["until"], "nobody can look again, so it ends");
    let withdrawn = told["entry"].to_string();
    folder.said(&["evidence", "withdraw", withdrawn.trim_matches('"'), "--reason", "byttet"]);
    assert!(!is_proved(&folder));
}

#[test]
fn a_wrong_token_can_be_entered_five_times_and_no_more() {
    let (port, heard) = relay();
    let folder = with_relay(port);
    folder.said(&["control", "mail", "nordvik.example"]);
    let token = token(&heard.join().unwrap());
    for _ in 0..5 {
        refused(&folder, &["control", "confirm", "nordvik.example", "feil"], "ikke den");
    }
    refused(&folder, &["control", "confirm", "nordvik.example", &token], "ingen kode");
    assert!(!is_proved(&folder));
}

#[test]
fn only_domains_of_the_inventory_get_mail_and_only_through_a_relay() {
    let folder = Folder::with_inventory(INVENTORY);
    refused(&folder, &["control", "mail", "annen.example"], "annen.example");
    refused(&folder, &["control", "mail", "nordvik.example"], "arvak.toml");
}

#[test]
fn a_signed_leave_opens_what_it_names_until_it_ends_or_is_withdrawn() {
    let folder = Folder::with_inventory(INVENTORY);
    let signed = folder.outside().join("lov.pdf");
    std::fs::write(&signed, "%PDF-1.4 signed").unwrap();
    let signed = signed.to_str().unwrap();
    let leave = |more: &[&str]| {
        let args = [&["control", "leave", signed, "--signed", "2026-11-01"], more].concat();
        folder.arvak(&args)
    };
    let until = ["--until", "2027-06-01"];
    for (more, says) in [
        (&[][..], "--name"),
        (&["--range", "8.0.0.0/8"], "8.0.0.0/8"),
        (&["--range", "10.0.0.0/24"], "10.0.0.0/24"),
    ] {
        let output = leave(&[more, &until].concat());
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
    }
    assert_eq!(leave(&["--name", "sak.example", "--until", "2029-01-01"]).status.code(), Some(2));
    let first = ["--name", "sak.leverandor.example", "--range", "198.35.26.0/28"];
    let output = leave(&[&first[..], &until, &["--note", "Kari, driftssjef"]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    // A second one, which holds longer, does not take the place of the first.
    let output = leave(&["--name", "post.leverandor.example", "--until", "2027-10-01"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let leaves = folder.json(&["control", "list"])["leaves"].as_array().unwrap().clone();
    let names: Vec<_> = leaves.iter().map(|leave| leave["names"][0].as_str().unwrap()).collect();
    assert_eq!(names.len(), 2, "{leaves:?}");
    assert!(names.contains(&"sak.leverandor.example"));
    let entry = leaves[0]["entry"].to_string();
    folder.said(&["evidence", "withdraw", entry.trim_matches('"'), "--reason", "trukket"]);
    let entry = leaves[1]["entry"].to_string();
    folder.said(&["evidence", "erase", entry.trim_matches('"')]);
    let left = folder.json(&["control", "list"]);
    assert_eq!(left["leaves"], serde_json::json!([]), "withdrawn, and erased");
}

#[test]
fn the_text_of_a_leave_is_printed_in_three_languages() {
    let folder = Folder::none();
    for (lang, word) in [("nb", "Tillatelse"), ("nn", "Løyve"), ("en", "Leave")] {
        let text = folder.said(&[
            "control",
            "template",
            "--lang",
            lang,
            "--name",
            "sak.example",
            "--until",
            "2027-06-01",
        ]);
        assert!(text.starts_with(&format!("# {word}")), "{text}");
        assert!(text.contains("- sak.example") && text.contains("2027"), "{text}");
    }
}
