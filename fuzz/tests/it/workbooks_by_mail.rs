//! Mails with a workbook of answers, as anybody may send them.

use std::io::{Cursor, Write as _};

use arvak_suppliers::by_mail::{self, BYTES_MAX};
use bolero::check;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::changed::Foreign;

/// A packed file as it is in a mail.
fn packed(part: &str) -> String {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(part, SimpleFileOptions::default()).unwrap();
    writer.write_all(b"<a/>").unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    bytes.iter().map(|byte| format!("={byte:02X}")).collect::<Vec<_>>().join("=\r\n")
}

fn mail(name: &str, part: &str) -> String {
    format!(
        "Authentication-Results: mx.a.example; dkim=pass\r\nFrom: Kari <kari@b.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nHei\r\n--B\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*=utf-8''{name}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--B--\r\n",
        packed(part)
    )
}

#[test]
fn mails_with_a_workbook() {
    let seeds = [
        mail("svar.xlsx", "xl/workbook.xml"),
        mail("svar.xlsm", "xl/vbaProject.bin"),
        String::new(),
    ];
    assert_eq!(by_mail::read(seeds[0].as_bytes()).unwrap().workbooks.len(), 1);
    assert!(by_mail::read(seeds[1].as_bytes()).unwrap().unopened.is_some());
    let seeds = seeds.each_ref().map(String::as_bytes);
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&seeds);
        if let Some(read) = by_mail::read(&bytes) {
            assert!(bytes.len() <= BYTES_MAX);
            assert!(!read.workbooks.is_empty() || read.unopened.is_some());
            for text in [&read.sender, &read.results] {
                assert!(!text.contains(char::is_control), "{text:?}");
            }
            for (name, _) in &read.workbooks {
                assert!(name.to_lowercase().ends_with(".xlsx") && !name.contains(['/', '\\']));
            }
        }
    });
}
