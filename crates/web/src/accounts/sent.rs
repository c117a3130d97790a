//! What a form with secrets sent. A password is taken exactly as it was typed, and never comes back in a page.

use axum::extract::{Form, FromRequest, Request};

use crate::failure::Failure;
use crate::form::Typed;

/// Fields whose content no page shows again.
const SECRETS: [&str; 4] = ["passord", "nytt-passord", "kode", "nokkel"];

/// Most characters of a field in one line.
const LINE_CHARS_MAX: usize = 200;

/// The fields of a form.
#[derive(Clone, Default)]
pub(crate) struct Sent(Vec<(String, String)>);

impl Sent {
    /// Exactly as it was sent; empty when it was not.
    pub(crate) fn secret(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// What a page may show again.
    pub(crate) fn typed(&self) -> Typed {
        let shown = self.0.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str()));
        Typed::of(
            shown.map(|(name, text)| (name.clone(), text.chars().take(LINE_CHARS_MAX).collect())),
        )
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let Form(pairs) = Form::from_request(request, state).await.map_err(|_| Failure::Bad)?;
        Ok(Self(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_taken_as_it_is_and_never_shown_again() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let sent = Sent(vec![pair("navn", " kari "), pair("passord", "  to ord\t ")]);
        assert_eq!(sent.secret("passord"), "  to ord\t ");
        assert_eq!(sent.secret("kode"), "");
        assert_eq!(sent.typed().get("navn"), "kari");
        assert!(!sent.typed().has("passord"));
    }
}
