//! Where the provider is and what it signs with, from what is written down and from its metadata.

use url::Url;

use crate::saml::{Key, keys_of, read_metadata};
use crate::service::is_xml;
use crate::web::Browser;
use crate::{Saml, Seen, Trial};

/// What is known of a provider.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) sso: Url,
    pub(super) issuer: Option<String>,
    pub(super) keys: Vec<Key>,
}

/// Reads it. What is written down comes before what the metadata says.
pub(super) async fn known(trial: &mut Trial<'_, '_>, params: &Saml) -> Result<Known, Seen> {
    let metadata = match &params.metadata {
        None => None,
        Some(text) if is_xml(text) => Some(text.clone()),
        Some(place) => {
            let url = Url::parse(place).map_err(|_| Seen::Settings)?;
            let answer = Browser::new(&params.scope).get(trial, &url).await?;
            if !answer.is_ok() {
                return Err(if answer.status >= 500 { Seen::ServerError } else { Seen::Settings });
            }
            Some(answer.text)
        }
    };
    let metadata = metadata.map(|text| read_metadata(text.trim_start_matches('\u{feff}').trim()));
    let metadata = metadata.transpose().map_err(|why| wrong(trial, why))?;
    let (sso, issuer, published) = metadata
        .map(|metadata| (metadata.sso, Some(metadata.entity_id), metadata.keys))
        .unwrap_or_default();
    let keys = match &params.idp_certificate {
        Some(text) => keys_of(text).map_err(|why| wrong(trial, why))?,
        None => published,
    };
    if keys.is_empty() {
        return Err(wrong(trial, "no key is known: write down idp_certificate, or metadata"));
    }
    let sso = params.sso.clone().or(sso);
    let sso =
        sso.ok_or_else(|| wrong(trial, "it is not known where requests go: write down sso"))?;
    let sso = Url::parse(&sso).map_err(|_| wrong(trial, "sso is no address"))?;
    Ok(Known { sso, issuer: params.idp_entity_id.clone().or(issuer), keys })
}

fn wrong(trial: &mut Trial<'_, '_>, why: &str) -> Seen {
    trial.note("settings", why);
    Seen::Settings
}
