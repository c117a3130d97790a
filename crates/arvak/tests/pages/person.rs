//! Somebody at a tab of the demonstration: what all journeys have in common.

use arvak_browser::{Chromium, Tab, axe};

use crate::served::Served;

/// Somebody with a role.
pub(crate) struct Person {
    pub(crate) tab: Tab,
    origin: String,
}

impl Person {
    /// Whoever takes that tour.
    pub(crate) async fn of(served: &Served, chromium: &Chromium, user: &str) -> Self {
        let tab = served.logged_in(chromium, user).await;
        Self { tab, origin: served.origin.clone() }
    }

    pub(crate) fn at(tab: Tab, served: &Served) -> Self {
        Self { tab, origin: served.origin.clone() }
    }

    pub(crate) async fn open(&self, path: &str) {
        self.tab.open(&format!("{}{path}", self.origin)).await.unwrap();
    }

    pub(crate) async fn follow(&self, selector: &str) {
        if let Err(error) = self.tab.follow(selector).await {
            self.tab.keep_picture("journey-failed").await.unwrap();
            unreachable!("{selector}: {error:#}\n{}", self.main().await);
        }
    }

    pub(crate) async fn path(&self) -> String {
        self.tab.ask("location.pathname").await.unwrap()
    }

    /// What the page says.
    pub(crate) async fn main(&self) -> String {
        let main = "document.querySelector('main')?.innerText ?? document.body.innerText";
        self.tab.ask(main).await.unwrap()
    }

    /// Whether there is such a thing on the page.
    pub(crate) async fn has(&self, selector: &str) -> bool {
        let question = format!("!!document.querySelector({})", quoted(selector));
        self.tab.ask(&question).await.unwrap()
    }

    /// Puts something into a field, in place of what stands there, also where no text can be typed: into dates, lists and
    /// boxes.
    pub(crate) async fn put(&self, selector: &str, value: &str) {
        let script = format!(
            "(() => {{ const one = document.querySelector({}); if (!one) return false; \
             if (one.type === 'checkbox' || one.type === 'radio') one.checked = true; else one.value = {}; return true; }})()",
            quoted(selector),
            quoted(value)
        );
        let done: bool = self.tab.ask(&script).await.unwrap();
        assert!(done, "there is no {selector} at {}: {}", self.path().await, self.main().await);
    }

    /// Unfolds a part of the page, and waits until it has unfolded.
    pub(crate) async fn unfold(&self, selector: &str) {
        self.tab.click(&format!("{selector} > summary")).await.unwrap();
        let is_open = format!("document.querySelector({}).open", quoted(selector));
        let moves = "document.getAnimations().some((one) => one.playState === 'running')";
        self.tab.until(&format!("{is_open} && !{moves}")).await.unwrap();
    }

    /// Where the links lead that a selector finds.
    pub(crate) async fn links(&self, selector: &str) -> Vec<String> {
        let all = format!(
            "[...document.querySelectorAll({})].map((one) => one.getAttribute('href'))",
            quoted(selector)
        );
        self.tab.ask(&all).await.unwrap()
    }

    /// Nothing on the page is refused.
    pub(crate) async fn is_taken(&self) {
        let refused = self.has(".ds-error-summary").await;
        assert!(!refused, "{}: {}", self.path().await, self.main().await);
    }

    /// Neither axe-core nor the browser complains about the page.
    pub(crate) async fn is_sound(&self) {
        let path = self.path().await;
        assert_eq!(self.tab.complaints(), [""; 0], "{path}");
        if let Some(found) = axe(&self.tab).await.unwrap() {
            assert!(found.is_empty(), "{path}: {found:#?}");
        }
    }

    /// Looks through tasks until one has what a selector finds; its path.
    pub(crate) async fn task_with(&self, selector: &str) -> String {
        self.open("/oppgaver").await;
        for _ in 0..12 {
            for task in self.links(".a-points a.a-title").await {
                let text = format!(
                    "fetch({}).then((a) => a.text()).then((t) => !!new DOMParser().parseFromString(t, 'text/html').querySelector({}))",
                    quoted(&task),
                    quoted(selector)
                );
                if self.tab.ask(&text).await.unwrap() {
                    self.open(&task).await;
                    return task;
                }
            }
            self.follow("a[rel=next]").await;
        }
        unreachable!("no task has {selector}")
    }
}

/// A text as a string of JavaScript.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}
