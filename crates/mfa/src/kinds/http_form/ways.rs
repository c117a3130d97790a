//! The ways around a second factor: past its page, without its code, with what an earlier log-in left behind, and by other
//! doors. All with the right password, so nothing adds up at the account but refused codes, and those come last.

use hyper::header::AUTHORIZATION;

use super::{Form, Opened, lasting, other, remembered};
use crate::web::{Answer, Browser, Code, Landing, Walk, skips};
use crate::{Arm, Secret, Seen, Trial, Way};

/// Most links that offer to go on without a second factor which are followed.
const SKIPS_MAX: usize = 3;

pub(super) async fn all(form: &mut Form, trial: &mut Trial<'_, '_>) -> Vec<Way> {
    let mut ways = Vec::new();
    for way in other::all(form, trial).await {
        ways.push(way);
    }
    ways.extend(basic(form, trial).await);
    if is_over(&ways) {
        return ways;
    }
    ways.push(past_the_page(form, trial).await);
    if form.is_right && !is_over(&ways) {
        ways.extend(match &form.screened {
            Some(_) => lasting::all(form, trial).await,
            None => remembered::all(form, trial).await,
        });
    }
    // A refused code counts at the account, and so these come last; locked by them, it does refuse.
    for (name, code) in [("empty-code", Code::Empty), ("code-left-out", Code::LeftOut)] {
        if is_over(&ways) || !form.is_right {
            break;
        }
        let mut way = without_code(form, trial, name, code).await;
        if way.seen == Seen::Locked {
            way.seen = Seen::Refused;
            "locked after refused codes".clone_into(&mut way.detail);
            ways.push(way);
            break;
        }
        ways.push(way);
    }
    ways
}

/// Whether nothing more is to be tried: it is decided, or we are no longer welcome.
fn is_over(ways: &[Way]) -> bool {
    ways.iter().any(|way| matches!(way.seen, Seen::Session | Seen::Locked | Seen::Captcha))
}

pub(super) fn way(name: &str, seen: Seen, detail: impl Into<String>) -> Way {
    Way { name: name.to_owned(), seen, detail: detail.into() }
}

/// HTTP's own log-in (RFC 7617), as programs use it, at what needs a session.
async fn basic(form: &Form, trial: &mut Trial<'_, '_>) -> Option<Way> {
    form.protected.urls().next()?;
    let mut browser = Browser::new(&form.how.scope);
    browser.fields.push((AUTHORIZATION, basic_credential(trial)));
    let opened = form.opened(trial, &browser).await;
    Some(way("http-basic", seen(opened), "what needs a session"))
}

/// The canary's name and password as a field.
pub(super) fn basic_credential(trial: &Trial<'_, '_>) -> Secret {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let canary = &trial.service().canary;
    let pair = Secret::new(format!("{}:{}", canary.user, canary.password.reveal()));
    Secret::new(format!("Basic {}", STANDARD.encode(pair.reveal())))
}

pub(super) fn seen(opened: Opened) -> Seen {
    match opened {
        Opened::Yes => Seen::Session,
        Opened::No => Seen::Refused,
        Opened::Unclear => Seen::Unexpected,
        Opened::Lost(seen) => seen,
    }
}

/// Goes to what needs a session as soon as the password was taken, and follows what offers to skip the code.
async fn past_the_page(form: &Form, trial: &mut Trial<'_, '_>) -> Way {
    const NAME: &str = "second-step-skipped";
    let mut walk = form.walk();
    let answer = match begin(form, trial, &mut walk, Code::Empty).await {
        Ok(answer) => answer,
        Err(seen) => return way(NAME, seen, "log-in page"),
    };
    let opened = form.opened(trial, &walk.browser).await;
    if opened != Opened::No || walk.landing(&answer) != Landing::Code {
        return way(NAME, seen(opened), "after the password");
    }
    for (url, _) in offers(&answer) {
        let mut twin = walk.browser.twin();
        let Ok(landed) = twin.get(trial, &url).await else { continue };
        let is_welcome =
            form.way().marks.is_session(&landed) && walk.landing(&landed) == Landing::Other;
        if is_welcome || form.opened(trial, &twin).await == Opened::Yes {
            return way(NAME, Seen::Session, "by what the page offers instead");
        }
    }
    way(NAME, Seen::Refused, "after the password")
}

/// Links that offer to go on without a code.
fn offers(answer: &Answer) -> Vec<(url::Url, String)> {
    let base = answer.page.base(&answer.url);
    let links = answer
        .page
        .links
        .iter()
        .filter(|(address, text)| skips(text) || skips(&address.to_lowercase()));
    links
        .filter_map(|(address, text)| Some((base.join(address).ok()?, text.clone())))
        .take(SKIPS_MAX)
        .collect()
}

/// Logs in with the password and no code at all.
async fn without_code(form: &Form, trial: &mut Trial<'_, '_>, name: &str, code: Code) -> Way {
    let mut walk = form.walk();
    let answer = match begin(form, trial, &mut walk, code).await {
        Ok(answer) => answer,
        Err(seen) => return way(name, seen, "log-in page"),
    };
    if walk.landing(&answer) != Landing::Code {
        let got = form.got(trial, &walk, &answer).await;
        return way(name, got, "password without a code");
    }
    match walk.code(trial, &answer, code).await {
        Ok(answer) => way(name, form.got(trial, &walk, &answer).await, "code page"),
        Err((seen, at)) => way(name, seen, at),
    }
}

/// The answer to the right password.
pub(super) async fn begin(
    form: &Form,
    trial: &mut Trial<'_, '_>,
    walk: &mut Walk<'_>,
    code: Code,
) -> Result<Answer, Seen> {
    let start = form.start().map_err(|(seen, _)| seen)?;
    let password = trial.password(Arm::Right);
    let landed = walk.password(trial, start, password, code).await;
    landed.map(|landed| landed.answer).map_err(|(seen, _)| seen)
}
