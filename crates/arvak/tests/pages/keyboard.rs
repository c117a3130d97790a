//! The keyboard alone reaches everything that the mouse does, and shows where it is.

use std::collections::BTreeSet;

use arvak_browser::Chromium;

use crate::person::{Person, quoted};
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

/// How many stops there are at most on a page.
const STOPS_MOST: usize = 600;

impl Person {
    /// Goes on with the tabulator until the keyboard is at what a selector finds.
    async fn tab_to(&self, selector: &str) {
        let is_there = format!("!!document.activeElement?.matches({})", quoted(selector));
        for _ in 0..STOPS_MOST {
            self.tab.press("Tab").await.unwrap();
            if self.tab.ask(&is_there).await.unwrap() {
                return;
            }
        }
        unreachable!("the keyboard does not reach {selector} at {}", self.path().await)
    }

    /// Opens or presses what the keyboard is at.
    async fn enter(&self) {
        self.tab.press("Enter").await.unwrap();
    }

    /// Follows a link or sends a form with the keyboard.
    async fn enter_at(&self, selector: &str) {
        self.tab_to(selector).await;
        self.tab.press_and_follow("Enter").await.unwrap();
    }

    /// Types a day into the date field that the keyboard is at: month, day and year, as the browser's language has it.
    async fn type_day(&self, iso: &str) {
        let (year, month, day) = (&iso[..4], &iso[5..7], &iso[8..]);
        for digit in [month, day, year].concat().chars() {
            self.tab.press(&digit.to_string()).await.unwrap();
        }
        let typed: String = self.tab.ask("document.activeElement.value").await.unwrap();
        assert_eq!(typed, iso, "a date is typed");
    }
}

#[tokio::test]
async fn a_task_is_taken_and_evidence_recorded_with_the_keyboard_alone() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    lead.task_with("#bevis select option").await;
    let days =
        |days: u32| format!("new Date(Date.now() + {days} * 86400000).toISOString().slice(0, 10)");
    let today: String = lead.tab.ask(&days(0)).await.unwrap();
    lead.tab_to("#bevis > summary").await;
    lead.enter().await;
    lead.tab_to("input[name=sier]").await;
    lead.tab.press(" ").await.unwrap();
    lead.tab_to("input[name=grunnlag]").await;
    lead.tab.press(" ").await.unwrap();
    lead.tab_to("#f-dato").await;
    lead.type_day(&today).await;
    lead.tab_to("#f-merknad").await;
    lead.tab.type_text("Uten mus").await.unwrap();
    lead.enter_at("#bevis form button[type=submit]").await;
    lead.is_taken().await;
    // From the skip link on, a due date.
    lead.task_with("#frist form[action$='/frist']").await;
    lead.tab_to(".ds-skip-link").await;
    lead.enter().await;
    lead.tab_to("#frist > summary").await;
    lead.enter().await;
    lead.tab_to("#f-frist").await;
    let later: String = lead.tab.ask(&days(20)).await.unwrap();
    lead.type_day(&later).await;
    lead.enter_at("#frist form[action$='/frist'] button[type=submit]").await;
    lead.is_taken().await;
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn a_thing_is_edited_a_reply_read_and_an_account_closed_with_the_keyboard_alone() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let coordinator = Person::of(&served, &chromium, "beredskap").await;
    coordinator.open("/tjenester/exercise").await;
    coordinator.enter_at("tbody a").await;
    coordinator.enter_at("main a[href$='/endre']").await;
    coordinator.tab_to("#f-note").await;
    coordinator.tab.type_text("Rettet med tastaturet").await.unwrap();
    coordinator.tab_to("#f-grunn").await;
    coordinator.tab.type_text("Rettet").await.unwrap();
    coordinator.enter_at("main form.a-form button[type=submit]").await;
    coordinator.is_taken().await;
    assert!(coordinator.main().await.contains("Rettet med tastaturet"));
    let chief = Person::of(&served, &chromium, "direktor").await;
    chief.enter_at("main a.ds-button[href='/svar']").await;
    chief.enter_at("main a.a-title[href='/svar/public']").await;
    chief.tab_to("form[action$='/gjennomgatt'] button").await;
    chief.tab.press_and_follow("Enter").await.unwrap();
    let officer = Person::of(&served, &chromium, "personvern").await;
    officer.enter_at("main li a").await;
    officer.tab_to("#f-grunn").await;
    officer.tab_to("input[name=forstaatt]").await;
    officer.tab.press(" ").await.unwrap();
    officer.tab_to("main form.a-form button[type=submit]").await;
    let auditor = Person::of(&served, &chromium, "revisor").await;
    auditor.enter_at(".a-timeline a.a-title").await;
    auditor.tab_to("main a[href$='/bevisrekke']").await;
    chromium.end().await.unwrap();
}
