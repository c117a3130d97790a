//! A workbook with answers comes to a real mailbox: the command reads it, a person looks it over.

use std::fmt::Write as _;

use arvak_mailbox::Security;
use arvak_store::Operation;
use arvak_store::supplier::WorkbookRow;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_xlsxwriter::Workbook;

use crate::dovecot::{Dovecot, PASSWORD};
use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[organisation]]
id = \"provedal\"
name = \"Prøvedal kommune\"

[[supplier]]
id = \"drift\"
name = \"Drift AS\"
operates_ict = true
";

fn workbook(request: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Forespørsel").unwrap().write_string(0, 1, request).unwrap();
    sheet.write_string(1, 0, "Leverandør").unwrap().write_string(1, 1, "supplier/drift").unwrap();
    sheet.write_string(2, 0, "Kode").unwrap();
    sheet.write_string(3, 0, "monitoring-done").unwrap().write_string(3, 4, "ja").unwrap();
    workbook.save_to_buffer().unwrap()
}

fn mail(subject: &str, attached: &[(&str, &[u8])]) -> String {
    let mut text = format!(
        "Authentication-Results: mx.provedal.example; dkim=fail header.d=drift.example\nFrom: Kari <kari@drift.example>\nTo: svar@provedal.example\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x\"\n\n--x\nContent-Type: text/plain\n\nHer er svarene.\n"
    );
    for (name, bytes) in attached {
        let coded = STANDARD.encode(bytes);
        let lines: Vec<_> = coded.as_bytes().chunks(76).map(String::from_utf8_lossy).collect();
        write!(text, "--x\nContent-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\nContent-Disposition: attachment; filename=\"{name}\"\nContent-Transfer-Encoding: base64\n\n{}\n",
            lines.join("\n")).unwrap();
    }
    text + "--x--\n"
}

fn kept(folder: &Folder) -> Vec<WorkbookRow> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let operation = Operation::open(&folder.data().join("operation.db")).await.unwrap();
        let rows = operation.supplier_workbooks(&"supplier/drift".parse().unwrap()).await.unwrap();
        operation.close().await.unwrap();
        rows
    })
}

#[test]
fn a_workbook_in_a_real_mailbox_is_kept_once_and_recorded_by_nobody_but_people() {
    let Some(dovecot) = Dovecot::start() else { return };
    let folder = Folder::with_inventory(INVENTORY);
    let out = folder.outside().join("ut");
    let asked = folder.json(&[
        "request",
        "supplier/drift",
        "--due",
        "2099-01-01",
        "--out",
        out.to_str().unwrap(),
    ]);
    let request = asked["request"].as_str().unwrap();
    let port = dovecot.mailbox(Security::Tls).target.port;
    let settings = format!(
        "[mailbox]\nserver = \"localhost\"\nport = {port}\nuser = \"arvak\"\npassword_file = \"imap-password\"\n"
    );
    std::fs::write(folder.data().join("arvak.toml"), settings).unwrap();
    let secret = folder.data().join("imap-password");
    std::fs::write(&secret, PASSWORD).unwrap();
    std::fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let roots = folder.outside().join("roots.pem");
    std::fs::write(&roots, dovecot.root()).unwrap();
    let read = || folder.json(&["mailbox", "--roots", roots.to_str().unwrap()]);
    let bytes = workbook(request);
    let good = mail("Svar", &[("svar.xlsx", &bytes)]);
    dovecot.deliver("1.a", &good);
    dovecot.deliver("2.b", &mail("Lunsj", &[]));
    dovecot.deliver("3.c", &mail("Ukjent", &[("svar.xlsx", &workbook("ingen-2026-01-01"))]));
    dovecot.deliver("4.d", &mail("To", &[("a.xlsx", &bytes), ("b.xlsx", &bytes)]));
    let before = folder.said(&["ledger", "list", "--ids"]);
    let count = read();
    assert_eq!((&count["taken"], &count["left"]), (&2.into(), &2.into()), "{count}");
    assert_eq!(read()["taken"], 0);
    // The same mail delivered again, and mails numbered anew.
    dovecot.deliver("5.e", &good);
    assert_eq!(read()["known"], 1);
    dovecot.number_anew();
    assert_eq!(read()["taken"], 0);
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before, "nothing is recorded by itself");
    let rows = kept(&folder);
    let fates: Vec<_> = rows.iter().map(|row| row.fate.as_str()).collect();
    assert_eq!(fates, ["waits", "two"]);
    let first = &rows[0];
    assert_eq!((first.sender.as_str(), first.file.as_str()), ("kari@drift.example", "svar.xlsx"));
    assert_eq!(first.results, "mx.provedal.example; dkim=fail header.d=drift.example");
    assert_eq!(first.request.as_str(), request);
    // Whoever has the file takes it in by the command, by the same function as the page.
    let file = folder.outside().join("svar.xlsx");
    std::fs::write(&file, &bytes).unwrap();
    let output = folder.arvak(&["request", "answer", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    folder.said(&["ledger", "verify"]);
}
