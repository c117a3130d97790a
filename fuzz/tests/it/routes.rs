//! Files of validated sets and of routes, and the tables that are kept of them.

use arvak_core::Instant;
use arvak_exposure::rpki::{Kind, Table, read_import};
use bolero::check;

use crate::changed::Foreign;

const SEEDS: [&[u8]; 6] = [
    br#"{"metadata":{"generated":1790000000},"roas":[{"asn":"AS64500","prefix":"192.0.2.0/24","maxLength":24,"ta":"ripe"}]}"#,
    br#"{"metadata":{"buildtime":"2026-11-28T20:00:00Z"},"roas":[{"asn":64500,"prefix":"2001:db8::/32","maxLength":48,"expires":1795000000}]}"#,
    b"ASN,IP Prefix,Max Length,Trust Anchor,Expires\nAS64500,192.0.2.0/24,26,ripe,1795000000\n",
    b"% RIS\n64500\t192.0.2.0/24\t310\n{64501,64502}\t2001:db8::/32\t12\n",
    b"prefix;origin\n192.0.2.0/24;AS64500\n",
    b"{\"CIDR\":\"192.0.2.0/24\",\"ASN\":64500,\"Hits\":900}\n",
];

#[test]
fn imported_files() {
    for seed in SEEDS {
        assert!(read_import(seed).is_ok());
    }
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        match read_import(&foreign.bytes(&SEEDS)) {
            Ok(read) => {
                assert!(!read.rows.is_empty());
                for row in &read.rows {
                    assert_eq!(row.prefix, row.prefix.trunc());
                    let lengths = row.prefix.prefix_len()..=row.prefix.max_prefix_len();
                    assert!(lengths.contains(&row.max_length));
                }
                let table = Table::new(read.kind, Instant::from_millis(0), read.rows.clone());
                for row in read.rows {
                    assert!(table.covering(row.prefix.addr()).contains(&row));
                }
            }
            Err(error) => assert!(!error.place.is_empty() && !error.rule.is_empty()),
        }
    });
}

#[test]
fn kept_tables() {
    let read = read_import(SEEDS[3]).unwrap();
    let kept = Table::new(Kind::Routes, Instant::from_millis(0), read.rows).encode();
    assert!(Table::decode(&kept).is_ok());
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&[&kept]);
        if let Ok(table) = Table::decode(&bytes) {
            assert_eq!(table.encode(), kept, "a digest does not fit by chance");
        }
    });
}
