//! How a form is looked at: as it comes, or with Chromium where the pages need scripts. Both see different things at the same
//! addresses, so each has its own picture of what strangers get.

use super::{Form, Protected};
use crate::web::{Browser, How, Screen, Walk};
use crate::{Seen, Trial};

/// What is known with Chromium.
pub(super) struct Screened {
    how: How,
    protected: Protected,
}

impl Form {
    /// How the log-in is walked through.
    pub(super) fn way(&self) -> &How {
        self.screened.as_ref().map_or(&self.how, |screened| &screened.how)
    }

    /// What a client is to be held against.
    pub(super) fn sight(&self, browser: &Browser) -> (&Protected, &How) {
        match &self.screened {
            Some(screened) if browser.person().is_some() => (&screened.protected, &screened.how),
            _ => (&self.protected, &self.how),
        }
    }

    /// Somebody who was never there.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk::new(self.way())
    }

    /// Takes Chromium from here on. How what needs a session looks to a stranger with it; the reason when there is none.
    pub(super) async fn take_screen(&mut self, trial: &mut Trial<'_, '_>) -> Seen {
        let Some(screen) = Screen::start(trial).await else { return Seen::NeedsScript };
        let mut how = How { screen: Some(screen), ..self.how.clone() };
        let mut protected = Protected::new(self.protected.urls().cloned().collect());
        let seen = protected.before(trial, &mut how).await;
        self.screened = Some(Screened { how, protected });
        seen
    }

    /// Other ways in that the pages themselves use: where their programs sent the password.
    pub(super) fn learn_posts(&mut self, walk_posts: Vec<url::Url>) {
        for url in walk_posts {
            let written = format!("POST {url}");
            let path = url.path();
            let is_known = |other: &String| other.ends_with(path);
            if !self.others.iter().any(is_known) {
                self.others.push(written);
            }
        }
    }
}
