//! Walking through a log-in: page after page, until the password has been answered, and then the code.

use ipnet::IpNet;
use url::Url;

use super::browser::Leads;
use super::guess::{agrees, is_new_password};
use super::marks::{locking, refuses};
use super::{Answer, Ask, Body, Browser, Draft, Filled, Marks, Screen, Sent, acts};
use crate::{Act, Arm, Attempt, Fields, Secret, Seen, Trial};

/// Most forms that are sent on the way to one answer.
const FORMS_SENT_MAX: usize = 6;

/// What is known of a log-in.
#[derive(Clone, Debug, Default)]
pub(crate) struct How {
    pub(crate) fields: Fields,
    pub(crate) marks: Marks,
    pub(crate) scope: Vec<IpNet>,
    /// Where nothing is to be sent: the log-in is over when something leads there.
    pub(crate) end: Option<Url>,
    /// The way through the log-in, where a recipe says it.
    pub(crate) acts: Vec<Act>,
    /// The browser that runs scripts, where the pages need them.
    pub(crate) screen: Option<Screen>,
}

impl How {
    /// Takes Chromium from here on; whether there is one.
    pub(crate) async fn take_screen(&mut self, trial: &mut Trial<'_, '_>) -> bool {
        if self.screen.is_none() {
            self.screen = Screen::start(trial).await;
        }
        self.screen.is_some()
    }

    /// Whether a trial ended, before the password was sent, because its pages need scripts, and nobody ran them yet.
    pub(crate) fn lacks_screen(&self, attempt: &Attempt) -> bool {
        attempt.after_password == Some(Seen::NeedsScript) && self.screen.is_none()
    }
}

/// Which code goes into a form that asks for one beside the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// That of an arm.
    Of(Arm),
    /// Nothing: the control stays empty.
    Empty,
    /// The control is left out.
    LeftOut,
}

/// Why a walk ended early: what was seen, and at which step.
pub(crate) type Stuck = (Seen, String);

/// What a page is, once something was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Landing {
    /// It asks for a code.
    Code,
    /// It asks for the password again, or says that something was wrong.
    Refused,
    /// It is none that a log-in needs: what it is worth is seen by what opens.
    Other,
    /// Something that ends the trial.
    Ends(Seen),
}

/// Somebody on the way through a log-in.
pub(crate) struct Walk<'h> {
    pub(crate) browser: Browser,
    pub(crate) remembers: bool,
    pub(super) how: &'h How,
    /// How many acts of the recipe are done.
    pub(super) done: usize,
    /// What the first page says of locking: a warning that stands there always is none.
    pub(super) warned: Vec<&'static str>,
}

/// The answer to the password.
pub(crate) struct Landed {
    pub(crate) answer: Answer,
    /// Whether a code went with it.
    pub(crate) with_code: bool,
}

impl<'h> Walk<'h> {
    /// Somebody who was never there.
    pub(crate) fn new(how: &'h How) -> Self {
        Self::as_client(how, Browser::of(how))
    }

    /// Somebody with a past.
    pub(crate) fn as_client(how: &'h How, browser: Browser) -> Self {
        Self { browser, remembers: false, how, done: 0, warned: Vec::new() }
    }

    /// From the page at `start` until the password has been answered.
    pub(crate) async fn password(
        &mut self,
        trial: &mut Trial<'_, '_>,
        start: Url,
        password: Secret,
        code: Code,
    ) -> Result<Landed, Stuck> {
        if !self.how.acts.is_empty() {
            return acts::password(self, trial, start, password, code).await;
        }
        let first = self
            .go(trial, Sent::get(start))
            .await
            .map_err(|seen| (seen, "log-in page".to_owned()))?;
        self.password_from(trial, first, password, code).await
    }

