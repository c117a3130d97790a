//! What an answer of a provider is worth (SAML core, and profiles section 4.1.4.3).

use std::collections::BTreeSet;

use arvak_core::Instant;
use roxmltree::{Document, Node};

use super::Key;
use super::names::{ASSERTION, DSIG, PROTOCOL};
use super::signature;
use super::xml::{children, is, only, parse, text};

/// Most seconds that clocks may differ.
const SKEW_S: i64 = 300;

/// Most methods that are read of an assertion.
const METHODS_MAX: usize = 20;

const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/// The attribute in which AD FS and Entra ID say how somebody logged in: their class stays that of a password.
const METHODS: &str = "http://schemas.microsoft.com/claims/authnmethodsreferences";

/// How they say in it that there was more than one factor.
pub const MULTIPLE_METHODS: &str = "http://schemas.microsoft.com/claims/multipleauthn";

/// What an answer must say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'e> {
    /// Who made it, where that is known.
    pub issuer: Option<&'e str>,
    /// For whom.
    pub audience: &'e str,
    /// Where it is to be handed over.
    pub recipient: &'e str,
    /// The request that it answers; nothing where nobody asked, and then it must answer none.
    pub request: Option<&'e str>,
    /// Now, in seconds since 1970.
    pub now_s: i64,
}

/// What a valid assertion says of the log-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assertion {
    /// The class of the log-in.
    pub class: Option<String>,
    /// Its methods, as AD FS and Entra ID tell them.
    pub methods: Vec<String>,
}

/// Why an answer is no assertion for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The provider refuses, with this code.
    Refused(String),
    /// The assertion is encrypted.
    Encrypted,
    /// It is not signed as it must be, or not for us: what is wrong, in a few words.
    Bad(&'static str),
}

impl From<&'static str> for Wrong {
    fn from(why: &'static str) -> Self {
        Self::Bad(why)
    }
}

/// Verifies an answer (a `samlp:Response` as text) against the known keys of the provider.
pub fn verify(xml: &str, keys: &[Key], expected: &Expected<'_>) -> Result<Assertion, Wrong> {
    let document = parse(xml)?;
    let response = document.root_element();
    if !is(response, PROTOCOL, "Response") {
        return Err(Wrong::Bad("it is no SAML response"));
    }
    let elements = |name| document.descendants().filter(move |node| is(*node, ASSERTION, name));
    let is_encrypted = elements("EncryptedAssertion").next().is_some();
    let code = status(response);
    if code.as_deref() != Some(SUCCESS) {
        if elements("Assertion").next().is_some() || is_encrypted {
            return Err(Wrong::Bad("there is an assertion, and the status is no success"));
        }
        return Err(Wrong::Refused(code.unwrap_or_default()));
    }
    if is_encrypted {
        return Err(Wrong::Encrypted);
    }
    let mut all = elements("Assertion");
    let assertion = all.next().ok_or("there is no assertion")?;
    // With two, one could be signed and the other read.
    if all.next().is_some() || assertion.parent() != Some(response) {
        return Err(Wrong::Bad("there is more than one assertion, or it is not where it belongs"));
    }
    let is_whole_signed = signed(&document, response, assertion, keys)?;
    let answers = response.attribute("InResponseTo");
    if answers.is_some_and(|id| Some(id) != expected.request) {
        return Err(Wrong::Bad("it answers another request"));
    }
    if response.attribute("Destination").is_some_and(|place| place != expected.recipient) {
        return Err(Wrong::Bad("it is for another address"));
    }
    let issuer = only(assertion, ASSERTION, "Issuer").and_then(text);
    if issuer.is_none() || expected.issuer.is_some_and(|known| issuer.as_deref() != Some(known)) {
        return Err(Wrong::Bad("the assertion is of another issuer"));
    }
    confirmed(assertion, answers.filter(|_| is_whole_signed), expected)?;
    conditions(assertion, expected)?;
    Ok(told(assertion)?)
}

/// The innermost code that a status has.
fn status(response: Node<'_, '_>) -> Option<String> {
    let outer = only(only(response, PROTOCOL, "Status")?, PROTOCOL, "StatusCode")?;
    let inner = only(outer, PROTOCOL, "StatusCode").unwrap_or(outer);
    let code = if outer.attribute("Value") == Some(SUCCESS) { outer } else { inner };
    code.attribute("Value").map(|code| code.chars().take(200).collect())
}

