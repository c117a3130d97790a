use proptest::prelude::*;

use super::*;

fn graded(policy: &str) -> Option<(Fault, String)> {
    worst(&policies([without_secrets(policy).as_str()].into_iter(), false), true)
}

fn code(policy: &str) -> &'static str {
    graded(policy).map_or("good", |(fault, _)| fault.code())
}

#[test]
fn policies_that_keep_strange_scripts_out_are_good() {
    for policy in [
        "default-src 'self'",
        "DEFAULT-SRC 'NONE'",
        "default-src",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src *",
        "script-src 'self' https://cdn.example; object-src 'none'; style-src 'self'",
        "default-src 'self'; script-src 'nonce-cmFuZG9t' 'unsafe-inline'",
        "default-src 'self'; script-src 'sha256-AbC+/=' 'unsafe-inline'; style-src 'self' 'sha512-q' 'unsafe-inline'",
        "default-src 'self'; script-src 'nonce-a' 'strict-dynamic' https: 'unsafe-inline'",
        "default-src 'self'; connect-src wss://a.example; frame-ancestors 'none'; upgrade-insecure-requests",
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'",
        "default-src 'self'; report-uri http://reports.example/",
    ] {
        assert_eq!(code(policy), "good", "{policy}: {:?}", graded(policy));
    }
}

#[test]
fn each_fault_is_told_by_its_code() {
    for (policy, expected) in [
        ("frame-ancestors 'none'", "csp.scripts_anywhere"),
        ("default-src *", "csp.scripts_anywhere"),
        ("default-src 'self' https:", "csp.scripts_anywhere"),
        ("script-src 'self' http://*", "csp.scripts_anywhere"),
        ("default-src 'self'; script-src 'self' 'unsafe-inline'", "csp.unsafe_inline"),
        ("default-src 'self' data:", "csp.unsafe_inline"),
        ("default-src 'self'; script-src 'self' data:", "csp.unsafe_inline"),
        ("default-src 'self'; script-src-attr 'unsafe-inline'", "csp.unsafe_inline"),
        // A nonce without anything in it is none.
        ("default-src 'self'; script-src 'nonce-' 'unsafe-inline'", "csp.unsafe_inline"),
        ("script-src 'self'", "csp.objects_anywhere"),
        ("script-src 'self'; object-src *; style-src 'self'", "csp.objects_anywhere"),
        ("default-src 'self' http://a.example", "csp.insecure_scheme"),
        ("default-src 'self'; connect-src http:", "csp.insecure_scheme"),
        ("default-src 'self'; script-src 'self' 'unsafe-eval'", "csp.unsafe_eval"),
        ("default-src 'self'; script-src 'strict-dynamic'", "csp.strict_alone"),
        ("default-src 'self'; img-src http:", "csp.insecure_pictures"),
        ("default-src 'self'; style-src 'self' 'unsafe-inline'", "csp.unsafe_inline_style"),
        ("script-src 'self'; object-src 'none'", "csp.unsafe_inline_style"),
        ("default-src 'self'; default-src 'none'", "csp.twice"),
        ("default-src 'self'; scrip-src 'self'", "csp.unknown_directive"),
    ] {
        assert_eq!(code(policy), expected, "{policy}: {:?}", graded(policy));
    }
}

#[test]
fn all_policies_hold_at_once_so_the_best_counts() {
    let two = |first: &str, second: &str| {
        let both = policies([first, second].into_iter(), false);
        worst(&both, true).map_or("good", |(fault, _)| fault.code())
    };
    assert_eq!(two("default-src 'unsafe-inline' *", "default-src 'self'"), "good");
    assert_eq!(two("frame-ancestors 'none'", "default-src 'self'"), "good");
    // One shuts out what is inside the page, the other what is outside it.
    let apart =
        two("script-src 'unsafe-inline'; object-src 'none'; style-src 'self'", "script-src *");
    assert_eq!(apart, "good");
    assert_eq!(
        two("script-src 'unsafe-inline'", "script-src 'unsafe-inline' *"),
        "csp.unsafe_inline"
    );
    assert_eq!(code("default-src 'unsafe-inline', default-src 'self'"), "good");
}

#[test]
fn a_policy_in_a_page_cannot_say_who_may_frame_it() {
    let meta = policies(["frame-ancestors 'none'; default-src 'self'"].into_iter(), true);
    assert_eq!(missing(&meta), ["base-uri", "form-action", "frame-ancestors"]);
    assert!(policies(["frame-ancestors 'none'"].into_iter(), true).is_empty());
    let field = policies(
        ["base-uri 'none'; form-action 'self'; frame-ancestors 'self'"].into_iter(),
        false,
    );
    assert!(missing(&field).is_empty());
    let broad = policies(["base-uri *; form-action https:; frame-ancestors *"].into_iter(), false);
    assert_eq!(missing(&broad).len(), 3);
}

#[test]
fn what_is_no_policy_is_none() {
    for text in ["", ";", " ; ; ", ",", "scrip-src 'self'"] {
        assert!(policies([text].into_iter(), false).is_empty(), "{text:?}");
    }
}

#[test]
fn nonces_and_digests_are_not_kept() {
    assert_eq!(
        without_secrets("script-src 'Nonce-abc=='; style-src 'sha256-a+/=' 'nonce-' 'self'"),
        "script-src 'nonce-***'; style-src 'sha256-***' 'nonce-' 'self'"
    );
}

proptest! {
    /// Another source in the list of scripts never makes a policy better, but for a nonce or digest.
    #[test]
    fn more_sources_never_better_a_policy(
        sources in proptest::collection::vec("'self'|https:|\\*|data:|http://a.example|a.example|'unsafe-inline'|'unsafe-eval'", 0..5),
        more in "https:|\\*|data:|http:|b.example|'unsafe-inline'|'unsafe-eval'",
    ) {
        let of = |list: &[String]| {
            let policy = format!("default-src 'self'; script-src 'self' {}", list.join(" "));
            graded(&policy).map(|(fault, _)| fault)
        };
        let wider = [sources.clone(), vec![more]].concat();
        match (of(&sources), of(&wider)) {
            (Some(before), Some(after)) => prop_assert!(after <= before),
            (Some(before), None) => prop_assert!(false, "{before:?} went away"),
            _ => {}
        }
    }

    /// A policy that is added can only shut more out.
    #[test]
    fn another_policy_never_makes_it_worse(first in "[a-z' :;*-]{0,40}", sources in "('self'|\\*|'unsafe-inline'| ){0,5}") {
        let given = format!("default-src {sources}");
        let alone = policies([given.as_str()].into_iter(), false);
        let both = policies([given.as_str(), first.as_str()].into_iter(), false);
        let fault = |policies: &[Policy]| {
            let found = worst(policies, true).map(|(fault, _)| fault);
            found.filter(|fault| !matches!(fault, Fault::Twice | Fault::Unknown))
        };
        if let (Some(after), before) = (fault(&both), fault(&alone)) {
            prop_assert!(before.is_some_and(|before| before <= after), "{before:?} {after:?}");
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic_and_masked_to_the_same(text in "\\PC{0,120}") {
        let masked = without_secrets(&text);
        prop_assert_eq!(without_secrets(&masked), masked.clone());
        let _ = (graded(&text), missing(&policies([text.as_str()].into_iter(), true)));
    }
}
