//! The record by which a domain asks for reports about TLS between mail servers (RFC 8460 section 3).

use super::tags::Tags;

/// Where the record stands, before the domain.
pub(crate) const LABEL: &str = "_smtp._tls";

/// Most places for reports that are read.
const PLACES_MAX: usize = 20;

/// Why a record cannot be used, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadRpt(pub(crate) &'static str);

/// Whether a TXT record means to be one.
pub(crate) fn is_record(record: &str) -> bool {
    record.split(';').next().and_then(super::tags::tag) == Some(("v", "TLSRPTv1"))
}

/// The places that a record, for which [`is_record`] holds, asks to send reports to.
pub(crate) fn parse(record: &str) -> Result<Vec<&str>, BadRpt> {
    let tags = Tags::read(record).map_err(|_| BadRpt("it is no list of tags"))?;
    let places = tags.get("rua").ok_or(BadRpt("rua is missing"))?;
    let places: Vec<&str> = places.split(',').map(str::trim).collect();
    if places.len() > PLACES_MAX {
        return Err(BadRpt("rua names too many places"));
    }
    if places.iter().all(|place| is_place(place)) {
        return Ok(places);
    }
    Err(BadRpt("rua is no list of mailto: and https: addresses"))
}

/// `mailto:` with an address, or `https://` with a host.
fn is_place(uri: &str) -> bool {
    if !uri.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    let scheme = uri.split_once(':').map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest));
    match scheme {
        Some((scheme, rest)) if scheme == "mailto" => {
            rest.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        }
        Some((scheme, rest)) if scheme == "https" => {
            rest.strip_prefix("//").is_some_and(|rest| rest.contains('.'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reports_go_by_mail_or_to_a_web_server() {
        let record = "v=TLSRPTv1; rua=mailto:tls@nordvik.example,https://rapport.example/v1";
        assert!(is_record(record));
        let places = ["mailto:tls@nordvik.example", "https://rapport.example/v1"];
        assert_eq!(parse(record), Ok(places.to_vec()));
    }

    #[test]
    fn what_breaks_the_grammar_is_refused() {
        for record in [
            "v=TLSRPTv1",
            "v=TLSRPTv1; rua=",
            "v=TLSRPTv1; rua=tls@nordvik.example",
            "v=TLSRPTv1; rua=http://rapport.example/",
            "v=TLSRPTv1; rua=mailto:@nordvik.example",
            "v=TLSRPTv1; rua=mailto:a@b.example,,",
            "v=TLSRPTv1; rua",
        ] {
            assert!(is_record(record) && parse(record).is_err(), "{record}");
        }
        assert!(!is_record("rua=mailto:a@b.example; v=TLSRPTv1") && !is_record("v=TLSRPTv2"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,200}") {
            let _ = (is_record(&text), parse(&text));
        }
    }
}
