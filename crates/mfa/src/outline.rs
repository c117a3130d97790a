//! What a trial would send, told before anything is sent: where to, what, and how much of it a service may count as a
//! failed log-in.

use serde::Serialize;

use crate::{HttpForm, Params, Recipe, Service};

/// What is done at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    /// Opens what needs a session, as a stranger.
    Look,
    /// Sends the right password, or the key, without a code.
    PasswordAlone,
    /// Sends a wrong password.
    WrongPassword,
    /// Sends the right password and a wrong code.
    WrongCode,
    /// Sends the right password and a right code.
    Right,
    /// Tries another way in with the right password.
    OtherWay,
    /// Sends the right password, and then no code, or an empty one.
    NoCode,
}

impl Does {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Look,
        Self::PasswordAlone,
        Self::WrongPassword,
        Self::WrongCode,
        Self::Right,
        Self::OtherWay,
        Self::NoCode,
    ];

    /// Its code, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::PasswordAlone => "password-alone",
            Self::WrongPassword => "wrong-password",
            Self::WrongCode => "wrong-code",
            Self::Right => "right",
            Self::OtherWay => "other-way",
            Self::NoCode => "no-code",
        }
    }
}

/// One step of a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What is done.
    pub does: Does,
    /// Where: an address or a URL, as it was written down.
    pub at: String,
    /// How many failed log-ins the service may count by it, at most.
    pub failures: u32,
}

/// The steps of a trial in their order, at most: a trial ends at the first answer that was not expected.
pub fn outline(service: &Service) -> Vec<Step> {
    let mut steps = of_kind(service);
    steps.extend(service.also.iter().map(|also| step(Does::OtherWay, &also.address, 1)));
    steps
}

fn of_kind(service: &Service) -> Vec<Step> {
    let at = service.address.as_str();
    match &service.params {
        Params::HttpForm(form) => {
            let form = &with_recipe(service, form);
            let login = form.login.as_deref().unwrap_or(at);
            let mut steps = looks(&form.protected);
            steps.extend(arms(login));
            steps.extend(form.other_paths.iter().map(|path| step(Does::OtherWay, path, 0)));
            steps.extend(form.protected.iter().map(|url| step(Does::OtherWay, url, 0)));
            steps.push(step(Does::NoCode, login, 2));
            steps
        }
        Params::Oidc(oidc) => arms(&oidc.issuer).into(),
        Params::OidcRp(relying) => {
            let mut steps = looks(&relying.protected);
            steps.push(step(Does::OtherWay, &relying.login, 0));
            steps
        }
        Params::Saml(saml) => {
            let mut steps: Vec<_> = arms(saml.places().next().unwrap_or(at)).into();
            steps.extend(saml.idp_initiated.iter().map(|url| step(Does::OtherWay, url, 0)));
            steps
        }
        Params::SamlSp(relying) => {
            let mut steps = looks(&relying.protected);
            steps.push(step(Does::OtherWay, &relying.login, 0));
            steps
        }
        Params::AnyConnect(_) => {
            let mut steps: Vec<_> = arms(at).into();
            steps.push(step(Does::OtherWay, at, 0));
            steps
        }
        Params::Ssh(_)
        | Params::Radius(_)
        | Params::Imap(_)
        | Params::Smtp(_)
        | Params::Pop3(_)
        | Params::Ldap(_) => {
            let mut steps = vec![step(Does::PasswordAlone, at, 1)];
            steps.extend(arms(at));
            steps.push(step(Does::PasswordAlone, at, 2));
            steps
        }
        Params::Unknown(_) => Vec::new(),
    }
}

/// What is written about a form, with what its recipe says.
fn with_recipe(service: &Service, form: &HttpForm) -> HttpForm {
    let recipe = service.recipe.as_ref().map(Recipe::of);
    match recipe {
        Some(Ok(recipe)) => recipe.applied(form),
        _ => form.clone(),
    }
}

fn looks(protected: &[String]) -> Vec<Step> {
    protected.iter().map(|url| step(Does::Look, url, 0)).collect()
}

fn arms(at: &str) -> [Step; 3] {
    [step(Does::WrongPassword, at, 1), step(Does::WrongCode, at, 1), step(Does::Right, at, 0)]
}

fn step(does: Does, at: &str, failures: u32) -> Step {
    Step { does, at: at.to_owned(), failures }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_target;

    fn of(kind: &str, params: &str) -> Vec<Step> {
        let text = format!(
            r#"{{"kind":"{kind}","address":"vpn.nordvik.example:22","params":{params},"canary":{{"user":"kanari","password":"Vinter-2026"}}}}"#
        );
        outline(&parse_target("vpn", text.as_bytes()).unwrap())
    }

    #[test]
    fn one_wrong_password_and_one_wrong_code_are_sent_and_the_last_arm_is_right() {
        let form = r#"{"login":"https://vpn.nordvik.example/in","protected":["/x"]}"#;
        for (kind, params) in [("ssh", "{}"), ("imap", "{}"), ("ldap", "{}"), ("http-form", form)] {
            let steps = of(kind, params);
            for does in [Does::WrongPassword, Does::WrongCode, Does::Right] {
                assert_eq!(steps.iter().filter(|step| step.does == does).count(), 1, "{kind}");
            }
            let arms: Vec<_> = steps
                .iter()
                .map(|step| step.does)
                .filter(|does| matches!(does, Does::WrongPassword | Does::WrongCode | Does::Right))
                .collect();
            assert_eq!(arms, [Does::WrongPassword, Does::WrongCode, Does::Right], "{kind}");
        }
    }

    #[test]
    fn what_is_told_holds_no_secret_and_a_kind_that_cannot_be_tried_sends_nothing() {
        assert!(!format!("{:?}", of("ssh", "{}")).contains("Vinter"));
        assert_eq!(of("exchange", "{}"), []);
    }
}
