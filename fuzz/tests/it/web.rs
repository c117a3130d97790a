//! What web servers send: heads, chunks, policies, cookies, `security.txt`, pages.

use arvak_core::Instant;
use arvak_exposure::foreign;
use bolero::check;

use crate::changed::Foreign;

/// Most bytes of content that a target keeps.
const MOST: usize = 4_096;

#[test]
fn http_heads() {
    let seeds: [&[u8]; 2] = [
        b"HTTP/1.1 200 OK\r\nServer: nginx\r\nSet-Cookie: a=b; Secure\r\n\r\nbody",
        b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.0 404 Not Found\r\n\r\n",
    ];
    assert!(seeds.iter().all(|seed| foreign::head(seed).is_some()));
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|given| {
        let bytes = given.bytes(&seeds);
        if let Some((status, length)) = foreign::head(&bytes) {
            assert!((200..600).contains(&status) && length <= bytes.len());
            assert_eq!(foreign::head(&bytes[..length]), Some((status, length)));
        }
    });
}

#[test]
fn http_chunks() {
    let seeds: [&[u8]; 2] =
        [b"4\r\nWiki\r\nA\r\n0123456789\r\n0\r\n\r\n", b"1\r\nx\r\n0\r\nX: y\r\n\r\nHTTP/1.1"];
    assert!(seeds.iter().all(|seed| foreign::chunks(seed, 3, MOST).unwrap().1));
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|given| {
        let bytes = given.bytes(&seeds);
        let whole = foreign::chunks(&bytes, 0, MOST);
        for cut in 0..bytes.len().min(40) {
            assert_eq!(foreign::chunks(&bytes, cut, MOST), whole, "however the bytes are cut");
        }
        assert!(whole.is_none_or(|(content, _)| content.len() <= MOST));
    });
}

#[test]
fn content_security_policies() {
    let seeds: [&[u8]; 2] = [
        b"default-src 'self'; script-src 'nonce-abc' 'strict-dynamic'; frame-ancestors 'none'",
        b"default-src 'none', script-src https: 'unsafe-inline'; report-uri /x",
    ];
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|given| {
        let bytes = given.bytes(&seeds);
        let text = String::from_utf8_lossy(&bytes);
        let (fault, kept) = foreign::policy(&text);
        assert_eq!(foreign::policy(&kept), (fault, kept.clone()), "what is kept says the same");
        assert!(fault.is_none_or(|code| code.starts_with("csp.")));
    });
}

#[test]
fn cookies() {
    let seeds: [&[u8]; 2] = [
        b"__Host-sid=***; Path=/; Secure; HttpOnly; SameSite=Lax",
        b"a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Domain=a.example",
    ];
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|given| {
        let bytes = given.bytes(&seeds);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((name, secure, _)) = foreign::cookie(&text) {
            assert!(text.contains(&name));
            assert!(!secure || text.to_ascii_lowercase().contains("secure"));
        }
    });
}

#[test]
fn security_txt() {
    let now: Instant = "2026-11-24T06:00:00Z".parse().unwrap();
    let seeds: [&[u8]; 2] = [
        b"Contact: mailto:a@b.example\nExpires: 2027-06-01T00:00:00Z\n",
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nContact: tel:+47\nExpires: 2027-01-01T00:00:00Z\n-----BEGIN PGP SIGNATURE-----\n",
    ];
    assert!(
        seeds
            .iter()
            .all(|seed| foreign::security_txt(&String::from_utf8_lossy(seed), now).is_none())
    );
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|given| {
        let bytes = given.bytes(&seeds);
        let text = String::from_utf8_lossy(&bytes);
        let fault = foreign::security_txt(&text, now);
        let names = |word: &str| text.to_ascii_lowercase().contains(word);
        assert!(fault.is_some() || (names("contact") && names("expires")));
    });
}

#[test]
fn pages() {
    let seeds: [&[u8]; 2] = [
        b"<!doctype html><meta http-equiv=content-security-policy content=x><script src=//a.example/b.js integrity=sha384-x></script>",
        b"<base href=/x/><form action=/y method=post><input type=password></form><img src='http://a.example/b.png'>",
    ];
    assert!(seeds.iter().all(|seed| foreign::elements(seed).len() >= 2));
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|given| {
        let bytes = given.bytes(&seeds);
        let elements = foreign::elements(&bytes);
        assert!(elements.len() <= bytes.len() / 3);
        assert!(elements.iter().all(|element| !element.attributes.is_empty()));
    });
}
