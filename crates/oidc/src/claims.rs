//! Who a token is about: what the person is known by, called, and a member of.

use openidconnect::LocalizedClaim;
use serde_json::{Map, Value};

use crate::settings::Subject;
use crate::token::Claims;
use crate::two_factors::{Shown, TwoFactors};
use crate::{OidcError, ProviderSettings, Result};

/// Most characters of a name.
const NAME_CHARS_MAX: usize = 100;

/// Most bytes of a subject (OpenID Connect Core allows 255) with a tenant before it.
const SUBJECT_BYTES_MAX: usize = 512;

/// Most groups that are looked at.
const GROUPS_MAX: usize = 1000;

/// Somebody whom a provider vouches for, with two factors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The provider.
    pub issuer: String,
    /// What the provider knows the person by, for good.
    pub subject: String,
    /// What the person is called, on one line.
    pub name: Option<String>,
    /// What the person types at the provider, on one line.
    pub user_name: Option<String>,
    /// An address for notices. Nobody is known by it.
    pub email: Option<String>,
    /// The groups, or roles, that the provider names.
    pub groups: Vec<String>,
    /// What the token says of the factors.
    pub shown: Shown,
    /// The proof that there were two.
    pub factors: TwoFactors,
}

/// Reads the claims of a token that holds. Whoever does not show two factors gets no further.
pub(crate) fn person(claims: &Claims, settings: &ProviderSettings) -> Result<Person> {
    let others = &claims.additional_claims().by_name;
    let shown = shown(claims, settings);
    let factors = settings.requirement.judge(&shown).map_err(OidcError::OneFactor)?;
    let given = |claim: Option<String>| claim.and_then(|text| line(&text));
    let user_name = given(claims.preferred_username().map(|name| name.to_string()));
    let first = given(plain(claims.given_name(), |name| name.as_str()));
    let last = given(plain(claims.family_name(), |name| name.as_str()));
    let both = [first, last].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = given(plain(claims.name(), |name| name.as_str())).or_else(|| line(&both));
    Ok(Person {
        issuer: settings.issuer.clone(),
        subject: subject(claims, settings)?,
        name: name.or_else(|| user_name.clone()),
        user_name,
        email: email(claims),
        groups: groups(others, &settings.groups_claim)?,
        shown,
        factors,
    })
}

fn shown(claims: &Claims, settings: &ProviderSettings) -> Shown {
    let acr = match settings.acr_claim.as_str() {
        "acr" => claims.auth_context_ref().map(|acr| acr.to_string()).into_iter().collect(),
        other => texts(find(&claims.additional_claims().by_name, other)),
    };
    let amr = claims.auth_method_refs().map(|methods| methods.iter().map(|one| one.to_string()));
    Shown { acr, amr: amr.into_iter().flatten().collect() }
}

/// `sub`, or with Entra the object in its tenant: there `sub` differs from application to application, so that a new
/// registration would make everybody a stranger.
fn subject(claims: &Claims, settings: &ProviderSettings) -> Result<String> {
    let (claim, subject) = match settings.subject {
        Subject::Sub => ("sub", claims.subject().to_string()),
        Subject::Oid => {
            let others = &claims.additional_claims().by_name;
            let text = |name: &str| others.get(name).and_then(Value::as_str).unwrap_or_default();
            let (tenant, object) = (text("tid"), text("oid"));
            let is_ours =
                !tenant.is_empty() && settings.issuer.split('/').any(|part| part == tenant);
            if !is_ours {
                return Err(OidcError::NoSubject { claim: "tid" });
            }
            let whole = format!("{tenant}/{object}");
            ("oid", if object.is_empty() { String::new() } else { whole })
        }
    };
    let is_plain = !subject.chars().any(char::is_control);
    if subject.is_empty() || subject.len() > SUBJECT_BYTES_MAX || !is_plain {
        return Err(OidcError::NoSubject { claim });
    }
    Ok(subject)
}

/// An address that the provider does not say to be unproved.
fn email(claims: &Claims) -> Option<String> {
    let email = line(claims.email()?.as_str())?;
    let is_whole = email.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !email.contains(char::is_whitespace)
    });
    (claims.email_verified() != Some(false) && is_whole).then_some(email)
}

