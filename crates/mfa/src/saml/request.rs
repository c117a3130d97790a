//! A request for a log-in, as a service sends it to its provider (SAML bindings 3.4 and 3.5).

use std::io::Read as _;

use flate2::read::DeflateDecoder;

use super::{decode_base64, parse_xml};

/// Most bytes of a request, unpacked.
const REQUEST_BYTES_MAX: u64 = 64 * 1024;

/// What a service asks its provider for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogInRequest {
    /// What an answer must name.
    pub id: String,
    /// Who asks.
    pub issuer: String,
    /// Where the answer goes, where the request says so.
    pub acs: Option<String>,
}

/// Reads the parameter `SAMLRequest`: base64, and deflated when it stands in an address. Nothing when it is no request.
pub fn read_request(text: &str, is_deflated: bool) -> Option<LogInRequest> {
    let bytes = decode_base64(text)?;
    let mut xml = String::new();
    if is_deflated {
        let reader = DeflateDecoder::new(bytes.as_slice());
        reader.take(REQUEST_BYTES_MAX).read_to_string(&mut xml).ok()?;
    } else {
        bytes.as_slice().take(REQUEST_BYTES_MAX).read_to_string(&mut xml).ok()?;
    }
    let document = parse_xml(&xml).ok()?;
    let request = document.root_element();
    let issuer = request.children().find(|child| child.tag_name().name() == "Issuer")?;
    Some(LogInRequest {
        id: request.attribute("ID")?.to_owned(),
        issuer: issuer.text()?.trim().to_owned(),
        acs: request.attribute("AssertionConsumerServiceURL").map(str::to_owned),
    })
}