    /// The same from a page that is there already.
    pub(crate) async fn password_from(
        &mut self,
        trial: &mut Trial<'_, '_>,
        first: Answer,
        password: Secret,
        code: Code,
    ) -> Result<Landed, Stuck> {
        self.warned = locking(&first.page);
        let mut answer = first;
        let (mut with_code, mut user_sent, mut code_page_sent) = (false, false, false);
        for step in 1..=FORMS_SENT_MAX {
            let at = format!("form {step}");
            if answer.left_for.is_some() {
                return Ok(Landed { answer, with_code });
            }
            let Some(ask) = self.ask(&answer, false) else {
                if let Some(body) = goes_on(&answer) {
                    answer = self.send(trial, body).await.map_err(|seen| (seen, at))?;
                    continue;
                }
                return Err((self.no_form(&answer, user_sent), at));
            };
            if answer.page.has_captcha {
                return Err((Seen::Captcha, at));
            }
            let is_name_again = user_sent && ask.password.is_none() && ask.code.is_empty();
            if is_name_again {
                return Err((Seen::Refused, "the name alone was refused".to_owned()));
            }
            if code_page_sent && ask.is_code_alone() {
                return Err((Seen::Refused, "the code before the password was refused".to_owned()));
            }
            code_page_sent |= ask.is_code_alone();
            let mut filled = Filled {
                user: Some(Secret::new(trial.service().canary.user.clone())),
                password: Some(password.clone()),
                leaves_code_out: code == Code::LeftOut,
                remembers: self.remembers,
                code: None,
            };
            if let (false, Code::Of(arm)) = (ask.code.is_empty(), code) {
                let right = trial.code(arm).await.ok_or((Seen::NoSeed, at.clone()))?;
                (filled.code, with_code) = (Some(right), true);
            }
            let draft = ask.draft(&answer, &filled).ok_or((Seen::NoForm, at.clone()))?;
            answer = self.submit(trial, &answer, &draft).await.map_err(|seen| (seen, at))?;
            if ask.password.is_some() {
                return Ok(Landed { answer, with_code });
            }
            user_sent |= ask.user.is_some();
        }
        Err((Seen::TooManySteps, "log-in page".to_owned()))
    }

    /// Answers a page that asks for a code.
    pub(crate) async fn code(
        &mut self,
        trial: &mut Trial<'_, '_>,
        answer: &Answer,
        code: Code,
    ) -> Result<Answer, Stuck> {
        if acts::tells_code(self) {
            return acts::code(self, trial, answer, code).await;
        }
        let stuck = |seen| (seen, "code page".to_owned());
        let ask = self.ask(answer, true).filter(|ask| !ask.code.is_empty());
        let ask = ask.ok_or_else(|| {
            stuck(if answer.page.has_scripts { Seen::NeedsScript } else { Seen::NoForm })
        })?;
        if answer.page.has_captcha {
            return Err(stuck(Seen::Captcha));
        }
        let secret = match code {
            Code::Of(arm) => Some(trial.code(arm).await.ok_or_else(|| stuck(Seen::NoSeed))?),
            Code::Empty | Code::LeftOut => None,
        };
        let canary = &trial.service().canary;
        let filled = Filled {
            user: Some(Secret::new(canary.user.clone())),
            password: Some(canary.password.clone()).filter(|_| code == Code::Of(Arm::Right)),
            code: secret,
            leaves_code_out: code == Code::LeftOut,
            remembers: self.remembers,
        };
        let draft = ask.draft(answer, &filled).ok_or_else(|| stuck(Seen::NoForm))?;
        self.submit(trial, answer, &draft).await.map_err(stuck)
    }

    /// What the page is that somebody landed on.
    pub(crate) fn landing(&self, answer: &Answer) -> Landing {
        if matches!(answer.status, 423 | 429) || self.is_locked(answer) {
            return Landing::Ends(Seen::Locked);
        }
        if (500..600).contains(&answer.status) {
            return Landing::Ends(Seen::ServerError);
        }
        let how = self.how;
        let ask = self.ask(answer, true);
        let is_code = if how.marks.tells_code() {
            // A page that asks for the password too is where the log-in begins.
            how.marks.is_code(answer) && ask.as_ref().is_none_or(|ask| ask.password.is_none())
        } else {
            ask.as_ref().is_some_and(Ask::is_code_alone)
        };
        if is_code {
            return Landing::Code;
        }
        // Pages for somebody who is logged in may hold a form for a new password.
        if answer.is_ok() && how.marks.shows_session(answer) && !how.marks.is_refused(answer) {
            return Landing::Other;
        }
        let inputs = || answer.page.forms.iter().flat_map(|form| &form.inputs);
        if inputs().filter(|input| is_new_password(input)).count() > 0
            && !how.marks.is_refused(answer)
        {
            return Landing::Ends(Seen::PasswordExpired);
        }
        let asks_password = ask.as_ref().is_some_and(|ask| ask.password.is_some());
        if how.marks.is_refused(answer) || asks_password {
            return if answer.page.has_captcha {
                Landing::Ends(Seen::Captcha)
            } else {
                Landing::Refused
            };
        }
        if how.marks.is_session(answer) && answer.is_ok() {
            return Landing::Other;
        }
        // A name alone is asked for where a log-in begins.
        if ask.is_some_and(|ask| ask.user.is_some()) {
            return Landing::Refused;
        }
        if how.marks.is_code(answer) {
            return Landing::Code;
        }
        if answer.page.has_enrolment {
            return Landing::Ends(Seen::NotEnrolled);
        }
        if (400..500).contains(&answer.status) || refuses(&answer.page.text) {
            return Landing::Refused;
        }
        Landing::Other
    }

