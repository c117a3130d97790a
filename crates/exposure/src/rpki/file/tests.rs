use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn read(text: &str) -> Imported {
    read_import(text.as_bytes()).unwrap()
}

fn told(text: &str) -> String {
    read_import(text.as_bytes()).unwrap_err().to_string()
}

fn row(prefix: &str, max_length: u8, asn: u32, until_s: u32) -> Row {
    Row { prefix: prefix.parse().unwrap(), max_length, asn, until_s }
}

#[test]
fn sets_of_routinator_and_of_rpki_client_are_read() {
    let routinator = r#"{"metadata":{"generated":1790000000,"generatedTime":"2026-09-21T14:13:20Z"},
        "roas":[{"asn":"AS64500","prefix":"192.0.2.0/24","maxLength":24,"ta":"ripe"},
                {"asn":"AS64501","prefix":"2001:db8::/32","maxLength":48,"source":[{"type":"roa"}]}],
        "routerKeys":[],"aspas":[]}"#;
    let read_in = read(routinator);
    assert_eq!(read_in.kind, Kind::Roas);
    assert_eq!(read_in.made_at, Some("2026-09-21T14:13:20Z".parse().unwrap()));
    let expected = [row("192.0.2.0/24", 24, 64500, 0), row("2001:db8::/32", 48, 64501, 0)];
    assert_eq!(read_in.rows, expected);

    let client = r#"{"metadata":{"buildmachine":"rp","buildtime":"2026-11-28T20:00:00Z","vrps":1},
        "roas":[{"asn":64500,"prefix":"192.0.2.0/24","maxLength":24,"ta":"ripe","expires":1795000000}],
        "bgpsec_keys":[]}"#;
    let read_in = read(client);
    assert_eq!(read_in.made_at, Some("2026-11-28T20:00:00Z".parse().unwrap()));
    assert_eq!(read_in.rows, [row("192.0.2.0/24", 24, 64500, 1_795_000_000)]);
}

#[test]
fn their_csv_is_read() {
    let csv =
        "ASN,IP Prefix,Max Length,Trust Anchor,Expires\nAS64500,192.0.2.0/24,26,ripe,1795000000\n";
    assert_eq!(read(csv).rows, [row("192.0.2.0/24", 26, 64500, 1_795_000_000)]);
    let compat = "\"ASN\",\"IP Prefix\",\"Max Length\",\"Trust Anchor\"\n\"64500\",\"192.0.2.0/24\",\"24\",\"ripe\"\n";
    assert_eq!(read(compat).rows, [row("192.0.2.0/24", 24, 64500, 0)]);
}

#[test]
fn routes_are_read_as_collectors_write_them() {
    let expected = [row("192.0.2.0/24", 24, 64500, 0), row("2001:db8::/32", 32, 64501, 0)];
    let ris = "% RIPE RIS\n%\n\n64500\t192.0.2.0/24\t310\n64501\t2001:db8::/32\t290\n64502\t198.51.100.0/24\t5\n";
    let read_in = read(ris);
    assert_eq!((read_in.kind, read_in.left_out), (Kind::Routes, 1));
    assert_eq!(read_in.rows, expected);
    for other in [
        "192.0.2.0/24 64500\n2001:db8::/32 64501\n",
        "prefix,origin\n192.0.2.0/24,AS64500\n2001:db8::/32,AS64501\n",
        "\"asn\";\"prefix\"\r\n\"64500\";\"192.0.2.0/24\"\r\n\"64501\";\"2001:db8::/32\"\r\n",
        "{\"CIDR\":\"192.0.2.0/24\",\"ASN\":64500,\"Hits\":900}\n{\"CIDR\":\"2001:db8::/32\",\"ASN\":64501,\"Hits\":900}\n",
    ] {
        assert_eq!(read(other).rows, expected, "{other}");
    }
    assert_eq!(read("{64500,64501}\t192.0.2.0/24\t40\n").rows, [row("192.0.2.0/24", 24, 0, 0)]);
}

#[test]
fn packed_files_are_unpacked() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(b"64500\t192.0.2.0/24\t310\n").unwrap();
    let packed = encoder.finish().unwrap();
    assert_eq!(read_import(&packed).unwrap().rows, [row("192.0.2.0/24", 24, 64500, 0)]);
    let cut = &packed[..packed.len() - 6];
    assert!(
        read_import(cut).unwrap_err().to_string().starts_with("the file: it cannot be unpacked")
    );
}

#[test]
fn mistakes_are_told_at_their_place() {
    let told = [
        told(""),
        told("% nothing\n"),
        told("64500\t192.0.2.0/24\t310\n64500\t192.0.2.1/24\t310\n"),
        told("prefix,asn\n192.0.2.0/24,ASnone\n"),
        told("192.0.2.0/24\n"),
        told("ASN,IP Prefix,Max Length\nAS1,192.0.2.0/24,23\n"),
        told("{\"roas\":[\n{\"asn\":\"AS64500\",\"prefix\":\"192.0.2.0\",\"maxLength\":24}]}"),
        told("{\"roas\":[{\"asn\":\"AS64500\",\"prefix\":\"192.0.2.0/24\",\"maxLength\":33}]}"),
        told("{\"roas\":[{\"asn\":4294967296,\"prefix\":\"192.0.2.0/24\",\"maxLength\":24}]}"),
        told("{\"roas\":[{\"prefix\":\"192.0.2.0/24\",\"maxLength\":24}]}"),
        told("{\"routerKeys\":[]}"),
        told(
            "{\"metadata\":{\"buildtime\":\"i går\"},\"roas\":[{\"asn\":1,\"prefix\":\"::/0\",\"maxLength\":0}]}",
        ),
    ];
    insta::assert_snapshot!(told.join("\n"));
}
