//! A client without a screen: cookies, redirects, and pages that lead on by themselves. Each step is checked by the gate and
//! written down.

use arvak_probe::Event;
use hyper::header::HeaderName;
use hyper::header::{CONTENT_TYPE, HeaderMap, LOCATION, SET_COOKIE, WWW_AUTHENTICATE};
use ipnet::IpNet;
use url::Url;

use super::line::{Line, Raw};
use super::screen::{Lasting, Person};
use super::{Draft, How, Jar, Page, Sent};
use crate::{Secret, Seen, Trial};

/// Most redirects and pages that lead on, one after the other.
const STEPS_MAX: usize = 12;

/// Most requests of one client.
const REQUESTS_MAX: usize = 80;

/// How far a client follows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leads<'u> {
    /// Wherever the gate lets it.
    Anywhere,
    /// Until something leads to this address: nothing is sent there.
    Until(&'u Url),
}

/// An answer, read.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Where it came from, after all redirects.
    pub(crate) url: Url,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// Its content as text.
    pub(crate) text: String,
    /// The same as a page, where it is one.
    pub(crate) page: Page,
    /// The names of the cookies that the visitor has there.
    pub(crate) cookies: Vec<String>,
    /// Where following ended because nothing is to be sent there.
    pub(crate) left_for: Option<Url>,
}

impl Answer {
    /// Whether the service answers that it did as it was asked.
    pub(crate) fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The content as JSON.
    pub(crate) fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_str(&self.text).ok()
    }

    /// Whether the content says that it is HTML, or does not say what it is.
    pub(crate) fn is_html(&self) -> bool {
        is_html(&self.headers)
    }

    /// The schemes of log-in that the server names, in lower case.
    pub(crate) fn challenges(&self) -> Vec<String> {
        let values = self.headers.get_all(WWW_AUTHENTICATE).iter();
        let words = values.filter_map(|value| value.to_str().ok()?.split_whitespace().next());
        words.map(str::to_ascii_lowercase).collect()
    }
}

fn is_html(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_none_or(|kind| kind.to_ascii_lowercase().contains("html"))
}

/// The client.
#[derive(Default)]
pub(crate) struct Browser {
    pub(crate) jar: Jar,
    /// Fields that go with every request: a credential that is no cookie.
    pub(crate) fields: Vec<(HeaderName, Secret)>,
    scope: Vec<IpNet>,
    requests: usize,
    /// Who looks at the pages with Chromium, where they need scripts.
    person: Option<Person>,
}

impl Browser {
    /// Somebody who was never there before.
    pub(crate) fn new(scope: &[IpNet]) -> Self {
        Self { scope: scope.to_vec(), ..Self::default() }
    }

    /// The same as a log-in needs it: with a browser that runs scripts where there is one.
    pub(crate) fn of(how: &How) -> Self {
        let person = how.screen.as_ref().map(|screen| screen.person(how.end.as_ref()));
        Self { person, ..Self::new(&how.scope) }
    }

    /// Who looks at the pages, where they need scripts.
    pub(crate) fn person(&self) -> Option<&Person> {
        self.person.as_ref()
    }

    /// The same, to do something as them.
    pub(crate) fn person_mut(&mut self) -> Option<&mut Person> {
        self.person.as_mut()
    }

    /// Fills in and sends a form of a page that needs scripts; nothing where pages are followed without.
    pub(crate) async fn submit(
        &mut self,
        trial: &mut Trial<'_, '_>,
        answer: &Answer,
        draft: &Draft,
    ) -> Option<Result<Answer, Seen>> {
        let scope = self.scope.clone();
        let person = self.person.as_mut()?;
        Some(person.submit(trial, answer, draft, &scope).await)
    }

    /// Another client with the same cookies and fields: what it does changes nothing here.
    pub(crate) fn twin(&self) -> Self {
        let (jar, fields) = (self.jar.clone(), self.fields.clone());
        let person = self.person.as_ref().map(Person::beside);
        Self { jar, fields, person, ..Self::new(&self.scope) }
    }

