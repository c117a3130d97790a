//! Whether a signed token shows two factors. Pure: what the token says and what the operator asks for come in, and a proof or an
//! explanation comes out.
//!
//! A provider can say it in two ways. `acr` names a class of log-in, and only the operator knows which classes of this
//! provider mean two factors. `amr` lists methods (RFC 8176); then two of different kinds are needed: something known,
//! something held, something of the body. That `acr_values` were *asked for* proves nothing: providers may ignore
//! it (OpenID Connect Core, section 5.5.1.1), so the answer alone counts.

use std::collections::BTreeSet;
use std::fmt;

/// What a token says of how somebody logged in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Classes: `acr`, or all of `acrs`.
    pub acr: Vec<String>,
    /// Methods: `amr`.
    pub amr: Vec<String>,
}

/// What a token must show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    acr_values: Vec<String>,
    needs_amr: bool,
}

/// A requirement that would let somebody in with one factor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRequirement {
    /// Neither classes nor methods are asked for.
    #[error("nothing is required")]
    Nothing,
    /// A class that providers give after a password alone.
    #[error("`{0}` is given after one factor too")]
    OneFactor(String),
}

/// The proof that a token showed two factors. Only [`Requirement::judge`] makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoFactors(());

/// Why a token does not show two factors: what it says, and what it would have to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneFactor {
    /// One of these classes is needed; empty when none is.
    pub needed_acr: Vec<String>,
    /// Whether methods of two kinds are needed, and were not there.
    pub lacks_amr: bool,
    /// What the token says.
    pub shown: Shown,
}

/// What a method of RFC 8176 shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Known,
    Held,
    Body,
}

/// Classes that known providers give after one factor, or whatever the factors were: Keycloak's `0` and `1` when no levels are set
/// up, SAML's classes of passwords, ID-porten's lowest level, and Ansattporten's names of the ways in.
const ONE_FACTOR_CLASSES: [&str; 10] = [
    "0",
    "1",
    "urn:mace:incommon:iap:bronze",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified",
    "idporten-loa-low",
    "low",
    "entraid",
    "password",
];

impl Requirement {
    /// One of `acr_values` in the answer, when there are any; and `amr` of two kinds, when `needs_amr`.
    pub fn new(acr_values: Vec<String>, needs_amr: bool) -> Result<Self, BadRequirement> {
        if acr_values.is_empty() && !needs_amr {
            return Err(BadRequirement::Nothing);
        }
        if !needs_amr {
            let weak = acr_values.iter().find(|value| is_one_factor(value));
            if let Some(weak) = weak {
                return Err(BadRequirement::OneFactor(weak.clone()));
            }
        }
        Ok(Self { acr_values, needs_amr })
    }

    /// The classes that are asked for.
    pub fn acr_values(&self) -> &[String] {
        &self.acr_values
    }

    /// Whether methods of two kinds are needed.
    pub const fn needs_amr(&self) -> bool {
        self.needs_amr
    }

    /// Whether `shown` is two factors.
    pub fn judge(&self, shown: &Shown) -> Result<TwoFactors, OneFactor> {
        let is_of_class = self.acr_values.is_empty()
            || self.acr_values.iter().any(|value| shown.acr.contains(value));
        let lacks_amr = self.needs_amr && !are_two(&shown.amr);
        if is_of_class && !lacks_amr {
            return Ok(TwoFactors(()));
        }
        let needed_acr = if is_of_class { Vec::new() } else { self.acr_values.clone() };
        Err(OneFactor { needed_acr, lacks_amr, shown: shown.clone() })
    }
}

impl fmt::Display for OneFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (acr, amr) = (self.shown.acr.join(" "), self.shown.amr.join(" "));
        write!(f, "acr `{acr}`, amr `{amr}`")?;
        if !self.needed_acr.is_empty() {
            write!(f, "; needed in acr: one of {}", self.needed_acr.join(", "))?;
        }
        if self.lacks_amr {
            write!(f, "; needed in amr: mfa, or methods of two kinds")?;
        }
        Ok(())
    }
}

fn is_one_factor(acr: &str) -> bool {
    ONE_FACTOR_CLASSES.iter().any(|known| known.eq_ignore_ascii_case(acr))
}

