//! Text messages through the gateway that the operator configured: `[sms]` in `arvak.toml`. Every gateway has an interface of its
//! own, so what is posted is a template with `{to}` and `{text}` in it.

use std::fmt::{self, Write as _};
use std::path::PathBuf;

use arvak_probe::{Outbound, Target};
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use serde::{Deserialize, Serialize};

use crate::SendError;
use crate::webhook::Address;

/// Most characters of a template.
const BODY_CHARS_MAX: usize = 5_000;

/// Where the number goes.
const TO: &str = "{to}";

/// Where the text goes.
const TEXT: &str = "{text}";

/// `[sms]` in `arvak.toml`, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GatewayFile {
    /// Where a message is posted: `https://` anywhere, `http://` to this machine alone.
    pub url: Option<String>,
    /// What is posted, with `{to}` and `{text}`, each written as the type asks.
    pub body: Option<String>,
    /// `application/json` (the usual), `application/x-www-form-urlencoded` or `text/xml`.
    pub content_type: Option<String>,
    /// The file that holds the value of the header `Authorization`, relative to the data folder.
    pub authorization_file: Option<PathBuf>,
}

/// How a text is written in a template, so that it ends no value and begins no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Json,
    Form,
    Xml,
}

impl Type {
    const ALL: [Self; 3] = [Self::Json, Self::Form, Self::Xml];

    const fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Xml => "text/xml",
        }
    }

    fn write(self, text: &str) -> String {
        match self {
            Self::Json => {
                let quoted = serde_json::Value::from(text).to_string();
                let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                inner.unwrap_or_default().to_owned()
            }
            Self::Form => text.bytes().fold(String::new(), |mut written, byte| {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    written.push(char::from(byte));
                } else {
                    // Writing to a string cannot fail.
                    let _ = write!(written, "%{byte:02X}");
                }
                written
            }),
            Self::Xml => text.chars().fold(String::new(), |mut written, sign| {
                match sign {
                    '<' => written.push_str("&lt;"),
                    '>' => written.push_str("&gt;"),
                    '&' => written.push_str("&amp;"),
                    '"' => written.push_str("&quot;"),
                    '\'' => written.push_str("&apos;"),
                    sign => written.push(sign),
                }
                written
            }),
        }
    }
}

/// The gateway.
#[derive(Clone, PartialEq, Eq)]
pub struct Gateway {
    address: Address,
    body: String,
    written_as: Type,
    authorization: Option<HeaderValue>,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("target", &self.address.target).finish_non_exhaustive()
    }
}

/// What is wrong with `[sms]`, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayMistake {
    /// No address.
    #[error("sms.url is missing: write where the gateway takes messages")]
    NoUrl,
    /// One that is none.
    #[error("sms.url: `{written}` is no address: write https://…, without a user and a password")]
    BadUrl {
        /// What was written.
        written: String,
    },
    /// Another type.
    #[error(
        "sms.content_type: `{written}` is unknown: write application/json, application/x-www-form-urlencoded or text/xml"
    )]
    BadType {
        /// What was written.
        written: String,
    },
    /// A template without a place for number or text.
    #[error("sms.body must hold {{to}} and {{text}}, and at most {BODY_CHARS_MAX} characters")]
    BadBody,
    /// The secret cannot be read.
    #[error("sms.authorization_file: {file}: {why}")]
    Authorization {
        /// The file.
        file: String,
        /// Why not.
        why: String,
    },
}

impl Gateway {
    /// The gateway of a file; none when nothing is written. `secret` reads a file in the data folder.
    pub fn of(
        file: &GatewayFile,
        secret: impl Fn(&std::path::Path) -> std::io::Result<String>,
    ) -> Result<Option<Self>, GatewayMistake> {
        if *file == GatewayFile::default() {
            return Ok(None);
        }
        let url = file.url.as_deref().ok_or(GatewayMistake::NoUrl)?;
        let address = Address::parse(url);
        let address = address.ok_or_else(|| GatewayMistake::BadUrl { written: url.to_owned() })?;
        let named = file.content_type.as_deref().unwrap_or(Type::Json.name());
        let written_as = Type::ALL.into_iter().find(|known| known.name() == named);
        let written_as =
            written_as.ok_or_else(|| GatewayMistake::BadType { written: named.to_owned() })?;
        let body = file.body.clone().unwrap_or_default();
        let is_whole = body.contains(TO) && body.contains(TEXT);
        if !is_whole || body.chars().count() > BODY_CHARS_MAX {
            return Err(GatewayMistake::BadBody);
        }
        let authorization = file.authorization_file.as_deref().map(|path| {
            let bad = |why: String| GatewayMistake::Authorization {
                file: path.display().to_string(),
                why,
            };
            let read = secret(path).map_err(|error| bad(error.to_string()))?;
            let mut value =
                HeaderValue::from_str(read.trim()).map_err(|error| bad(error.to_string()))?;
            value.set_sensitive(true);
            Ok(value)
        });
        let authorization = authorization.transpose()?;
        Ok(Some(Self { address, body, written_as, authorization }))
    }

