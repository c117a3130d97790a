//! What a service asks its provider for.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::saml::{decode_base64, parse_xml};
use crate::web::Answer;

/// Most bytes of a request.
const REQUEST_BYTES_MAX: u64 = 64 * 1024;

/// A request for a log-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) id: String,
    pub(super) issuer: String,
    pub(super) acs: String,
    pub(super) relay_state: Option<String>,
}

/// Reads it out of the address, or out of the form, that leads to us.
pub(super) fn asked(answer: &Answer, acs: Option<&str>) -> Option<Asked> {
    let url = answer.left_for.as_ref()?;
    let query =
        |name: &str| url.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned());
    let inputs = || answer.page.forms.iter().flat_map(|form| &form.inputs);
    let typed = |name: &str| inputs().find(|input| input.name == name).map(|i| i.value.clone());
    if let Some(request) = query("SAMLRequest") {
        let deflated = decode_base64(&request)?;
        let mut xml = String::new();
        let reader = DeflateDecoder::new(deflated.as_slice());
        reader.take(REQUEST_BYTES_MAX).read_to_string(&mut xml).ok()?;
        return read(&xml, acs, query("RelayState"));
    }
    let xml = String::from_utf8(decode_base64(&typed("SAMLRequest")?)?).ok()?;
    read(&xml, acs, typed("RelayState"))
}

fn read(xml: &str, acs: Option<&str>, relay_state: Option<String>) -> Option<Asked> {
    let document = parse_xml(xml).ok()?;
    let request = document.root_element();
    let issuer = request.children().find(|child| child.tag_name().name() == "Issuer")?;
    let acs = request.attribute("AssertionConsumerServiceURL").or(acs)?;
    Some(Asked {
        id: request.attribute("ID")?.to_owned(),
        issuer: issuer.text()?.trim().to_owned(),
        acs: acs.to_owned(),
        relay_state,
    })
}
