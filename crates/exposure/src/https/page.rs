//! What of an HTML page says how safe it is: its scripts, forms and policies. Read by a tokenizer of the
//! living standard, so that tags are found where a browser finds them.

use arvak_probe::transcript::PageElement;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::csp;

/// Most elements of a page that are kept.
const ELEMENTS_MAX: usize = 400;

/// Most characters of an attribute that are kept.
const VALUE_CHARS_MAX: usize = 4_000;

/// The elements of a page that are judged, in order.
pub(crate) fn elements(page: &[u8]) -> Vec<PageElement> {
    let mut emitter = DefaultEmitter::default();
    // Tags inside scripts and styles are text.
    emitter.naively_switch_states(true);
    let mut elements = Vec::new();
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        if elements.len() == ELEMENTS_MAX {
            break;
        }
        elements.extend(element(&tag));
    }
    elements
}

fn element(tag: &StartTag<()>) -> Option<PageElement> {
    let name = String::from_utf8_lossy(&tag.name).into_owned();
    let kept: &[&str] = match name.as_str() {
        "script" => &["src", "integrity"],
        "link" => &["rel", "href", "integrity"],
        "meta" => return meta(tag),
        "base" => &["href"],
        "form" => &["action", "method"],
        "input" => return password(tag),
        "iframe" | "frame" | "embed" => &["src"],
        "object" => &["data"],
        "img" | "audio" | "video" | "source" | "track" => return passive(name, tag),
        _ => return None,
    };
    let attributes = kept.iter().filter_map(|kept| Some(((*kept).to_owned(), value(tag, kept)?)));
    let attributes: Vec<_> = attributes.collect();
    (!attributes.is_empty()).then_some(PageElement { name, attributes })
}

/// The value of an attribute, in the form that is kept: addresses without their queries, and of digests
/// the algorithm alone.
fn value(tag: &StartTag<()>, name: &str) -> Option<String> {
    let text = raw(tag, name)?;
    let text = match name {
        "src" | "href" | "data" | "action" => without_query(&text),
        "integrity" => algorithms(&text),
        _ => text,
    };
    Some(text.chars().take(VALUE_CHARS_MAX).collect())
}

fn raw(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// An address without query and fragment; what a `data:` address carries is not kept.
fn without_query(address: &str) -> String {
    let address = address.trim();
    match address.split_once(':') {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("data") => "data:".to_owned(),
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("javascript") => "javascript:".to_owned(),
        _ => address.split(['?', '#']).next().unwrap_or_default().to_owned(),
    }
}

/// `sha384-… sha512-…` as `sha384 sha512`: only what is a digest that browsers heed.
fn algorithms(integrity: &str) -> String {
    let known = ["sha256", "sha384", "sha512"];
    let words = integrity.split_ascii_whitespace().filter_map(|word| word.split_once('-'));
    let words = words.filter(|(algorithm, digest)| {
        !digest.is_empty() && known.iter().any(|known| algorithm.eq_ignore_ascii_case(known))
    });
    words.map(|(algorithm, _)| algorithm.to_ascii_lowercase()).collect::<Vec<_>>().join(" ")
}

/// A `meta` that stands for a field, or names the program that made the page.
fn meta(tag: &StartTag<()>) -> Option<PageElement> {
    let content = raw(tag, "content")?;
    let lower = |name| raw(tag, name).map(|value| value.trim().to_ascii_lowercase());
    let (attribute, key) = match (lower("http-equiv"), lower("name")) {
        (Some(key), _) if key == "content-security-policy" => ("http-equiv", key),
        (_, Some(key)) if key == "referrer" || key == "generator" => ("name", key),
        _ => return None,
    };
    let content = if attribute == "http-equiv" { csp::without_secrets(&content) } else { content };
    let content = content.chars().take(VALUE_CHARS_MAX).collect();
    let attributes = vec![(attribute.to_owned(), key), ("content".to_owned(), content)];
    Some(PageElement { name: "meta".to_owned(), attributes })
}

/// A field for a password.
fn password(tag: &StartTag<()>) -> Option<PageElement> {
    let kind = raw(tag, "type")?.trim().to_ascii_lowercase();
    let attributes = vec![("type".to_owned(), kind.clone())];
    (kind == "password").then_some(PageElement { name: "input".to_owned(), attributes })
}

/// A picture, sound or film that is fetched without encryption; others are many, and say nothing.
fn passive(name: String, tag: &StartTag<()>) -> Option<PageElement> {
    let address = value(tag, "src")?;
    let is_plain = address.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("http:"));
    let attributes = vec![("src".to_owned(), address)];
    is_plain.then_some(PageElement { name, attributes })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(page: &str) -> Vec<String> {
        let tell = |element: PageElement| {
            let pairs = element.attributes.iter().map(|(name, value)| format!(" {name}={value}"));
            format!("{}{}", element.name, pairs.collect::<String>())
        };
        elements(page.as_bytes()).into_iter().map(tell).collect()
    }

    #[test]
    fn scripts_forms_and_policies_are_found_where_a_browser_finds_them() {
        let page = r#"<!doctype html><title><script src=/in-title.js></script></title>
            <!-- <script src="/in-comment.js"></script> -->
            <meta HTTP-EQUIV="Content-Security-Policy" content="script-src 'nonce-abc=' 'self'">
            <meta name=Generator content="WordPress 6.4"><meta name=viewport content=x>
            <SCRIPT SRC='//cdn.example/a.js?key=1#x' Integrity="sha384-abc= md5-x"></SCRIPT>
            <script>document.write('<script src="/in-script.js"></scr' + 'ipt>')</script>
            <link rel=stylesheet href=/a.css><img src=/a.png><img src="HTTP://a.example/b.png">
            <form action="/in?next=%2F" method=post><input type=Password name=p><input name=q></form>"#;
        assert_eq!(
            told(page),
            [
                "meta http-equiv=content-security-policy content=script-src 'nonce-***' 'self'",
                "meta name=generator content=WordPress 6.4",
                "script src=//cdn.example/a.js integrity=sha384",
                "link rel=stylesheet href=/a.css",
                "img src=HTTP://a.example/b.png",
                "form action=/in method=post",
                "input type=password",
            ]
        );
    }

    #[test]
    fn a_page_of_ten_thousand_scripts_is_left_after_some() {
        assert_eq!(told(&"<script src=a></script>".repeat(10_000)).len(), ELEMENTS_MAX);
    }

    #[test]
    fn what_an_address_carries_is_not_kept() {
        let page = "<iframe src='data:text/html,secret'></iframe><form action='javascript:x(1)'>";
        assert_eq!(told(page), ["iframe src=data:", "form action=javascript:"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(elements(&bytes).len() <= ELEMENTS_MAX);
        }

        #[test]
        fn any_tags_are_read_without_a_panic(
            page in "(<(script|meta|input|base|!--|/title) ?(src|content|type|name)?=?['\"]?[ -~æ]{0,12}['\"]?>?){0,8}",
        ) {
            prop_assert!(elements(page.as_bytes()).len() <= 8);
        }
    }
}
