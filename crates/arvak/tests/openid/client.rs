//! A browser without a screen: follows redirects, keeps cookies of each origin, sends forms from the page that it is on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// What came back.
pub(crate) struct Page {
    /// What was asked for.
    pub(crate) url: String,
    /// The status.
    pub(crate) status: u16,
    /// Where it leads, in full.
    pub(crate) to: Option<String>,
    /// The body.
    pub(crate) text: String,
}

/// The cookies that it holds, by origin and name.
#[derive(Clone, Default)]
pub(crate) struct Client {
    cookies: BTreeMap<(String, String), String>,
}

/// Most redirects in a row.
const REDIRECTS_MAX: usize = 10;

impl Client {
    pub(crate) fn get(&mut self, url: &str) -> Page {
        self.ask("GET", url, None)
    }

    pub(crate) fn post(&mut self, url: &str, form: &str) -> Page {
        self.ask("POST", url, Some(form))
    }

    /// On to where a page leads, until one leads nowhere.
    pub(crate) fn follow(&mut self, page: Page) -> Page {
        self.follow_until(page, "nowhere")
    }

    /// On until a page leads to an address with `part` in it.
    pub(crate) fn follow_until(&mut self, mut page: Page, part: &str) -> Page {
        for _ in 0..REDIRECTS_MAX {
            match page.to.clone() {
                Some(to) if !to.contains(part) => page = self.get(&to),
                _ => return page,
            }
        }
        panic!("redirected in circles: {}", page.url);
    }

    fn ask(&mut self, method: &str, url: &str, form: Option<&str>) -> Page {
        let rest = url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (origin, body) = (format!("http://{host}"), form.unwrap_or_default());
        let cookies = self.cookies.iter().filter(|((known, _), _)| *known == origin);
        let cookies: Vec<String> =
            cookies.map(|((_, name), value)| format!("{name}={value}")).collect();
        let mut head =
            format!("{method} /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
        if !cookies.is_empty() {
            write!(head, "cookie: {}\r\n", cookies.join("; ")).unwrap();
        }
        if form.is_some() {
            write!(
                head,
                "origin: {origin}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
                body.len()
            )
            .unwrap();
        }
        let mut stream = TcpStream::connect(host).unwrap();
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        self.read(url, &origin, &bytes)
    }

    fn read(&mut self, url: &str, origin: &str, bytes: &[u8]) -> Page {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let (head, body) = bytes.split_at(end);
        let head = String::from_utf8(head.to_vec()).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let (mut to, mut is_chunked) = (None, false);
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                "set-cookie" => self.keep(origin, value),
                "location" if value.starts_with('/') => to = Some(format!("{origin}{value}")),
                "location" => to = Some(value.to_owned()),
                "transfer-encoding" => is_chunked = value == "chunked",
                _ => {}
            }
        }
        let body = body.get(4..).unwrap_or_default();
        let body = if is_chunked { unchunked(body) } else { body.to_vec() };
        let text = String::from_utf8_lossy(&body).into_owned();
        Page { url: url.to_owned(), status, to, text }
    }

    fn keep(&mut self, origin: &str, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let (name, value) = parts.next().unwrap().split_once('=').unwrap();
        let key = (origin.to_owned(), name.to_owned());
        if value.is_empty() || parts.any(|part| part.eq_ignore_ascii_case("max-age=0")) {
            self.cookies.remove(&key);
        } else {
            self.cookies.insert(key, value.to_owned());
        }
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(body.get(..end).unwrap()).unwrap();
        let size = usize::from_str_radix(size.split(';').next().unwrap(), 16).unwrap();
        let chunk = end + 2;
        out.extend_from_slice(body.get(chunk..chunk + size).unwrap());
        body = body.get(chunk + size + 2..).unwrap_or_default();
    }
    out
}