/// Whether the provider says so itself, or names methods of two kinds.
fn are_two(amr: &[String]) -> bool {
    let says_so = amr.iter().any(|method| matches!(method.as_str(), "mfa" | "ngcmfa"));
    let kinds: BTreeSet<Kind> = amr.iter().filter_map(|method| kind(method)).collect();
    says_so || kinds.len() >= 2
}

/// The kind of a method. `user` shows that somebody was there and not who, `geo`, `rba` and `wia` show no factor, and `mca` shows two
/// channels and not two factors: they count for nothing, as does what nobody knows. (`ngcmfa`, above, is Microsoft's
/// word for its own hardware-bound keys with PIN or body.)
fn kind(method: &str) -> Option<Kind> {
    match method {
        "pwd" | "pin" | "kba" => Some(Kind::Known),
        "otp" | "hwk" | "swk" | "pop" | "sc" | "sms" | "tel" => Some(Kind::Held),
        "face" | "fpt" | "iris" | "retina" | "vbm" => Some(Kind::Body),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All of RFC 8176, section 2, and what providers send besides.
    const METHODS: [&str; 25] = [
        "face", "fpt", "geo", "hwk", "iris", "kba", "mca", "mfa", "otp", "pin", "pop", "pwd",
        "rba", "retina", "sc", "sms", "swk", "tel", "user", "vbm", "wia", "ngcmfa", "fed",
        "external", "",
    ];

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn by_amr(amr: &[&str]) -> bool {
        let shown = Shown { acr: texts(&["high"]), amr: texts(amr) };
        Requirement::new(Vec::new(), true).unwrap().judge(&shown).is_ok()
    }

    #[test]
    fn two_methods_of_different_kinds_are_two_factors() {
        for amr in [
            &["mfa"][..],
            &["pwd", "mfa"],
            &["ngcmfa"],
            &["pwd", "otp"],
            &["otp", "pwd"],
            &["hwk", "pin"],
            &["swk", "fpt"],
            &["hwk", "user", "face"],
            &["pin", "sc"],
            &["pwd", "sms"],
            &["pwd", "face"],
        ] {
            assert!(by_amr(amr), "{amr:?}");
        }
    }

    #[test]
    fn one_method_or_two_of_one_kind_are_not() {
        for amr in [
            &[][..],
            &["pwd"],
            &["otp"],
            &["hwk"],
            &["face"],
            &["pwd", "pin"],
            &["pwd", "kba"],
            &["otp", "hwk"],
            &["otp", "sms", "tel"],
            &["face", "fpt"],
            // Somebody touched the key: that says nothing of who.
            &["hwk", "user"],
            &["pwd", "rba"],
            &["pwd", "geo"],
            &["wia"],
            &["pwd", "wia"],
            &["pwd", "mca"],
            &["pwd", "fed"],
            &["MFA"],
            &["mfa "],
            &["pwd otp"],
        ] {
            assert!(!by_amr(amr), "{amr:?}");
        }
    }

    #[test]
    fn a_class_counts_only_when_the_answer_has_it() {
        let wanted = texts(&["idporten-loa-substantial", "idporten-loa-high"]);
        let requirement = Requirement::new(wanted.clone(), false).unwrap();
        let judge = |acr: &[&str], amr: &[&str]| {
            requirement.judge(&Shown { acr: texts(acr), amr: texts(amr) })
        };
        assert!(judge(&["idporten-loa-high"], &[]).is_ok());
        for acr in [&[][..], &["idporten-loa-low"], &["IDPORTEN-LOA-HIGH"], &["idporten-loa-high "]]
        {
            let refused = judge(acr, &["mfa"]).unwrap_err();
            assert_eq!((&refused.needed_acr, refused.lacks_amr), (&wanted, false));
            assert_eq!(refused.shown.acr, texts(acr));
        }
    }

    #[test]
    fn classes_and_methods_can_both_be_needed() {
        let requirement = Requirement::new(texts(&["entraid"]), true).unwrap();
        let judge = |acr: &str, amr: &str| {
            requirement.judge(&Shown { acr: texts(&[acr]), amr: texts(&[amr]) })
        };
        assert!(judge("entraid", "mfa").is_ok());
        let refused = judge("entraid", "pwd").unwrap_err();
        assert_eq!((refused.needed_acr.len(), refused.lacks_amr), (0, true));
        assert!(judge("other", "mfa").is_err());
        assert_eq!(
            judge("other", "pwd").unwrap_err().to_string(),
            "acr `other`, amr `pwd`; needed in acr: one of entraid; needed in amr: mfa, or methods of two kinds"
        );
    }

    #[test]
    fn a_requirement_that_one_factor_meets_cannot_be_made() {
        assert_eq!(Requirement::new(Vec::new(), false), Err(BadRequirement::Nothing));
        for weak in ONE_FACTOR_CLASSES {
            let values = texts(&["good", weak]);
            let refused = Requirement::new(values.clone(), false);
            assert_eq!(refused, Err(BadRequirement::OneFactor(weak.to_owned())));
            assert!(Requirement::new(values, true).is_ok(), "{weak}");
        }
    }

    fn shown() -> impl Strategy<Value = Shown> {
        let amr = proptest::collection::vec(proptest::sample::select(&METHODS[..]), 0..5);
        let acr = proptest::collection::vec(proptest::sample::select(&["a", "b", "1"][..]), 0..3);
        (acr, amr).prop_map(|(acr, amr)| Shown { acr: texts(&acr), amr: texts(&amr) })
    }

    fn requirement() -> impl Strategy<Value = Requirement> {
        let acr = proptest::collection::vec(proptest::sample::select(&["a", "b"][..]), 0..3);
        (acr, any::<bool>()).prop_filter_map("asks for nothing", |(acr, needs_amr)| {
            Requirement::new(texts(&acr), needs_amr).ok()
        })
    }

    proptest! {
        #[test]
        fn who_shows_nothing_or_one_method_never_gets_in(requirement in requirement(), method in proptest::sample::select(&METHODS[..])) {
            let nothing = Shown::default();
            prop_assert!(requirement.judge(&nothing).is_err());
            let one = Shown { acr: Vec::new(), amr: texts(&[method]) };
            let says_so = ["mfa", "ngcmfa"].contains(&method) && requirement.acr_values().is_empty();
            prop_assert_eq!(requirement.judge(&one).is_ok(), says_so);
        }

        #[test]
        fn whatever_is_asked_for_must_be_there(requirement in requirement(), shown in shown()) {
            if requirement.judge(&shown).is_ok() {
                let wanted = requirement.acr_values();
                prop_assert!(wanted.is_empty() || wanted.iter().any(|value| shown.acr.contains(value)));
                prop_assert!(!requirement.needs_amr() || by_amr(&shown.amr.iter().map(String::as_str).collect::<Vec<_>>()));
            }
        }

        #[test]
        fn asking_for_more_lets_nobody_in_who_was_out(shown in shown(), acr in proptest::sample::select(&["a", "b"][..])) {
            let both = Requirement::new(texts(&[acr]), true).unwrap();
            if both.judge(&shown).is_ok() {
                prop_assert!(Requirement::new(texts(&[acr]), false).unwrap().judge(&shown).is_ok());
                prop_assert!(Requirement::new(Vec::new(), true).unwrap().judge(&shown).is_ok());
            }
        }

        #[test]
        fn order_and_repetition_do_not_matter(requirement in requirement(), shown in shown()) {
            let mut turned = shown.clone();
            turned.acr.reverse();
            turned.amr.reverse();
            turned.amr.extend(shown.amr.clone());
            prop_assert_eq!(requirement.judge(&shown).is_ok(), requirement.judge(&turned).is_ok());
        }

        #[test]
        fn a_refusal_says_what_is_lacking(requirement in requirement(), shown in shown()) {
            if let Err(refused) = requirement.judge(&shown) {
                prop_assert!(!refused.needed_acr.is_empty() || refused.lacks_amr);
                let mended = Shown {
                    acr: shown.acr.iter().chain(refused.needed_acr.first()).cloned().collect(),
                    amr: if refused.lacks_amr { texts(&["mfa"]) } else { shown.amr.clone() },
                };
                prop_assert!(requirement.judge(&mended).is_ok());
            }
        }
    }
}
