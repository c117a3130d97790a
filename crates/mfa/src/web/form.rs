//! A form, and what a browser sends of it (HTML living standard, form submission).

use url::Url;
use url::form_urlencoded::Serializer;

use crate::Secret;

/// One control of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Input {
    /// Its name; empty when it has none, and then nothing of it is sent.
    pub(crate) name: String,
    /// `text`, `password`, `hidden`, `checkbox`, `submit` … in lower case.
    pub(crate) kind: String,
    /// Its value as the page has it.
    pub(crate) value: String,
    /// What it is for, as the page tells a browser: `username`, `current-password`, `one-time-code`.
    pub(crate) autocomplete: String,
    /// Everything by which a person knows it: id, label, placeholder, title, in lower case.
    pub(crate) told: String,
    /// The text that stands before it: a label only where there is no other.
    pub(crate) near: String,
    /// Most characters, where the page says so.
    pub(crate) max_length: Option<u32>,
    /// Whether a box is ticked.
    pub(crate) is_checked: bool,
    /// The number of its start tag on the page.
    pub(crate) tag: usize,
}

impl Input {
    /// Whether a person can type something into it.
    pub(crate) fn is_typed(&self) -> bool {
        !matches!(
            self.kind.as_str(),
            "hidden"
                | "submit"
                | "image"
                | "button"
                | "reset"
                | "checkbox"
                | "radio"
                | "file"
                | "select"
        )
    }

    /// Takes down another text by which a person knows it.
    pub(crate) fn tell(&mut self, text: &str) {
        self.told.push(' ');
        self.told.push_str(&text.trim().to_lowercase());
    }

    /// Whether it sends the form.
    pub(crate) fn is_submit(&self) -> bool {
        matches!(self.kind.as_str(), "submit" | "image")
    }
}

/// A form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// Where it is sent; the page itself when it says nothing.
    pub(crate) action: Option<String>,
    /// Whether it is sent as POST.
    pub(crate) is_post: bool,
    /// Whether it is sent as `multipart/form-data`.
    pub(crate) is_multipart: bool,
    /// Its controls, in order.
    pub(crate) inputs: Vec<Input>,
}

/// What is sent of a form.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// Where to.
    pub(crate) url: Url,
    /// Type and bytes of the content; nothing for GET.
    pub(crate) content: Option<(String, Secret)>,
}

/// What stands between the parts of a multipart body; nothing that anybody types.
const BOUNDARY: &str = "----arvak-9f3c1d7e5b2a";

impl Form {
    /// The controls' names and values as a browser sends them, with `values` typed in (by the number of the control) and the
    /// control `pressed` used to send it. Boxes that `tick` likes are ticked.
    pub(crate) fn pairs(
        &self,
        values: &[(usize, Secret)],
        pressed: Option<usize>,
        tick: impl Fn(&Input) -> bool,
    ) -> Vec<(String, Secret)> {
        let mut pairs = Vec::new();
        for (number, input) in self.inputs.iter().enumerate() {
            if input.name.is_empty() {
                continue;
            }
            let typed = values.iter().find(|(at, _)| *at == number).map(|(_, value)| value.clone());
            let stays = match input.kind.as_str() {
                "checkbox" => input.is_checked || tick(input),
                "radio" => input.is_checked,
                "submit" | "image" => pressed == Some(number),
                "button" | "reset" | "file" => false,
                _ => true,
            };
            if let Some(value) = typed {
                pairs.push((input.name.clone(), value));
            } else if stays {
                let is_box = matches!(input.kind.as_str(), "checkbox" | "radio");
                let on = if is_box && input.value.is_empty() { "on" } else { &input.value };
                pairs.push((input.name.clone(), Secret::new(on)));
            }
        }
        pairs
    }

    /// What is sent, from a page at `base`; nothing when the action is no address.
    pub(crate) fn body(&self, base: &Url, pairs: &[(String, Secret)]) -> Option<Body> {
        let mut url = match self.action.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            Some(action) => base.join(action).ok()?,
            None => base.clone(),
        };
        url.set_fragment(None);
        if !self.is_post {
            url.set_query(Some(&encoded(pairs)));
            return Some(Body { url, content: None });
        }
        let content = if self.is_multipart {
            (format!("multipart/form-data; boundary={BOUNDARY}"), Secret::new(multipart(pairs)))
        } else {
            ("application/x-www-form-urlencoded".to_owned(), Secret::new(encoded(pairs)))
        };
        Some(Body { url, content: Some(content) })
    }
}

/// Pairs as `application/x-www-form-urlencoded`.
pub(crate) fn encoded(pairs: &[(String, Secret)]) -> String {
    let mut out = Serializer::new(String::new());
    for (name, value) in pairs {
        out.append_pair(name, value.reveal());
    }
    out.finish()
}

fn multipart(pairs: &[(String, Secret)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        let name = name.replace('"', "%22").replace(['\r', '\n'], "");
        let value = value.reveal();
        let head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        for piece in [head.as_str(), value, "\r\n"] {
            out.push_str(piece);
        }
    }
    out + "--" + BOUNDARY + "--\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(name: &str, kind: &str, value: &str) -> Input {
        let (name, kind, value) = (name.to_owned(), kind.to_owned(), value.to_owned());
        Input { name, kind, value, ..Input::default() }
    }

    #[test]
    fn a_form_is_sent_as_a_browser_sends_it() {
        let form = Form {
            action: Some("../auth?next=%2F".to_owned()),
            is_post: true,
            inputs: vec![
                input("csrf", "hidden", "t&1"),
                input("user", "text", ""),
                input("keep", "checkbox", ""),
                input("no", "submit", "Avbryt"),
                input("yes", "submit", "Logg inn"),
                input("", "text", "x"),
            ],
            ..Form::default()
        };
        let base: Url = "https://www.nordvik.example/a/in".parse().unwrap();
        let pairs =
            form.pairs(&[(1, Secret::new("k nari"))], Some(4), |input| input.name == "keep");
        let body = form.body(&base, &pairs).unwrap();
        assert_eq!(body.url.as_str(), "https://www.nordvik.example/auth?next=%2F");
        let (kind, content) = body.content.unwrap();
        assert_eq!(kind, "application/x-www-form-urlencoded");
        assert_eq!(content.reveal(), "csrf=t%261&user=k+nari&keep=on&yes=Logg+inn");
        let by_get = Form { is_post: false, ..form };
        let body = by_get.body(&base, &pairs).unwrap();
        assert!(body.content.is_none() && body.url.query().unwrap().starts_with("csrf=t%261&user"));
    }
}
