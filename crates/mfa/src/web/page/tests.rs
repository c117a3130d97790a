//! Pages as they are met.

use proptest::prelude::*;

use super::*;

fn names(form: &Form) -> Vec<&str> {
    form.inputs.iter().map(|input| input.name.as_str()).collect()
}

#[test]
fn forms_are_read_with_their_controls_and_labels() {
    let page = Page::read(
        r#"<!doctype html><title>Logg inn</title><h1>Nordvik</h1>
        <form id=f action="/in" method=POST><input type=hidden name=csrf value="a&amp;b">
          <label for=u>Brukernavn</label><input id=u name=x1>
          <label>Passord <input type=password name=x2></label>
          <select name=lang><option value=nb>nb<option value=nn selected>nn</select>
          <input name=off disabled><button name=go value=1>Logg inn</button></form>
        <input name=late form=f><input name=alone><a href="/glemt">Glemt <b>passord</b></a>"#,
    );
    assert_eq!(page.forms.len(), 2);
    assert_eq!(names(&page.forms[0]), ["csrf", "x1", "x2", "lang", "go", "late"]);
    assert_eq!(names(&page.forms[1]), ["alone"]);
    let inputs = &page.forms[0].inputs;
    assert_eq!(inputs[0].value, "a&b");
    assert!(inputs[1].told.contains("brukernavn") && inputs[2].told.contains("passord"));
    assert_eq!(inputs[3].value, "nn");
    assert!(inputs[4].told.contains("logg inn"));
    assert_eq!(page.links, [("/glemt".to_owned(), "glemt passord".to_owned())]);
    assert!(page.text.contains("Nordvik Brukernavn"), "{}", page.text);
}

#[test]
fn where_a_page_leads_by_itself_is_read() {
    for (html, refresh, script) in [
        (r#"<meta http-equiv=Refresh content="0; URL='/kode'">"#, Some("/kode"), None),
        (r#"<script>window.location.href = "/kode";</script>"#, None, Some("/kode")),
        ("<script>location.replace('/kode')</script>", None, Some("/kode")),
        ("<script>if (location.hash) x()</script><meta name=x content='1;url=/y'>", None, None),
    ] {
        let page = Page::read(html);
        assert_eq!(
            (page.refresh.as_deref(), page.script_leads.as_deref()),
            (refresh, script),
            "{html}"
        );
    }
}

#[test]
fn puzzles_and_enrolments_are_seen() {
    assert!(Page::read(r#"<div class="g-recaptcha" data-sitekey=x></div>"#).has_captcha);
    assert!(
        Page::read(r"<form><img src=/captcha.png><input name=captcha_text></form>").has_captcha
    );
    assert!(!Page::read("<form><input name=user></form>").has_captcha);
    assert!(Page::read("<img alt='QR-kode' src=/x.png>").has_enrolment);
}

#[test]
fn ten_thousand_forms_are_left_after_some() {
    let page = Page::read(&"<form><input name=a></form><a href=x>y</a>".repeat(10_000));
    assert_eq!((page.forms.len(), page.links.len()), (FORMS_MAX + 1, LINKS_MAX));
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(html in ".{0,300}") {
        let _ = Page::read(&html);
    }

    #[test]
    fn any_tags_are_read_without_a_panic(
        html in "(</?(form|input|label|button|select|option|textarea|a|script|meta|base) ?(name|type|for|id|form|href|content)?=?['\"]?[a-zæ;=/ ]{0,9}['\"]?>?){0,12}",
    ) {
        let page = Page::read(&html);
        prop_assert!(page.forms.iter().map(|form| form.inputs.len()).sum::<usize>() <= INPUTS_MAX);
    }
}
