//! How a canary account is set up, for each kind of log-in: the file that is written for it. The sentences to it stand in
//! `crates/words/locales/*/canary-guide.ftl`.

/// A guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guide {
    /// Its name, as in the ids of its sentences.
    pub id: &'static str,
    /// The kinds of canaries that it is for.
    pub kinds: &'static [&'static str],
    /// The words of a service's `login` that it is for.
    pub logins: &'static [&'static str],
    /// The file, as JSON, with examples where something is the municipality's own.
    pub file: &'static str,
}

/// All of them, the most usual first.
pub const GUIDES: [Guide; 8] = [
    Guide {
        id: "http-form",
        kinds: &["http-form"],
        logins: &["form", "basic"],
        file: r#"{"kind": "http-form", "address": "https://portal.nordvik.example",
 "params": {"login": "/logg-inn", "protected": ["/min-side"]},
 "canary": {"user": "kanari", "password": "…", "totp_seed": "…"}}"#,
    },
    Guide {
        id: "oidc",
        kinds: &["oidc"],
        logins: &["oidc"],
        file: r#"{"kind": "oidc", "address": "https://id.nordvik.example",
 "params": {"issuer": "https://id.nordvik.example", "client_id": "prober", "client_secret": "…",
            "redirect_uri": "https://prober.nordvik.example/back", "required_acr": ["idporten-loa-high"]},
 "canary": {"user": "kanari", "password": "…", "totp_seed": "…"}}"#,
    },
    Guide {
        id: "saml",
        kinds: &["saml"],
        logins: &["saml"],
        file: r#"{"kind": "saml", "address": "https://adfs.nordvik.example",
 "params": {"metadata": "https://adfs.nordvik.example/FederationMetadata/2007-06/FederationMetadata.xml",
            "entity_id": "urn:arvak:prober", "acs": "https://prober.nordvik.example/acs",
            "required_class": ["http://schemas.microsoft.com/claims/multipleauthn"]},
 "canary": {"user": "kanari", "password": "…", "totp_seed": "…"}}"#,
    },
    Guide {
        id: "anyconnect",
        kinds: &["anyconnect"],
        logins: &["radius"],
        file: r#"{"kind": "anyconnect", "address": "vpn.nordvik.example", "params": {"group": "ansatt"},
 "canary": {"user": "kanari", "password": "…", "totp_seed": "…"}}"#,
    },
    Guide {
        id: "radius",
        kinds: &["radius"],
        logins: &["radius"],
        file: r#"{"kind": "radius", "address": "radius.nordvik.example:1812",
 "params": {"shared_secret": "…", "auth": "pap", "style": "challenge"},
 "canary": {"user": "kanari", "password": "…", "totp_seed": "…"}}"#,
    },
    Guide {
        id: "ssh",
        kinds: &["ssh"],
        logins: &["ssh"],
        file: r#"{"kind": "ssh", "address": "filer.nordvik.example:22",
 "params": {"host_key": "SHA256:…", "factors": ["password", "code"]},
 "canary": {"user": "kanari", "password": "…", "totp_seed": "…"}}"#,
    },
    Guide {
        id: "mail",
        kinds: &["imap", "pop3", "smtp"],
        logins: &["imap"],
        file: r#"{"kind": "imap", "address": "post.nordvik.example:993", "params": {"tls": "implicit"},
 "canary": {"user": "kanari", "password": "…", "totp_seed": "…"}}"#,
    },
    Guide {
        id: "ldap",
        kinds: &["ldap"],
        logins: &[],
        file: r#"{"kind": "ldap", "address": "katalog.nordvik.example:636", "params": {"tls": "implicit"},
 "canary": {"user": "uid=kanari,dc=nordvik,dc=example", "password": "…", "totp_seed": "…"}}"#,
    },
];

/// The guide to a kind of canary, by the kind's name or the guide's.
pub fn of_kind(kind: &str) -> Option<&'static Guide> {
    GUIDES.iter().find(|guide| guide.id == kind || guide.kinds.contains(&kind))
}

/// The guides to a way of logging in; all of them where it says nothing that is known.
pub fn of_login(login: &str) -> Vec<&'static Guide> {
    let fitting: Vec<_> = GUIDES.iter().filter(|guide| guide.logins.contains(&login)).collect();
    if fitting.is_empty() { GUIDES.iter().collect() } else { fitting }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_guide_and_every_way_at_least_one() {
        for guide in &GUIDES {
            assert!(guide.kinds.iter().all(|kind| of_kind(kind) == Some(guide)), "{}", guide.id);
        }
        assert_eq!(of_login("radius").len(), 2);
        assert_eq!(of_login("other").len(), GUIDES.len());
        assert_eq!(of_kind("carrier-pigeon"), None);
    }
}