    /// The cookies of somebody at Chromium that outlast it.
    pub(crate) async fn lasting(&self) -> Result<Lasting, Seen> {
        self.person.as_ref().ok_or(Seen::Unexpected)?.lasting().await
    }

    /// Somebody new at Chromium with these cookies.
    pub(crate) async fn with_lasting(how: &How, cookies: &Lasting) -> Result<Self, Seen> {
        let mut new = Self::of(how);
        new.person.as_mut().ok_or(Seen::Unexpected)?.take(cookies).await?;
        Ok(new)
    }

    /// Somebody with these cookies.
    pub(crate) fn with_jar(scope: &[IpNet], jar: Jar) -> Self {
        Self { jar, ..Self::new(scope) }
    }

    /// Sends, and follows where the answer leads.
    pub(crate) async fn go(
        &mut self,
        trial: &mut Trial<'_, '_>,
        sent: Sent,
        leads: Leads<'_>,
    ) -> Result<Answer, Seen> {
        if let (Some(person), None) = (self.person.as_mut(), &sent.content) {
            return person.open(trial, &sent.url, &self.scope).await;
        }
        let mut sent = sent;
        for _ in 0..STEPS_MAX {
            let mut answer = self.once(trial, &sent).await?;
            if let Leads::Until(end) = leads
                && let Some(next) = hands_to(&answer, end)
            {
                answer.left_for = Some(next);
                return Ok(answer);
            }
            let Some((next, keeps)) = leads_to(&answer) else { return Ok(answer) };
            if matches!(leads, Leads::Until(end) if is_same_place(&next, end)) {
                answer.left_for = Some(next);
                return Ok(answer);
            }
            let is_stranger = next.origin() != sent.url.origin();
            if keeps && is_stranger && sent.content.is_some() {
                // The same secrets would go to somebody else.
                redirect(trial, &next, Some(Seen::OutOfScope));
                return Err(Seen::OutOfScope);
            }
            redirect(trial, &next, None);
            sent = if keeps { Sent { url: next, ..sent } } else { Sent::get(next) };
        }
        Err(Seen::TooManySteps)
    }

    /// Asks for a page, and follows where it leads.
    pub(crate) async fn get(
        &mut self,
        trial: &mut Trial<'_, '_>,
        url: &Url,
    ) -> Result<Answer, Seen> {
        self.go(trial, Sent::get(url.clone()), Leads::Anywhere).await
    }

    /// One exchange, nothing followed.
    pub(crate) async fn once(
        &mut self,
        trial: &mut Trial<'_, '_>,
        sent: &Sent,
    ) -> Result<Answer, Seen> {
        // A connection for each question: were an old one broken, nobody could know whether a password was taken, and it is
        // never sent twice; and nobody holds a place at the host while waiting for the next code.
        self.over(trial, &mut None, sent).await
    }

    /// One exchange over a connection that stands, where there is one and it was not to be closed; it stays for the next.
    pub(crate) async fn over(
        &mut self,
        trial: &mut Trial<'_, '_>,
        kept: &mut Option<Line>,
        sent: &Sent,
    ) -> Result<Answer, Seen> {
        if self.requests >= REQUESTS_MAX {
            return Err(Seen::TooManySteps);
        }
        self.requests += 1;
        let mut full = sent.clone();
        full.fields.extend(self.fields.iter().cloned());
        let cookies = self.jar.field(&full.url);
        let line = match kept.take() {
            Some(line) => Ok(line),
            None => Line::open(trial, &full.url, &self.scope).await,
        };
        let exchanged = match line {
            Ok(mut line) => {
                let exchanged = line.exchange(&full, cookies.as_deref()).await;
                *kept = exchanged.as_ref().is_ok_and(Raw::stays_open).then_some(line);
                exchanged
            }
            Err(seen) => Err(seen),
        };
        let raw = exchanged.inspect_err(|seen| lost(trial, &full.url, *seen))?;
        Ok(self.read(trial, full.url, &raw))
    }

