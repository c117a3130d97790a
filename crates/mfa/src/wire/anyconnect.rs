//! What VPN servers of the `AnyConnect` family say and are told over HTTPS: Cisco's own, and ocserv (the protocol as
//! draft-mavrogiannopoulos-openconnect-04 section 2.1 writes it down). Pure: bytes to meanings and back.

use roxmltree::Node;

use crate::saml::{escaped, parse_xml};

/// Most fields of a form, and most groups, that are kept.
const KEPT_MAX: usize = 16;

/// What a server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It asks for something.
    Asks(Asks),
    /// Somebody is logged in.
    Complete,
    /// It goes on in a way that this program does not: what it is called.
    Elsewhere(&'static str),
}

/// A form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asks {
    /// What people read above it.
    pub message: String,
    /// Whether it says that something was wrong.
    pub is_error: bool,
    /// Where it is sent; to where it came from when it says nothing.
    pub action: Option<String>,
    /// What is to be typed, in order.
    pub fields: Vec<Field>,
    /// Names of groups that can be chosen, the chosen one first.
    pub groups: Vec<String>,
    /// What is to be sent back as it came.
    opaque: Option<String>,
}

/// Something to be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What the server calls it.
    pub name: String,
    /// Whether nobody is to see what is typed.
    pub is_secret: bool,
}

/// Reads what a server said.
pub fn read(text: &str) -> Result<Said, &'static str> {
    let document = parse_xml(text)?;
    let root = document.root_element();
    let named = |name: &'static str| move |node: &Node<'_, '_>| node.has_tag_name(name);
    let holds = |name: &'static str| root.descendants().any(|node| node.has_tag_name(name));
    match root.tag_name().name() {
        "config-auth" | "auth" => {}
        _ => return Err("it is no answer of such a server"),
    }
    if root.attribute("type") == Some("complete") || holds("session-token") {
        return Ok(Said::Complete);
    }
    if holds("sso-v2-login") {
        return Ok(Said::Elsewhere("a browser (sso-v2-login): try its provider as saml or oidc"));
    }
    if holds("client-cert-request") {
        return Ok(Said::Elsewhere("a certificate of the client"));
    }
    let auth = root.descendants().find(named("auth")).ok_or("it asks for nothing")?;
    if auth.attribute("id") == Some("success") {
        return Ok(Said::Complete);
    }
    let words = |name: &'static str| {
        let found = auth.children().find(named(name));
        found.and_then(|node| node.text()).unwrap_or_default().trim().to_owned()
    };
    let form = auth.children().find(named("form")).ok_or("it has no form")?;
    let inputs = form.children().filter(named("input"));
    let field = |input: Node<'_, '_>| {
        let is_secret = match input.attribute("type")? {
            "text" => false,
            "password" => true,
            _ => return None,
        };
        Some(Field { name: input.attribute("name")?.to_owned(), is_secret })
    };
    let options = form.descendants().filter(named("option"));
    let mut groups: Vec<(bool, String)> = options
        .filter_map(|option| {
            let name = option.attribute("value").or_else(|| option.text())?.trim().to_owned();
            Some((option.attribute("selected").is_none(), name))
        })
        .take(KEPT_MAX)
        .collect();
    groups.sort_by_key(|(is_other, _)| *is_other);
    let opaque = root.children().find(named("opaque"));
    Ok(Said::Asks(Asks {
        message: words("message"),
        is_error: auth.children().any(|node| node.has_tag_name("error")),
        action: form.attribute("action").map(str::to_owned),
        fields: inputs.filter_map(field).take(KEPT_MAX).collect(),
        groups: groups.into_iter().map(|(_, name)| name).collect(),
        opaque: opaque.and_then(|node| text.get(node.range())).map(str::to_owned),
    }))
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><config-auth client="vpn" aggregate-auth-version="2" "#;
const WHO: &str = "<version who=\"vpn\">v5.01</version><device-id>linux-64</device-id>";

