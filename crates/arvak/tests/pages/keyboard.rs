//! The keyboard alone reaches everything that the mouse does, and shows where it is.

use std::collections::BTreeSet;

use arvak_browser::Chromium;

use crate::served::Served;

/// What can be used with the mouse, numbered. Of radio buttons with one name the keyboard stops at one.
const NUMBER: &str = r"(() => {
    const radios = new Set();
    let count = 0;
    for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\'0\']')) {
        if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled) continue;
        if (one.type === 'radio' && (radios.has(one.name) || (!one.checked && one.form?.elements[one.name]?.value))) continue;
        if (one.type === 'radio') radios.add(one.name);
        one.dataset.testNumber = count;
        count += 1;
    }
    return count;
})()";

/// The number of what has the keyboard, and whether it shows that.
const FOCUS: &str = r"(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one);
    const shows = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    return [Number(one.dataset.testNumber ?? -1), shows, `${one.tagName} ${one.textContent.trim().slice(0, 40)}`];
})()";

#[tokio::test]
async fn the_keyboard_reaches_everything_and_shows_where_it_is() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let tab = served.logged_in(&chromium, "administrator").await;
    for page in ["/status", "/oppgaver", "/tjenester", "/leder", "/historikk"] {
        tab.open(&format!("{}{page}", served.origin)).await.unwrap();
        let all: i64 = tab.ask(NUMBER).await.unwrap();
        let mut reached = BTreeSet::new();
        // A date has a stop for each of its parts.
        for _ in 0..4 * all + 10 {
            tab.press("Tab").await.unwrap();
            let Some((number, shows, what)) =
                tab.ask::<Option<(i64, bool, String)>>(FOCUS).await.unwrap()
            else {
                break;
            };
            assert!(shows, "{page}: {what} does not show that it has the keyboard");
            reached.insert(number);
        }
        let missed: Vec<_> = (0..all).filter(|number| !reached.contains(number)).collect();
        assert!(missed.is_empty(), "{page}: of {all} the keyboard missed {missed:?}");
    }
    chromium.end().await.unwrap();
}
