//! Lists of where addresses are, and the table that is kept of them.

use arvak_core::Instant;
use arvak_exposure::places::{Form, Source, Table, read};
use bolero::check;

use crate::changed::Foreign;

const SEEDS: [&[u8]; 4] = [
    b"# nets\n192.0.2.0/24,NO,NO-03,Oslo,\n2001:db8::/32,SE,,,\n203.0.113.7,DE\n",
    br#"{"createDate":"2026-11-18-10-20-30","prefixes":[{"ip_prefix":"192.0.2.0/24","region":"eu-north-1","network_border_group":"eu-north-1"}],"ipv6_prefixes":[{"ipv6_prefix":"2001:db8::/32","region":"GLOBAL"}]}"#,
    br#"{"creationTime":"2026-11-18T10:20:30.1","prefixes":[{"ipv4Prefix":"192.0.2.0/24","scope":"europe-north1"}]}"#,
    br#"{"values":[{"name":"AzureCloud.norwaye","properties":{"region":"norwaye","addressPrefixes":["192.0.2.0/24","2001:db8::/32"]}}]}"#,
];

#[test]
fn published_lists() {
    let forms = SEEDS.map(|seed| read(seed).unwrap().form);
    assert_eq!(forms, [Form::Geofeed, Form::Aws, Form::Google, Form::Azure]);
    let made_at = Instant::from_millis(0);
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        match read(&foreign.bytes(&SEEDS)) {
            Ok(read) => {
                assert!(!read.rows.is_empty());
                let source = Source { name: String::new(), form: String::new(), made_at };
                let table = Table::new(vec![(source, read.rows.clone())]);
                for (prefix, _) in read.rows {
                    assert!(table.seen(prefix.addr(), made_at).is_some());
                }
            }
            Err(error) => assert!(!error.place.is_empty() && !error.rule.is_empty()),
        }
    });
}

#[test]
fn kept_lists() {
    let made_at = Instant::from_millis(0);
    let source = Source { name: "a".to_owned(), form: "geofeed".to_owned(), made_at };
    let kept = Table::new(vec![(source, read(SEEDS[0]).unwrap().rows)]).encode();
    assert!(Table::decode(&kept).is_ok());
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        // Only the first line may differ without the digest saying so.
        if let Ok(table) = Table::decode(&foreign.bytes(&[&kept])) {
            assert_eq!(table.len(), 3);
        }
    });
}