/// What begins a log-in at that address.
pub fn begins(at: &str) -> String {
    format!("{HEAD}type=\"init\">{WHO}<group-access>{}</group-access></config-auth>", escaped(at))
}

/// What answers a form: names and what was typed.
pub fn answers(asks: &Asks, group: Option<&str>, typed: &[(&str, &str)]) -> String {
    let mut told = String::new();
    for (name, value) in typed.iter().filter(|(name, _)| is_name(name)) {
        told.extend(["<", name, ">", &escaped(value), "</", name, ">"]);
    }
    let opaque = asks.opaque.as_deref().unwrap_or_default();
    let group = group.map(|group| format!("<group-select>{}</group-select>", escaped(group)));
    format!(
        "{HEAD}type=\"auth-reply\">{WHO}{opaque}<auth>{told}</auth>{}</config-auth>",
        group.unwrap_or_default()
    )
}

/// Whether that can be the name of an element: it comes from the server.
fn is_name(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.chars().all(|char| char.is_ascii_alphanumeric() || "_-".contains(char))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As ocserv 1.1.6 says it.
    const ASKS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<config-auth client=\"vpn\" type=\"auth-request\">\n\
        <version who=\"sg\">0.1(1)</version>\n<auth id=\"main\">\n<message>Please enter your password.</message>\n\
        <form method=\"post\" action=\"/auth\">\n<input type=\"password\" name=\"password\" label=\"Password:\" />\n\
        <select name=\"group_list\" label=\"GROUP:\"><option>drift</option><option selected=\"true\">ansatt</option></select>\n\
        </form></auth>\n</config-auth>";

    fn asks(text: &str) -> Asks {
        match read(text).unwrap() {
            Said::Asks(asks) => asks,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_form_is_read_with_its_fields_and_groups() {
        let read = asks(ASKS);
        assert_eq!(read.message, "Please enter your password.");
        assert_eq!(read.action.as_deref(), Some("/auth"));
        assert_eq!(read.fields, [Field { name: "password".to_owned(), is_secret: true }]);
        assert_eq!(read.groups, ["ansatt", "drift"], "the chosen one first");
        assert!(!read.is_error);
    }

    #[test]
    fn what_is_no_form_is_told_apart() {
        let said =
            |inner: &str| read(&format!("<config-auth client=\"vpn\" {inner}</config-auth>"));
        assert_eq!(said("type=\"complete\"><auth id=\"success\"/>"), Ok(Said::Complete));
        assert_eq!(said("type=\"x\"><session-token>1</session-token>"), Ok(Said::Complete));
        assert_eq!(read("<auth id=\"success\"/>"), Ok(Said::Complete));
        for inner in ["<client-cert-request/>", "<auth><sso-v2-login>x</sso-v2-login></auth>"] {
            assert!(matches!(
                said(&format!("type=\"auth-request\">{inner}")),
                Ok(Said::Elsewhere(_))
            ));
        }
        for bad in ["", "<html><body>Hei</body></html>", "<config-auth/>", "<!DOCTYPE x><auth/>"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_the_server_wants_back_goes_back_as_it_came_and_what_is_typed_stays_text() {
        let opaque = "<opaque is-for=\"sg\"><tunnel-group>a&amp;b</tunnel-group></opaque>";
        let text = ASKS.replace("<auth ", &format!("{opaque}<auth "));
        let typed = [("username", "a<b&\"c\""), ("bad name", "x"), ("password", "p")];
        let answer = answers(&asks(&text), Some("drift"), &typed);
        assert!(answer.contains(opaque), "{answer}");
        assert!(answer.contains("<username>a&lt;b&amp;&quot;c&quot;</username>"), "{answer}");
        assert!(answer.contains("<group-select>drift</group-select>"), "{answer}");
        assert!(!answer.contains("bad name"), "{answer}");
        assert!(parse_xml(&answer).is_ok() && parse_xml(&begins("https://a/?b&c")).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,200}", at in 0..600_usize) {
            let _ = read(&text);
            let cut: String = ASKS.chars().take(at).chain(text.chars()).collect();
            let _ = read(&cut);
        }
    }
}
