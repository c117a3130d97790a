//! Made lists in the forms that are published.

use super::*;

const AWS: &str = r#"{"syncToken":"1795000000","createDate":"2026-11-18-10-20-30","prefixes":[
 {"ip_prefix":"192.0.2.0/25","region":"eu-north-1","service":"EC2","network_border_group":"eu-north-1"},
 {"ip_prefix":"192.0.2.128/25","region":"eu-north-1","service":"EC2","network_border_group":"eu-north-1-hel-1"},
 {"ip_prefix":"198.51.100.0/24","region":"GLOBAL","service":"CLOUDFRONT","network_border_group":"GLOBAL"},
 {"ip_prefix":"203.0.113.0/24","region":"xx-new-9","service":"EC2","network_border_group":"xx-new-9"}],
 "ipv6_prefixes":[{"ipv6_prefix":"2001:db8::/32","region":"us-east-1","service":"EC2","network_border_group":"us-east-1"}]}"#;

const GOOGLE: &str = r#"{"syncToken":"1","creationTime":"2026-11-18T10:20:30.123456","prefixes":[
 {"ipv4Prefix":"192.0.2.0/24","service":"Google Cloud","scope":"europe-north1"},
 {"ipv6Prefix":"2001:db8::/32","service":"Google Cloud","scope":"global"}]}"#;

const AZURE: &str = r#"{"changeNumber":300,"cloud":"Public","values":[
 {"name":"AzureCloud","id":"AzureCloud","properties":{"region":"","addressPrefixes":["192.0.2.0/24"]}},
 {"name":"AzureCloud.norwaye","id":"x","properties":{"region":"norwaye","addressPrefixes":["192.0.2.0/24"]}},
 {"name":"AzureFrontDoor.Frontend","id":"y","properties":{"region":"","addressPrefixes":["198.51.100.0/24"]}}]}"#;

const GEOFEED: &str = "# our nets\n192.0.2.0/24,NO,NO-03,Oslo,\n2001:db8::/32,se,,,\n198.51.100.0/24,,,,\n203.0.113.7,DE\n";

/// The places, with how many rows were left out.
fn places(text: &str) -> (Form, Vec<String>, usize) {
    let read = read(text.as_bytes()).unwrap();
    let told = read.rows.iter().map(|(prefix, place)| format!("{prefix} {}", place.code()));
    (read.form, told.collect(), read.left_out)
}

#[test]
fn each_form_is_told_by_its_fields() {
    let all = ["192.0.2.0/25 SE", "192.0.2.128/25 FI", "198.51.100.0/24 *", "2001:db8::/32 US"];
    assert_eq!(places(AWS), (Form::Aws, all.map(str::to_owned).to_vec(), 1));
    let all = ["192.0.2.0/24 FI", "2001:db8::/32 *"];
    assert_eq!(places(GOOGLE), (Form::Google, all.map(str::to_owned).to_vec(), 0));
    let all = ["192.0.2.0/24 NO", "198.51.100.0/24 *"];
    assert_eq!(places(AZURE), (Form::Azure, all.map(str::to_owned).to_vec(), 0));
    let all = ["192.0.2.0/24 NO", "2001:db8::/32 SE", "203.0.113.7/32 DE"];
    assert_eq!(places(GEOFEED), (Form::Geofeed, all.map(str::to_owned).to_vec(), 1));
}

#[test]
fn when_it_was_made_is_read_where_it_is_said() {
    let at = |text: &str| read(text.as_bytes()).unwrap().made_at.map(|at| at.to_string());
    assert_eq!(at(AWS).as_deref(), Some("2026-11-18T10:20:30Z"));
    assert_eq!(at(GOOGLE).as_deref(), Some("2026-11-18T10:20:30Z"));
    assert_eq!((at(AZURE), at(GEOFEED)), (None, None));
}

#[test]
fn mistakes_are_told_at_their_place() {
    let told = |text: &str| read(text.as_bytes()).unwrap_err().to_string();
    let all = [
        told("192.0.2.0/24,NO\nhere,NO\n"),
        told("192.0.2.1/24,NO\n"),
        told("192.0.2.0/24,XX\n"),
        told("# nothing\n"),
        told("{\"prefixes\":[{\"ip_prefix\":\"a\",\"region\":\"eu-north-1\"}]}"),
        told("{\"prefixes\":[{\"region\":\"eu-north-1\"}]}"),
        told("{\"prefixes\":[\n{"),
        told("{}"),
    ];
    insta::assert_snapshot!(all.join("\n"));
}
