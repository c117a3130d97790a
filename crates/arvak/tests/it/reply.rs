//! The reply to the letter: each edition leaves out what its readers may not see, marked where it stood, and an approval
//! names the bytes and changes no status.

use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[function]]
id = \"legevakt\"
name = \"Legevakt Nordvik\"
";

fn folder() -> Folder {
    let folder = Folder::with_inventory(INVENTORY);
    let evidence = ["evidence", "add", "impact.unavailable", "function/legevakt", "refutes"];
    folder.said(&[&evidence[..], &["--class", "leadership"]].concat());
    folder
}

#[test]
fn each_edition_shows_what_its_readers_may_see() {
    let folder = folder();
    let internal = folder.said(&["report", "reply"]);
    assert!(internal.contains("Legevakt Nordvik: "), "{internal}");
    assert!(!internal.contains("Utelatt"), "{internal}");
    let council = folder.said(&["report", "reply", "--edition", "council"]);
    // The thing itself is internal, so what is said of it is left out; its state is not.
    assert!(council.contains("Utelatt") && !council.contains("Legevakt"), "{council}");
    assert!(council.contains("Motbevist"), "{council}");
    let public = folder.said(&["report", "public"]);
    assert!(public.contains("offentleglova § 24"), "{public}");
    assert!(!public.contains("Legevakt"), "{public}");
    assert_eq!(folder.said(&["report", "reply", "--edition", "public"]), public);
    // A gap is named for the point only, not for the claim.
    let marks = |text: &str| text.matches("**✗").count();
    assert_eq!((marks(&internal), marks(&public)), (2, 1));
    for lang in ["nb", "nn", "en"] {
        let html = folder.said(&["report", "reply", "--form", "html", "--lang", lang]);
        assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{html}");
        assert!(html.contains("arvak/") && html.contains("<pre>"), "the checkpoint is in it");
    }
    let text = folder.json(&["report", "reply"])["text"].as_str().unwrap().to_owned();
    assert_eq!(text.trim_end(), internal.trim_end());
}

#[test]
fn what_people_wrote_cannot_become_markup() {
    let folder = Folder::with_inventory(
        "[[function]]\nid = \"x\"\nname = \"<script>alert(1)</script> **fet**\"\n",
    );
    let html = folder.said(&["report", "reply", "--form", "html"]);
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"), "{html}");
    let markdown = folder.said(&["report", "reply"]);
    assert!(markdown.contains("\\<script\\>") && markdown.contains("\\*\\*fet"), "{markdown}");
}

#[test]
fn an_approval_names_the_bytes_and_changes_no_status() {
    let folder = folder();
    let file = folder.outside().join("svar.md");
    let path = file.to_str().unwrap();
    let written = folder.json(&["report", "reply", "--out", path, "--edition", "council"]);
    let states = || {
        let status = folder.json(&["status"]);
        let points = status["points"].as_array().unwrap().clone();
        points.iter().map(|point| point["state"].clone()).collect::<Vec<_>>()
    };
    let before = states();
    assert_eq!(
        folder.said(&["report", "approvals"]),
        "Ingen svar er gjennomgått eller godkjent.\n"
    );
    let council = ["--edition", "council"];
    folder.said(&[&["report", "review", path][..], &council].concat());
    let other = ["--by", "role/ict_lead"];
    let refused = folder.arvak(&[&["report", "approve", path][..], &council, &other].concat());
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("kommunedirektøren"), "{}", stderr(&refused));
    let approved = folder.json(&[&["report", "approve", path][..], &council].concat());
    assert_eq!(approved["report"], written["digest"]);
    // A bare name stands where the program runs.
    let mut bare = folder.command(&["report", "reply", "--out", "bare.md", "--edition", "council"]);
    assert!(bare.current_dir(folder.outside()).status().unwrap().success());
    assert!(folder.outside().join("bare.md").exists());
    // The same approval twice is one fact; another text is another.
    let again = folder.json(&[&["report", "approve", path][..], &council].concat());
    assert_eq!(again["id"], approved["id"]);
    let listed = folder.json(&["report", "approvals"]);
    let done = listed["approvals"].as_array().unwrap().iter().map(|one| one["stage"].clone());
    assert_eq!(done.collect::<Vec<_>>(), ["reviewed", "approved"]);
    assert_eq!(states(), before);
    // The text is kept with them, once, and can be read again when its file is gone.
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let digest = approved["report"].as_str().unwrap();
    assert_eq!(folder.said(&["report", "text", digest]), text);
    folder.said(&["report", "text", digest, "--out", path]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    let none = folder.arvak(&["report", "text", &"0".repeat(64)]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("arvak report approvals"), "{}", stderr(&none));
    folder.said(&["ledger", "verify"]);
}
