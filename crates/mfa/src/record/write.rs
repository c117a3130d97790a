//! Writing a recipe down as TOML.

use std::fmt::Write as _;

use url::Url;

use crate::What;

/// A recipe so far.
pub(super) struct Written {
    login: String,
    steps: String,
    second_factor: Option<String>,
    is_scripted: bool,
}

impl Written {
    pub(super) fn new(start: &Url, is_scripted: bool) -> Self {
        Self { login: place(start), steps: String::new(), second_factor: None, is_scripted }
    }

    /// What was typed on a page, and what sent it.
    pub(super) fn page(&mut self, typed: &[(What, String)], pressed: Option<&str>) {
        for (what, spot) in typed {
            let what = match what {
                What::User => "user",
                What::Password => "password",
                What::Code => "code",
            };
            let _ = write!(self.steps, "\n[[steps]]\nfill = \"{what}\"\nat = {}\n", quoted(spot));
        }
        let pressed = quoted(pressed.unwrap_or("*"));
        let _ = write!(self.steps, "\n[[steps]]\npress = {pressed}\n");
    }

    /// How the page is known that asks for the code.
    pub(super) fn second_factor(&mut self, code: Option<&(What, String)>) {
        let selector = code.map(|(_, spot)| {
            let is_selector = spot.starts_with('#') || spot.contains('[');
            if is_selector { spot.clone() } else { format!("[name='{spot}']") }
        });
        self.second_factor = selector;
    }

    /// The whole, with what needs a session.
    pub(super) fn finish(&self, landed: &Url, session: &str) -> String {
        let mut out = format!("version = 1\nlogin = {}\n", quoted(&self.login));
        let _ = writeln!(out, "protected = [{}]", quoted(&place(landed)));
        if self.is_scripted {
            out.push_str("browser = true\n");
        }
        out.push_str(&self.steps);
        if !session.trim().is_empty() {
            let _ = write!(out, "\n[session]\nselector = {}\n", quoted(session.trim()));
        }
        if let Some(selector) = &self.second_factor {
            let _ = write!(out, "\n[second_factor]\nselector = {}\n", quoted(selector));
        }
        out
    }
}

/// Path and query, as they are relative to the service; what looks like a token of one log-in is left out.
fn place(url: &Url) -> String {
    match url.query() {
        Some(query) if query.len() <= 60 => format!("{}?{query}", url.path()),
        _ => url.path().to_owned(),
    }
}

/// A text of TOML: what JSON escapes, TOML reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