/// Whether the whole response is signed; an error unless it or the assertion is, and every signature is right.
fn signed(
    document: &Document<'_>,
    response: Node<'_, '_>,
    assertion: Node<'_, '_>,
    keys: &[Key],
) -> Result<bool, &'static str> {
    let mut ids = BTreeSet::new();
    let all = document.descendants().flat_map(|node| node.attributes());
    let mut named = all.filter(|attribute| attribute.name().eq_ignore_ascii_case("id"));
    if !named.all(|attribute| ids.insert(attribute.value())) {
        return Err("two elements have the same ID");
    }
    let signatures: Vec<_> =
        document.descendants().filter(|node| is(*node, DSIG, "Signature")).collect();
    let (mut of_response, mut of_assertion) = (false, false);
    for signature in signatures {
        let (of, element) = match signature.parent() {
            Some(parent) if parent == response => (&mut of_response, response),
            Some(parent) if parent == assertion => (&mut of_assertion, assertion),
            _ => return Err("a signature stands where none belongs"),
        };
        if std::mem::replace(of, true) {
            return Err("an element has two signatures");
        }
        signature::check(element, signature, keys)?;
    }
    if of_response || of_assertion { Ok(of_response) } else { Err("nothing is signed") }
}

/// Whether it is for us and in answer to our request; `answers` is what the signed response says of that.
fn confirmed(
    assertion: Node<'_, '_>,
    answers: Option<&str>,
    expected: &Expected<'_>,
) -> Result<(), &'static str> {
    let subject = only(assertion, ASSERTION, "Subject").ok_or("the assertion is about nobody")?;
    let mut why = "the assertion is not for whoever brings it";
    for confirmation in children(subject, ASSERTION, "SubjectConfirmation") {
        let data = only(confirmation, ASSERTION, "SubjectConfirmationData");
        let Some(data) = data.filter(|_| confirmation.attribute("Method") == Some(BEARER)) else {
            continue;
        };
        why = if data.attribute("Recipient") != Some(expected.recipient) {
            "the assertion is for another address"
        } else if data.attribute("InResponseTo").or(answers) != expected.request {
            "the assertion answers another request"
        } else if data.attribute("NotOnOrAfter").is_none() || !is_now(data, expected.now_s)? {
            "the assertion has ended"
        } else {
            return Ok(());
        };
    }
    Err(why)
}

fn conditions(assertion: Node<'_, '_>, expected: &Expected<'_>) -> Result<(), &'static str> {
    let conditions = only(assertion, ASSERTION, "Conditions");
    let conditions = conditions.ok_or("the assertion has no conditions")?;
    if !is_now(conditions, expected.now_s)? {
        return Err("the assertion has ended, or has not begun");
    }
    let restrictions: Vec<_> = children(conditions, ASSERTION, "AudienceRestriction").collect();
    let is_for_us = |restriction: &Node<'_, '_>| {
        let mut all = children(*restriction, ASSERTION, "Audience").filter_map(text);
        all.any(|audience| audience == expected.audience)
    };
    if restrictions.is_empty() || !restrictions.iter().all(is_for_us) {
        return Err("the assertion is for somebody else");
    }
    Ok(())
}

/// Whether it is between the times that an element names.
fn is_now(node: Node<'_, '_>, now_s: i64) -> Result<bool, &'static str> {
    let second = |name: &str| {
        let parsed = node.attribute(name).map(str::parse::<Instant>).transpose();
        let instant = parsed.map_err(|_| "a time of the assertion is none")?;
        Ok::<_, &'static str>(instant.map(|instant| instant.as_millis().div_euclid(1_000)))
    };
    let has_begun = second("NotBefore")?.is_none_or(|begin| begin.saturating_sub(SKEW_S) <= now_s);
    let has_ended = second("NotOnOrAfter")?.is_some_and(|end| end.saturating_add(SKEW_S) <= now_s);
    Ok(has_begun && !has_ended)
}

fn told(assertion: Node<'_, '_>) -> Result<Assertion, &'static str> {
    let statement = only(assertion, ASSERTION, "AuthnStatement");
    let statement = statement.ok_or("the assertion does not tell of one log-in")?;
    let context = only(statement, ASSERTION, "AuthnContext");
    let class =
        context.and_then(|context| only(context, ASSERTION, "AuthnContextClassRef")).and_then(text);
    let attributes = children(assertion, ASSERTION, "AttributeStatement")
        .flat_map(|statement| children(statement, ASSERTION, "Attribute"))
        .filter(|attribute| attribute.attribute("Name") == Some(METHODS));
    let values = attributes.flat_map(|attribute| children(attribute, ASSERTION, "AttributeValue"));
    let methods = values.filter_map(text).take(METHODS_MAX).collect();
    Ok(Assertion { class: class.filter(|class| !class.is_empty()), methods })
}
