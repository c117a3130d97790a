//! What a whole log-in leaves behind, and whether the password alone is enough the next time: a device that is remembered, by
//! a cookie or by where it comes from, is one factor for whoever has it.

use super::ways::{begin, way};
use super::{Form, Opened};
use crate::kinds::leftovers::{Shut, without_session};
use crate::web::{Answer, Browser, Code, Jar, Landing, Walk, ends_session};
use crate::{Seen, Trial, Way};

/// Most cookies that are looked at one by one.
const COOKIES_MAX: usize = 12;

pub(super) async fn all(form: &Form, trial: &mut Trial<'_, '_>) -> Vec<Way> {
    let Some((jar, landed)) = form.after.clone() else { return Vec::new() };
    let mut ways = vec![with_jar(form, trial, Jar::default(), "remembered-address").await];
    match without_session(form, trial, jar.clone(), COOKIES_MAX).await {
        Ok(rest) if rest.len() > 0 => {
            ways.push(with_jar(form, trial, rest, "remembered-device").await);
        }
        Ok(_) => {}
        Err(seen) => ways.push(way("remembered-device", seen, "which cookie holds the session")),
    }
    if let Some(jar) = logged_out(form, trial, jar, &landed).await
        && jar.len() > 0
    {
        ways.push(with_jar(form, trial, jar, "remembered-after-leaving").await);
    }
    ways
}

/// Logs in with the password alone, as somebody with these cookies.
async fn with_jar(form: &Form, trial: &mut Trial<'_, '_>, jar: Jar, name: &str) -> Way {
    let mut walk = Walk::as_client(&form.how, Browser::with_jar(&form.how.scope, jar));
    let answer = match begin(form, trial, &mut walk, Code::Empty).await {
        Ok(answer) => answer,
        // Where no form comes up, the cookies may have let us in without one.
        Err(seen) => {
            let opened = form.opened(trial, &walk.browser).await;
            let seen = if opened == Opened::Yes { Seen::Session } else { seen };
            return way(name, seen, "log-in page");
        }
    };
    if walk.landing(&answer) == Landing::Code {
        return way(name, Seen::SecondFactorAsked, "password");
    }
    way(name, form.got(trial, &walk, &answer).await, "password")
}

impl Shut<Jar> for Form {
    async fn is_shut(&self, trial: &mut Trial<'_, '_>, jar: &Jar) -> Result<bool, Seen> {
        let browser = Browser::with_jar(&self.how.scope, jar.clone());
        match self.opened(trial, &browser).await {
            Opened::Yes => Ok(false),
            Opened::No | Opened::Unclear => Ok(true),
            Opened::Lost(seen) => Err(seen),
        }
    }
}

/// The cookies after leaving by the door that the page shows; nothing when it shows none, or one that does not lead out.
async fn logged_out(
    form: &Form,
    trial: &mut Trial<'_, '_>,
    jar: Jar,
    landed: &Answer,
) -> Option<Jar> {
    let base = landed.page.base(&landed.url);
    let mut browser = Browser::with_jar(&form.how.scope, jar);
    let link = landed
        .page
        .links
        .iter()
        .find(|(address, text)| ends_session(text) || ends_session(&address.to_lowercase()));
    if let Some((address, _)) = link {
        browser.get(trial, &base.join(address).ok()?).await.ok()?;
    } else {
        let ends = |form: &&crate::web::Form| {
            let action = form.action.as_deref().unwrap_or_default().to_lowercase();
            ends_session(&action) || form.inputs.iter().any(|input| ends_session(&input.told))
        };
        let found = landed.page.forms.iter().find(ends)?;
        let pressed = found.inputs.iter().position(|input| ends_session(&input.told));
        let body = found.body(&base, &found.pairs(&[], pressed, |_| false))?;
        Walk::as_client(&form.how, browser.twin()).send(trial, body.clone()).await.ok()?;
        let mut walk = Walk::as_client(&form.how, browser);
        walk.send(trial, body).await.ok()?;
        browser = walk.browser;
    }
    let is_out = form.opened(trial, &browser).await == Opened::No;
    is_out.then_some(browser.jar)
}
