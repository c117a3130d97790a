//! What log-in pages and OpenID providers send: HTML with forms, and signed tokens.

use arvak_mfa::jose::{Expected, verify};
use arvak_mfa::{ACTS_MAX, Recipe, Selector, read_page};
use bolero::check;

use crate::changed::Foreign;

const PAGES: [&[u8]; 3] = [
    b"<form id=f method=post action=/in><label for=u>Navn</label><input id=u name=user><input type=password name=p><button>Inn</button></form><input form=f name=late>",
    b"<meta http-equiv=refresh content='0; url=/x'><script>location.href='/y'</script><select name=a><option value=b selected></select>",
    b"<form>\xc3<textarea name=t>a</textarea><input maxlength=1><div class=g-recaptcha></div><img alt=QR-kode></form><a href=/ut>Logg ut</a>",
];

const TOKENS: [&[u8]; 2] = [
    b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIiwiYXVkIjoiYiIsIm5vbmNlIjoiYyIsImV4cCI6MTkwMDAwMDAwMH0.AAAA",
    b"eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.",
];

#[test]
fn log_in_pages() {
    check!().with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&PAGES);
        let (forms, controls) = read_page(&String::from_utf8_lossy(&bytes));
        assert!(forms <= 41 && controls <= 600, "bounds hold");
    });
}

#[test]
fn signed_tokens_are_never_taken_without_a_key() {
    let keys = serde_json::json!({"keys": [{"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}, {"kty": "RSA", "n": "AQAB", "e": "AQAB"}]});
    let expected = Expected { issuer: "a", audience: "b", nonce: "c", now_s: 1_800_000_000 };
    check!().with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&TOKENS);
        assert!(verify(&String::from_utf8_lossy(&bytes), &keys, &expected).is_err());
    });
}

const RECIPES: [&[u8]; 2] = [
    b"version = 1\nlogin = \"/in\"\n[[steps]]\nfill = \"password\"\nat = \"form > [name^='p']\"\n[[steps]]\npress = \"*\"\n[session]\nselector = \"a, .out\"\n[[refused]]\nstatus = 401\n",
    b"login = \"/in\"\nprotected = [\"/x\"]\n[fields]\nuser = \"u\"\ncode = [\"a\", \"b\"]\n",
];

#[test]
fn recipes_and_their_selectors() {
    check!().with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&RECIPES);
        let text = String::from_utf8_lossy(&bytes);
        match Recipe::parse(&text) {
            Ok(recipe) => assert!(recipe.acts.len() <= ACTS_MAX, "bounds hold"),
            Err(bad) => assert!(bad.line.is_none_or(|line| line <= text.lines().count() + 1)),
        }
        for line in text.lines() {
            if let Ok(selector) = Selector::read(line) {
                assert!(selector.count(&text) <= 100, "bounds hold");
            }
        }
    });
}