    /// The host and port: what the door must know.
    pub const fn target(&self) -> &Target {
        &self.address.target
    }

    /// What is posted. The template is gone through once: what stands in a text is never taken for a place.
    fn filled(&self, to: &str, text: &str) -> String {
        let (to, text) = (self.written_as.write(to), self.written_as.write(text));
        let mut filled = String::new();
        let mut rest = self.body.as_str();
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            rest = if let Some(after) = from.strip_prefix(TO) {
                filled.push_str(&to);
                after
            } else if let Some(after) = from.strip_prefix(TEXT) {
                filled.push_str(&text);
                after
            } else {
                filled.push('{');
                from.get(1..).unwrap_or_default()
            };
        }
        filled.push_str(rest);
        filled
    }
}

/// A number as gateways take it: digits, and a `+` before them if there is one.
fn digits(number: &str) -> String {
    number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
}

/// Posts `text` to the number `to`. When this returns `Ok`, the gateway answered with 2xx: it has the message, which does not yet say
/// that a telephone has it.
pub async fn send(
    door: &Outbound,
    gateway: &Gateway,
    to: &str,
    text: &str,
) -> Result<(), SendError> {
    let mut request = Request::post(gateway.address.uri().clone())
        .header(CONTENT_TYPE, gateway.written_as.name());
    if let Some(value) = &gateway.authorization {
        request = request.header(AUTHORIZATION, value.clone());
    }
    let body = Bytes::from(gateway.filled(&digits(to), text));
    let answer = door.send(request.body(body).map_err(|_| SendError::BadAddress)?).await?;
    match answer.status.as_u16() {
        200..=299 => Ok(()),
        410 => Err(SendError::Gone),
        status => Err(SendError::Status { status }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gateway(body: &str, content_type: &str) -> Gateway {
        let file = GatewayFile {
            url: Some("https://sms.example/send".to_owned()),
            body: Some(body.to_owned()),
            content_type: Some(content_type.to_owned()),
            authorization_file: Some("keys/sms".into()),
        };
        Gateway::of(&file, |_| Ok("Bearer abc\n".to_owned())).unwrap().unwrap()
    }

    #[test]
    fn what_stands_in_a_text_ends_no_value_and_is_no_place() {
        let text = "a\"b{to}\n<å&";
        let json = gateway(r#"{"to":"{to}","m":"{text}"}"#, "application/json");
        let filled = json.filled("+4722334455", text);
        let read: serde_json::Value = serde_json::from_str(&filled).unwrap();
        assert_eq!((&read["to"], &read["m"]), (&"+4722334455".into(), &text.into()));
        let form = gateway("to={to}&m={text}", "application/x-www-form-urlencoded");
        assert_eq!(form.filled("+47", text), "to=%2B47&m=a%22b%7Bto%7D%0A%3C%C3%A5%26");
        let xml = gateway("<s to='{to}'>{text}</s>", "text/xml");
        assert_eq!(xml.filled("1", text), "<s to='1'>a&quot;b{to}\n&lt;å&amp;</s>");
    }

    #[test]
    fn a_gateway_that_cannot_work_is_told_of_at_once() {
        let told = |change: fn(&mut GatewayFile)| {
            let mut file = GatewayFile {
                url: Some("https://sms.example/send".to_owned()),
                body: Some("{to} {text}".to_owned()),
                ..GatewayFile::default()
            };
            change(&mut file);
            Gateway::of(&file, |_| Err(std::io::Error::other("gone"))).unwrap_err().to_string()
        };
        assert!(told(|file| file.url = None).contains("sms.url is missing"));
        assert!(
            told(|file| file.url = Some("http://sms.example/".to_owned())).contains("https://")
        );
        assert!(told(|file| file.body = Some("{to}".to_owned())).contains("{text}"));
        assert!(
            told(|file| file.content_type = Some("image/png".to_owned())).contains("image/png")
        );
        assert!(told(|file| file.authorization_file = Some("x".into())).contains("x: gone"));
        assert_eq!(Gateway::of(&GatewayFile::default(), |_| Ok(String::new())), Ok(None));
        assert_eq!(digits("+47 22-33 44 55"), "+4722334455");
        assert!(!format!("{:?}", gateway("{to}{text}", "text/xml")).contains("abc"));
    }
}