    pub(crate) fn ask(&self, answer: &Answer, password_was_sent: bool) -> Option<Ask> {
        let is_code_page = password_was_sent && self.how.marks.is_code(answer);
        Ask::of(answer, &self.how.fields, password_was_sent, is_code_page)
    }

    /// Sends what a form holds as that client, and follows.
    pub(crate) async fn hand_in(
        how: &'h How,
        browser: &mut Browser,
        trial: &mut Trial<'_, '_>,
        body: Body,
    ) -> Result<Answer, Seen> {
        let mut walk = Self::as_client(how, std::mem::take(browser));
        let answer = walk.send(trial, body).await;
        *browser = walk.browser;
        answer
    }

    /// Sends a form that was filled in.
    pub(crate) async fn submit(
        &mut self,
        trial: &mut Trial<'_, '_>,
        answer: &Answer,
        draft: &Draft,
    ) -> Result<Answer, Seen> {
        if let Some(answered) = self.browser.submit(trial, answer, draft).await {
            return answered;
        }
        let body = draft.body(answer).ok_or(Seen::NoForm)?;
        self.send(trial, body).await
    }

    /// Sends what a form holds, and follows; a page that goes on by itself is sent on.
    pub(crate) async fn send(
        &mut self,
        trial: &mut Trial<'_, '_>,
        body: Body,
    ) -> Result<Answer, Seen> {
        let mut answer = self.go(trial, sent(body)).await?;
        for _ in 0..FORMS_SENT_MAX {
            if answer.left_for.is_some() || self.ask(&answer, true).is_some() {
                break;
            }
            let Some(next) = goes_on(&answer) else { break };
            answer = self.go(trial, sent(next)).await?;
        }
        Ok(answer)
    }

    pub(super) async fn go(
        &mut self,
        trial: &mut Trial<'_, '_>,
        sent: Sent,
    ) -> Result<Answer, Seen> {
        match &self.how.end {
            Some(end) => self.browser.go(trial, sent, Leads::Until(end)).await,
            None => self.browser.go(trial, sent, Leads::Anywhere).await,
        }
    }

    fn is_locked(&self, answer: &Answer) -> bool {
        locking(&answer.page).iter().any(|said| !self.warned.contains(said))
    }

    fn no_form(&self, answer: &Answer, user_sent: bool) -> Seen {
        match answer.status {
            404 | 410 => Seen::Absent,
            423 | 429 => Seen::Locked,
            500..=599 => Seen::ServerError,
            _ if user_sent && (self.how.marks.is_refused(answer) || refuses(&answer.page.text)) => {
                Seen::Refused
            }
            _ if answer.page.has_scripts => Seen::NeedsScript,
            _ => Seen::NoForm,
        }
    }
}

fn sent(body: Body) -> Sent {
    match body.content {
        Some((kind, content)) => Sent { is_of_page: true, ..Sent::post(body.url, &kind, content) },
        None => Sent::get(body.url),
    }
}

/// A form that nobody types into and that goes on by itself, or at the press of its one button: how tokens are handed from
/// one service to the next, and pages that only ask to be clicked away.
fn goes_on(answer: &Answer) -> Option<Body> {
    let [form] = answer.page.forms.as_slice() else { return None };
    let is_still = form.inputs.iter().all(|input| input.kind == "hidden" || input.is_submit());
    let buttons = form.inputs.iter().filter(|input| input.is_submit()).count();
    let is_agreeing = form.inputs.iter().any(agrees);
    let is_handing_on =
        form.is_post && answer.is_ok() && (answer.page.links.is_empty() || is_agreeing);
    if !is_still || !is_handing_on || buttons > 1 || form.inputs.is_empty() {
        return None;
    }
    let pressed = form.inputs.iter().position(super::Input::is_submit);
    let pairs = form.pairs(&[], pressed, |_| false);
    form.body(&answer.page.base(&answer.url), &pairs)
}
