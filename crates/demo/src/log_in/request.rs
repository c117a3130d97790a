//! What a visitor asks of a page with a log-in, and the answer.

use tokio::io::{AsyncRead, AsyncReadExt};
use url::form_urlencoded;

/// Most bytes of a form.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// A request for something besides the first page.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) is_post: bool,
    pub(crate) path: String,
    /// What stands behind the path, and what the form holds.
    pub(crate) pairs: Vec<(String, String)>,
    cookies: String,
}

/// An answer.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    pub(crate) status: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// A cookie's value.
    pub(crate) fn cookie(&self, name: &str) -> &str {
        let pairs = self.cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.rev().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}

impl Reply {
    pub(crate) fn page(title: &str, content: &str) -> Self {
        let body = format!(
            "<!doctype html>\n<html lang=\"nb\"><meta charset=\"utf-8\"><title>{title}</title>\n\
             <h1>{title}</h1>\n{content}\n</html>\n"
        );
        Self { status: "200 OK", kind: "text/html; charset=utf-8", headers: Vec::new(), body }
    }

    pub(crate) fn json(status: &'static str, value: &serde_json::Value) -> Self {
        let headers = vec![("Cache-Control", "no-store".to_owned())];
        Self { status, kind: "application/json", headers, body: value.to_string() }
    }

    pub(crate) fn to(place: impl Into<String>) -> Self {
        let headers = vec![("Location", place.into())];
        Self { status: "303 See Other", kind: "text/plain", headers, body: String::new() }
    }

    pub(crate) fn with_cookie(mut self, name: &str, value: &str) -> Self {
        let cookie = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax");
        self.headers.push(("Set-Cookie", cookie));
        self
    }
}

/// Reads a request whose head has come, with `rest` of what follows it; nothing when it is no such request.
pub(crate) async fn read<S: AsyncRead + Unpin>(
    head: &str,
    rest: &[u8],
    stream: &mut S,
) -> std::io::Result<Option<Asked>> {
    let Some(mut asked) = parse(head) else { return Ok(None) };
    let length = header(head, "content-length").parse().unwrap_or(0_usize).min(BODY_BYTES_MAX);
    let mut body = rest.to_vec();
    let mut chunk = [0; 1024];
    while body.len() < length {
        let read = stream.read(&mut chunk).await?;
        if read == 0 {
            break;
        }
        body.extend_from_slice(chunk.get(..read).unwrap_or_default());
    }
    let body = body.get(..length).unwrap_or(&body);
    asked.pairs.extend(form_urlencoded::parse(body).into_owned());
    Ok(Some(asked))
}

fn parse(head: &str) -> Option<Asked> {
    let mut words = head.lines().next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let is_post = match method {
        "GET" => false,
        "POST" => true,
        _ => return None,
    };
    if !words.next()?.starts_with("HTTP/1.") {
        return None;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    Some(Asked {
        is_post,
        path: path.to_owned(),
        pairs,
        cookies: header(head, "cookie").to_owned(),
    })
}

/// A header's value; nothing when it is not there.
fn header<'h>(head: &'h str, name: &str) -> &'h str {
    let fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let mut found = fields.filter(|(known, _)| known.eq_ignore_ascii_case(name));
    found.next().map_or("", |(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_asked_is_read_from_the_address_the_head_and_the_form() {
        let head = "POST /inn?a=1 HTTP/1.1\r\nCookie: x=1; okt=abc\r\nContent-Length: 9\r\n";
        let mut rest = &b"=2%20c=3"[..];
        let asked = read(head, b"b", &mut rest).await.unwrap().unwrap();
        assert!(asked.is_post && asked.path == "/inn" && asked.cookie("okt") == "abc");
        assert_eq!((asked.get("a"), asked.get("b"), asked.get("c")), ("1", "2 c=3", ""));
        for head in ["", "PUT / HTTP/1.1\r\n", "GET /\r\n", "GET / SPDY\r\n"] {
            assert!(read(head, b"", &mut rest).await.unwrap().is_none(), "{head}");
        }
    }
}
