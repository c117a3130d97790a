//! What a service asks its provider for.

use crate::saml::read_request;
use crate::web::Answer;

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
    let (request, relay_state) = match query("SAMLRequest") {
        Some(request) => (read_request(&request, true)?, query("RelayState")),
        None => (read_request(&typed("SAMLRequest")?, false)?, typed("RelayState")),
    };
    let acs = request.acs.or_else(|| acs.map(str::to_owned))?;
    Some(Asked { id: request.id, issuer: request.issuer, acs, relay_state })
}
