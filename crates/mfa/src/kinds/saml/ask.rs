//! A request for a log-in by redirect (SAML bindings, section 3.4), and what comes back to the address that nothing is sent to.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use url::Url;

use crate::saml::escaped;
use crate::service::Comparison;
use crate::web::Answer;
use crate::{Saml, Secret};

/// What a request asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'w> {
    /// The classes, of which one is to be given; none is named when it is empty.
    pub(super) classes: &'w [String],
    pub(super) comparison: Comparison,
    /// To log in anew, whatever session there is.
    pub(super) is_forced: bool,
    /// To ask nothing of the person: whoever has no session is refused.
    pub(super) is_passive: bool,
}

/// A request.
pub(super) struct Asking {
    /// Where it goes.
    pub(super) url: Url,
    /// Its name, which the answer must repeat.
    pub(super) id: String,
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) enum Came {
    /// A response, in base64.
    Response(Secret),
    /// Something that this program does not read: an artifact, or nothing at all.
    Other,
}

impl Asking {
    /// A request to `sso`, made at `now` (as in XML).
    pub(super) fn new(sso: &Url, params: &Saml, wish: &Wish<'_>, now: &str) -> Option<Self> {
        let id = random()?;
        let xml = request(&id, sso, params, wish, now);
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::default());
        deflated.write_all(xml.as_bytes()).ok()?;
        let said = STANDARD.encode(deflated.finish().ok()?);
        let mut url = sso.clone();
        url.query_pairs_mut().append_pair("SAMLRequest", &said);
        Some(Self { url, id })
    }
}

/// What is in the form, or in the address, that leads to us.
pub(super) fn came(answer: &Answer) -> Option<Came> {
    answer.left_for.as_ref()?;
    let inputs = answer.page.forms.iter().flat_map(|form| &form.inputs);
    let response = inputs.into_iter().find(|input| input.name == "SAMLResponse");
    Some(response.map_or(Came::Other, |input| Came::Response(Secret::new(&input.value))))
}

fn request(id: &str, sso: &Url, params: &Saml, wish: &Wish<'_>, now: &str) -> String {
    let flag = |name: &str, is_set: bool| {
        if is_set { format!(" {name}=\"true\"") } else { String::new() }
    };
    let mut classes = String::new();
    for class in wish.classes {
        let class = escaped(class);
        classes.extend(["<saml:AuthnContextClassRef>", &class, "</saml:AuthnContextClassRef>"]);
    }
    let context = if classes.is_empty() {
        String::new()
    } else {
        format!(
            r#"<samlp:RequestedAuthnContext Comparison="{}">{classes}</samlp:RequestedAuthnContext>"#,
            wish.comparison.name()
        )
    };
    format!(
        r#"<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{now}" Destination="{}"{}{} ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" AssertionConsumerServiceURL="{}"><saml:Issuer>{}</saml:Issuer>{context}</samlp:AuthnRequest>"#,
        escaped(sso.as_str()),
        flag("ForceAuthn", wish.is_forced),
        flag("IsPassive", wish.is_passive),
        escaped(&params.acs),
        escaped(&params.entity_id),
    )
}

/// 160 bits that nobody guesses, as an XML name.
pub(in crate::kinds) fn random() -> Option<String> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().fold("_".to_owned(), |id, byte| format!("{id}{byte:02x}")))
}
