//! What a whole log-in with Chromium leaves behind. Its cookies and storage stay together, as with a person who comes again:
//! after leaving by the door that the page shows, and with the cookies alone that outlast a browser.

use super::ways::way;
use super::{Form, Opened};
use crate::kinds::leftovers::{Shut, lasting_device};
use crate::web::{Answer, Browser, Code, Draft, Landing, Lasting, Walk, ends_session};
use crate::{Arm, Seen, Trial, Way};

impl Shut<Lasting> for Form {
    async fn is_shut(&self, trial: &mut Trial<'_, '_>, cookies: &Lasting) -> Result<bool, Seen> {
        let browser = Browser::with_lasting(self.way(), cookies).await?;
        match self.opened(trial, &browser).await {
            Opened::Yes => Ok(false),
            Opened::No => Ok(true),
            other => Err(super::ways::seen(other)),
        }
    }
}

pub(super) async fn all(form: &Form, trial: &mut Trial<'_, '_>) -> Vec<Way> {
    let mut ways = vec![again(form, trial, form.walk(), "remembered-address").await];
    let Some(visit) = &form.visit else { return ways };
    if let Some(device) = with_lasting_cookies(form, trial, visit).await {
        ways.push(device);
    }
    if is_over(&ways) {
        return ways;
    }
    let mut walk = Walk::as_client(form.way(), visit.browser.twin());
    let left = left(form, trial, &mut walk, &visit.landed).await;
    let keeps = visit.browser.person().is_some_and(crate::web::Person::keeps);
    if left {
        let walk = Walk::as_client(form.way(), walk.browser.twin());
        ways.push(again(form, trial, walk, "remembered-after-leaving").await);
    } else if keeps {
        // It may be the session or the device that the pages keep, and nobody could leave to tell.
        ways.push(way("remembered-device", Seen::NotTried, "storage of the pages"));
    }
    ways
}

fn is_over(ways: &[Way]) -> bool {
    ways.iter().any(|way| matches!(way.seen, Seen::Session | Seen::Locked | Seen::Captcha))
}

/// Logs in with the password alone.
async fn again(form: &Form, trial: &mut Trial<'_, '_>, walk: Walk<'_>, name: &str) -> Way {
    let mut walk = walk;
    let start = match form.start() {
        Ok(start) => start,
        Err((seen, at)) => return way(name, seen, at),
    };
    let password = trial.password(Arm::Right);
    let answer = match walk.password(trial, start, password, Code::Empty).await {
        Ok(landed) => landed.answer,
        // Where no form comes up, something may have let us in without one.
        Err((seen, at)) => {
            let opened = form.opened(trial, &walk.browser).await;
            return way(name, if opened == Opened::Yes { Seen::Session } else { seen }, at);
        }
    };
    if walk.landing(&answer) == Landing::Code
        && form.opened(trial, &walk.browser).await == Opened::No
    {
        return way(name, Seen::SecondFactorAsked, "password");
    }
    way(name, form.got(trial, &walk, &answer).await, "password")
}

/// Somebody new with the cookies that outlast a browser, without those that hold the session; nothing when there are none.
async fn with_lasting_cookies(
    form: &Form,
    trial: &mut Trial<'_, '_>,
    visit: &super::Visit,
) -> Option<Way> {
    const NAME: &str = "remembered-device";
    match lasting_device(form, trial, form.way(), &visit.browser).await {
        Ok(None) => None,
        Ok(Some(browser)) => {
            Some(again(form, trial, Walk::as_client(form.way(), browser), NAME).await)
        }
        Err(seen) => Some(way(NAME, seen, "cookies")),
    }
}

/// Leaves by the door that the page shows; whether that led out.
async fn left(
    form: &Form,
    trial: &mut Trial<'_, '_>,
    walk: &mut Walk<'_>,
    landed: &Answer,
) -> bool {
    let mut places: Vec<_> = form.sight(&walk.browser).0.urls().cloned().collect();
    places.insert(0, landed.url.clone());
    for place in places {
        let Ok(page) = walk.browser.get(trial, &place).await else { continue };
        if leave(trial, walk, &page).await && form.opened(trial, &walk.browser).await == Opened::No
        {
            return true;
        }
    }
    false
}

async fn leave(trial: &mut Trial<'_, '_>, walk: &mut Walk<'_>, page: &Answer) -> bool {
    let base = page.page.base(&page.url);
    let mut links = page.page.links.iter();
    let link = links.find(|(to, text)| ends_session(text) || ends_session(&to.to_lowercase()));
    for (number, form) in page.page.forms.iter().enumerate() {
        let ends = |input: &&crate::web::Input| {
            ends_session(&input.told) || ends_session(&input.value.to_lowercase())
        };
        if let Some(at) = form.inputs.iter().position(|input| ends(&input)) {
            let draft = Draft { form: number, pressed: Some(at), ..Draft::default() };
            return walk.submit(trial, page, &draft).await.is_ok();
        }
    }
    match link.and_then(|(to, _)| base.join(to).ok()) {
        Some(url) => walk.browser.get(trial, &url).await.is_ok(),
        None => false,
    }
}