    fn read(&mut self, trial: &mut Trial<'_, '_>, url: Url, raw: &Raw) -> Answer {
        let now = trial.clock().now();
        for field in raw.headers.get_all(SET_COOKIE) {
            let field = String::from_utf8_lossy(field.as_bytes());
            if let Some(value) = self.jar.take(&url, &field, now) {
                trial.hide(value);
            }
        }
        let text = String::from_utf8_lossy(&raw.bytes).into_owned();
        let page = if is_html(&raw.headers) { Page::read(&text) } else { Page::default() };
        trial.event(Event::Http {
            url: url.to_string(),
            status: raw.status,
            headers: told(&raw.headers),
        });
        let (status, headers, cookies) = (raw.status, raw.headers.clone(), self.jar.names(&url));
        Answer { url, status, headers, text, page, cookies, left_for: None }
    }
}

/// The fields of an answer that say how a log-in went.
pub(super) fn told(headers: &HeaderMap) -> Vec<(String, String)> {
    let kept = [LOCATION, SET_COOKIE, WWW_AUTHENTICATE, CONTENT_TYPE];
    let values = kept.into_iter().flat_map(|name| {
        let values = headers.get_all(&name).iter().take(20);
        let pairs = values.map(|value| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).chars().take(500).collect(),
            )
        });
        pairs.collect::<Vec<_>>()
    });
    values.collect()
}

/// Where an answer leads by itself, and whether the same is to be sent there again.
fn leads_to(answer: &Answer) -> Option<(Url, bool)> {
    if let 301 | 302 | 303 | 307 | 308 = answer.status {
        let location = answer.headers.get(LOCATION)?;
        let next = answer.url.join(&String::from_utf8_lossy(location.as_bytes())).ok()?;
        return Some((next, matches!(answer.status, 307 | 308)));
    }
    // Who may type something stays; a page with a form does not run away.
    let page = &answer.page;
    let is_typed = page.forms.iter().any(|form| form.inputs.iter().any(super::Input::is_typed));
    if !answer.is_ok() || is_typed {
        return None;
    }
    let by_script =
        page.script_leads.as_ref().filter(|_| page.forms.is_empty() && page.links.is_empty());
    let address = page.refresh.as_ref().or(by_script)?;
    let next = page.base(&answer.url).join(address).ok()?;
    // A page that only loads itself anew leads nowhere.
    (next != answer.url).then_some((next, false))
}

/// Where a form goes that hands something on to `end`: nobody types into it, and a browser would send it.
fn hands_to(answer: &Answer, end: &Url) -> Option<Url> {
    let is_still = |form: &&super::Form| {
        form.is_post && !form.inputs.is_empty() && !form.inputs.iter().any(super::Input::is_typed)
    };
    let base = answer.page.base(&answer.url);
    let places = answer.page.forms.iter().filter(is_still);
    let mut places = places.filter_map(|form| Some(form.body(&base, &[])?.url));
    places.find(|place| is_same_place(place, end))
}

/// Whether two addresses differ in their query at most.
pub(super) fn is_same_place(a: &Url, b: &Url) -> bool {
    a.origin() == b.origin() && a.path() == b.path()
}

fn redirect(trial: &mut Trial<'_, '_>, next: &Url, refused: Option<Seen>) {
    trial.event(Event::Redirect {
        location: next.to_string(),
        followed: refused.is_none(),
        code: refused.map(|seen| seen.code().to_owned()),
    });
}

pub(super) fn lost(trial: &mut Trial<'_, '_>, url: &Url, seen: Seen) {
    let place = format!("{}{}", url.host_str().unwrap_or_default(), url.path());
    trial.event(Event::Note { code: "lost".to_owned(), detail: format!("{place}: {seen}") });
}
