//! Notifications that a mail to a supplier came back, in a mailbox that a real Dovecot keeps.

use arvak_mailbox::Security;

use crate::dovecot::{Dovecot, PASSWORD};
use crate::support::Folder;
use crate::waves::{Receiver, folder};

/// What a mail server says of a mail that it could not deliver (RFC 3464).
fn notification(id: &str) -> String {
    format!(
        "From: MAILER-DAEMON@relay.example\nTo: arvak@provedal.example\nDate: Sun, 29 Nov 2026 10:00:00 +0100\n\
         Subject: Undelivered Mail\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\n\n\
         --B\nContent-Type: text/plain\n\nno such user\n\n\
         --B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\n\
         Final-Recipient: rfc822; post-0@lev.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n\n\
         --B\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\nSubject: x\n\n--B--\n"
    )
}

/// Where the mailbox is, added to the settings that the wave was sent with.
fn listens(folder: &Folder, dovecot: &Dovecot) {
    let known = dovecot.mailbox(Security::Tls);
    let file = folder.data().join("arvak.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let more = format!(
        "\n[net]\nroots = \"roots.pem\"\n\n[mailbox]\nserver = \"{}\"\nport = {}\nuser = \"{}\"\npassword_file = \"p\"\n",
        known.target.host, known.target.port, known.user
    );
    std::fs::write(file, text + &more).unwrap();
    std::fs::write(folder.data().join("roots.pem"), &dovecot.root).unwrap();
    let password = folder.data().join("p");
    std::fs::write(&password, PASSWORD).unwrap();
    let owner_alone = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(password, owner_alone).unwrap();
}

#[test]
fn a_notification_in_the_mailbox_shows_that_the_request_came_back_once() {
    let Some(dovecot) = Dovecot::start() else { return };
    let receiver = Receiver::start(0);
    let folder = folder(2, receiver.port);
    folder.json(&["request", "wave", "--all", "--for-real"]);
    let mails = receiver.mails();
    let mail = mails.iter().find(|mail| mail.contains("To: post-0@")).unwrap();
    let id = mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().trim();
    listens(&folder, &dovecot);
    let size = || folder.json(&["ledger", "list"])["entries"].as_array().unwrap().len();

    // Nobody was sent a mail of that name: whoever made it up changes nothing.
    dovecot.deliver("1.a.host", &notification("<0123456789abcdef01234567@provedal.example>"));
    let before = size();
    let read = folder.json(&["mailbox"]);
    assert_eq!((&read["taken"], &read["left"]), (&0.into(), &1.into()), "{read}");
    assert_eq!(size(), before);

    dovecot.deliver("2.a.host", &notification(id));
    let read = folder.json(&["mailbox"]);
    assert_eq!(read["taken"], 1, "{read}");
    assert_eq!(crate::waves::state(&folder, "1b.1", "supplier/lev-0"), "refuted");
    assert_eq!(crate::waves::state(&folder, "1b.1", "supplier/lev-1"), "verified");
    let after = size();

    // The same again, also when the server numbers its mails anew, and the same notification in another mail.
    assert_eq!(folder.json(&["mailbox"])["taken"], 0);
    dovecot.number_anew();
    let read = folder.json(&["mailbox"]);
    assert_eq!((&read["taken"], &read["known"]), (&0.into(), &1.into()), "{read}");
    dovecot.deliver("3.a.host", &format!("X-Again: yes\n{}", notification(id)));
    assert_eq!(folder.json(&["mailbox"])["taken"], 0);
    assert_eq!(size(), after);
}
