//! Other doors of the application.

use super::{App, Does, MARK, State};
use crate::house::{Asked, PASSWORD, Told, USER};

impl App {
    pub(super) fn old(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        if asked.method == "POST" {
            if asked.field("u").as_deref() == Some(USER)
                && asked.field("p").as_deref() == Some(PASSWORD)
            {
                if self.does == Does::LegacyIsland {
                    return Told::page(format!("<h1>{MARK}</h1>gammelt"));
                }
                state.session(sid).is_in = true;
                return Told::to("/home");
            }
            return Told::page("Feil").status(403);
        }
        Told::page(
            "<form method=post><input name=u><input type=password name=p><button>Inn</button></form>",
        )
    }

    pub(super) fn dav(asked: &Asked) -> Told {
        if is_basic(asked) {
            return Told::page("katalog");
        }
        let mut told = Told::page("Hvem?").status(401);
        told.headers.push(("www-authenticate", "Basic realm=\"dav\"".to_owned()));
        told
    }

    pub(super) fn api(&self, asked: &Asked, sid: &str, state: &mut State) -> Told {
        let is_right = asked.json("username").as_deref() == Some(USER)
            && asked.json("password").as_deref() == Some(PASSWORD);
        if !is_right {
            return Told::json(400, r#"{"error":"bad request"}"#);
        }
        match self.does {
            Does::ApiToken => Told::json(200, r#"{"data":{"token":"token-of-password"}}"#),
            Does::ApiCookie => {
                state.session(sid).is_in = true;
                Told::json(200, r#"{"ok":true}"#)
            }
            _ => Told::json(401, r#"{"error":"mfa_required","mfa_token":"step-up-12345"}"#),
        }
    }

    pub(super) fn grant(&self, asked: &Asked, _: &State) -> Told {
        let is_right = asked.field("grant_type").as_deref() == Some("password")
            && asked.field("username").as_deref() == Some(USER)
            && asked.field("password").as_deref() == Some(PASSWORD);
        if is_right && self.does == Does::ApiGrant {
            return Told::json(
                200,
                r#"{"access_token":"token-of-password","token_type":"Bearer"}"#,
            );
        }
        Told::json(400, r#"{"error":"unsupported_grant_type"}"#)
    }
}

pub(super) fn is_basic(asked: &Asked) -> bool {
    use base64::Engine as _;
    let encoded = asked.header("authorization").trim_start_matches("Basic ").to_owned();
    let decoded = base64::engine::general_purpose::STANDARD.decode(encoded).unwrap_or_default();
    decoded == format!("{USER}:{PASSWORD}").as_bytes()
}