/// The groups. When there are too many for a token, Entra says only where they can be asked for (`_claim_names`, `hasgroups`): then
/// nothing is known of them, which is not the same as none.
fn groups(others: &Map<String, Value>, claim: &str) -> Result<Vec<String>> {
    let is_elsewhere = others
        .get("_claim_names")
        .and_then(Value::as_object)
        .is_some_and(|names| names.contains_key(claim));
    let has_some = matches!(others.get("hasgroups"), Some(Value::Bool(true)))
        || matches!(others.get("hasgroups"), Some(Value::String(text)) if text == "true");
    let found = find(others, claim);
    if found.is_none() && (is_elsewhere || (has_some && claim == "groups")) {
        return Err(OidcError::GroupsElsewhere { claim: claim.to_owned() });
    }
    Ok(texts(found))
}

/// A claim by its name; or, where there is none of that name, the way to it through objects (`realm_access.roles`).
fn find<'c>(others: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    if let Some(found) = others.get(name) {
        return Some(found);
    }
    let mut parts = name.split('.');
    let first = others.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}

/// The texts of a list, or a single one. What is no text counts for nothing.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(values)) => {
            let texts = values.iter().filter_map(Value::as_str).map(str::to_owned);
            texts.take(GROUPS_MAX).collect()
        }
        _ => Vec::new(),
    }
}

/// A claim without a language, else in the first that it comes in.
fn plain<T>(claim: Option<&LocalizedClaim<T>>, text: impl Fn(&T) -> &str) -> Option<String> {
    let claim = claim?;
    let found = claim.get(None).or_else(|| claim.iter().next().map(|(_, value)| value));
    found.map(|value| text(value).to_owned())
}

/// A text on one line, without signs that deceive whoever reads it, and not too long; nothing when nothing is left.
fn line(text: &str) -> Option<String> {
    let seen = text.chars().filter(|sign| {
        !sign.is_control()
            && !matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    let seen: String = seen.take(NAME_CHARS_MAX).collect();
    let seen = seen.trim();
    (!seen.is_empty()).then(|| seen.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn others(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn groups_are_a_list_or_one_text_by_name_or_by_way() {
        let claims = others(&json!({
            "groups": ["a", 3, "b", null, ["c"]],
            "sub2": "only",
            "realm_access": { "roles": ["r"] },
            "a.b": ["whole"],
            "a": { "b": ["way"] },
            "number": 7,
        }));
        let of = |claim: &str| groups(&claims, claim).unwrap();
        assert_eq!(of("groups"), ["a", "b"]);
        assert_eq!(of("sub2"), ["only"]);
        assert_eq!(of("realm_access.roles"), ["r"]);
        assert_eq!(of("a.b"), ["whole"]);
        assert_eq!(of("realm_access.none"), [""; 0]);
        assert_eq!(of("number"), [""; 0]);
        assert_eq!(of("none"), [""; 0]);
    }

    #[test]
    fn groups_that_stand_elsewhere_are_not_taken_for_none() {
        for claims in [
            json!({ "_claim_names": { "groups": "src1" }, "_claim_sources": { "src1": {} } }),
            json!({ "hasgroups": true }),
            json!({ "hasgroups": "true" }),
        ] {
            let error = groups(&others(&claims), "groups").unwrap_err();
            assert_eq!(error.code(), "oidc.groups_elsewhere");
        }
        let about_others =
            others(&json!({ "_claim_names": { "address": "src1" }, "roles": ["x"] }));
        assert_eq!(groups(&about_others, "roles").unwrap(), ["x"]);
        let has_roles = others(&json!({ "hasgroups": true, "roles": ["x"] }));
        assert_eq!(groups(&has_roles, "roles").unwrap(), ["x"], "the groups are not asked for");
    }

    #[test]
    fn names_are_one_line_without_signs_that_deceive() {
        assert_eq!(line(" Kari\u{202e}\nNordmann ").as_deref(), Some("KariNordmann"));
        assert_eq!(line("\u{7}"), None);
        assert_eq!(line(&"x".repeat(500)).map(|text| text.len()), Some(NAME_CHARS_MAX));
    }
}
