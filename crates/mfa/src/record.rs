//! Recording a recipe: somebody logs in once with the canary, page after page, and says of each what is what.
//!
//! What is sent is right, so nothing adds up at the account; what was done becomes the steps.

mod write;

use arvak_core::{Digest, EntityId};
use arvak_probe::{Check, Context, Host, Look, ProbeError, Recorder};
use url::Url;

use crate::recipe::GOES_ON;
use crate::web::{
    Answer, Ask, Browser, Draft, Element, How, Screen, Selector, Walk, ends_session, refuses,
};
use crate::{Arm, Codes, Fields, PERMITS, Params, Secret, Seen, Service, Trial, VERSION, What};

use write::Written;

/// Most pages of a log-in.
const PAGES_MAX: usize = 8;

/// Most characters of a page that are shown.
const TEXT_CHARS_MAX: usize = 240;

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// It asks for a name, a password, or a code.
    Asks,
    /// It refuses.
    Refuses,
    /// It is for somebody who is logged in.
    Session,
}

/// A control on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// `text`, `password`, `submit` …
    pub kind: String,
    /// How it is found: its name, or a selector.
    pub spot: String,
    /// What a person knows it by.
    pub told: String,
}

/// A page, as it is shown to whoever records. No secret stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its address.
    pub url: String,
    /// Its status.
    pub status: u16,
    /// How its text begins.
    pub text: String,
    /// What may be typed into or pressed.
    pub controls: Vec<Control>,
}

/// Whoever records: sees each page, and says what is what. Numbers are those of the controls.
pub trait Asks: Send {
    /// Shows a page.
    fn show(&mut self, shown: &Shown);
    /// What the page is.
    fn looks(&mut self, guess: Looks) -> Looks;
    /// Which control takes that; nothing when none does.
    fn control(&mut self, what: What, guess: Option<usize>) -> Option<usize>;
    /// Which button goes on; nothing for whichever the form has.
    fn button(&mut self, guess: Option<usize>) -> Option<usize>;
    /// A selector for an element that only somebody sees who is logged in.
    fn session(&mut self, guess: &str) -> String;
}

/// Why nothing was recorded: what was seen, and on which page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrecorded {
    /// What was seen.
    pub seen: Seen,
    /// The number of the page, from one.
    pub page: usize,
}

/// A control and where it stands.
struct Found {
    form: usize,
    input: usize,
    control: Control,
}

/// Logs in once at `start`, and writes the recipe down as TOML.
pub async fn record(
    service: &Service,
    host: &Host,
    context: &Context<'_>,
    codes: &Codes,
    start: &str,
    asks: &mut dyn Asks,
) -> Result<Result<String, Unrecorded>, ProbeError> {
    let check = check(service, host)?;
    let mut recorder = Recorder::new(&check, VERSION, context);
    let mut trial = Trial::new(service, context.net, context.clock, codes, &mut recorder);
    let Ok(start) = &Url::parse(start) else {
        return Ok(Err(Unrecorded { seen: Seen::Settings, page: 1 }));
    };
    let is_scripted = matches!(&service.params, Params::HttpForm(form) if form.browser);
    let screen = if is_scripted { Screen::start(&mut trial).await } else { None };
    if is_scripted && screen.is_none() {
        return Ok(Err(Unrecorded { seen: Seen::NeedsScript, page: 1 }));
    }
    let how = How { screen, ..How::default() };
    let mut written = Written::new(start, is_scripted);
    let mut browser = Browser::of(&how);
    let (mut next, mut sent) = (browser.get(&mut trial, start).await, false);
    for page in 1..=PAGES_MAX {
        let stuck = |seen| Ok(Err(Unrecorded { seen, page }));
        let answer = match next {
            Ok(answer) => answer,
            Err(seen) => return stuck(seen),
        };
        if answer.page.has_captcha {
            return stuck(Seen::Captcha);
        }
        let found = found(&answer);
        asks.show(&shown(&trial, &answer, &found));
        let guess = Ask::of(&answer, &Fields::default(), sent, false);
        match asks.looks(looks(&answer, guess.as_ref(), sent)) {
            Looks::Refuses => return stuck(Seen::Refused),
            Looks::Session => {
                let mark = asks.session(&session_mark(&answer));
                return Ok(Ok(written.finish(&answer.url, &mark)));
            }
            Looks::Asks => {}
        }
        let typed = typed(&mut trial, asks, &found, guess.as_ref()).await;
        let Some((draft, steps)) = typed else { return stuck(Seen::NoForm) };
        if sent && steps.iter().any(|(what, _)| *what == What::Code) {
            written.second_factor(steps.iter().find(|(what, _)| *what == What::Code));
        }
        let button = button(asks, &found, &draft);
        let pressed = button.and_then(|number| found.get(number));
        sent |= steps.iter().any(|(what, _)| *what == What::Password);
        written.page(&steps, pressed.map(|found| found.control.spot.as_str()));
        let draft = Draft { pressed: pressed.map(|found| found.input).or(draft.pressed), ..draft };
        next = match browser.submit(&mut trial, &answer, &draft).await {
            Some(answered) => answered,
            None => match draft.body(&answer) {
                Some(body) => Walk::hand_in(&how, &mut browser, &mut trial, body).await,
                None => Err(Seen::NoForm),
            },
        };
    }
    Ok(Err(Unrecorded { seen: Seen::TooManySteps, page: PAGES_MAX }))
}

/// What goes where, as it was said; nothing when nothing goes anywhere.
async fn typed(
    trial: &mut Trial<'_, '_>,
    asks: &mut dyn Asks,
    found: &[Found],
    guess: Option<&Ask>,
) -> Option<(Draft, Vec<(What, String)>)> {
    let number = |form: usize, input: Option<usize>| {
        found.iter().position(|found| found.form == form && Some(found.input) == input)
    };
    let guessed =
        |input: fn(&Ask) -> Option<usize>| guess.and_then(|ask| number(ask.form, input(ask)));
    let (mut draft, mut steps) = (Draft::default(), Vec::new());
    for (what, guess) in [
        (What::User, guessed(|ask| ask.user)),
        (What::Password, guessed(|ask| ask.password)),
        (What::Code, guessed(|ask| ask.code.first().copied())),
    ] {
        let Some(control) = asks.control(what, guess).and_then(|number| found.get(number)) else {
            continue;
        };
        let secret = match what {
            What::User => Secret::new(trial.service().canary.user.clone()),
            What::Password => trial.password(Arm::Right),
            What::Code => trial.code(Arm::Right).await?,
        };
        draft.form = control.form;
        draft.values.push((control.input, secret));
        steps.push((what, control.control.spot.clone()));
    }
    (!steps.is_empty()).then_some((draft, steps))
}

fn button(asks: &mut dyn Asks, found: &[Found], draft: &Draft) -> Option<usize> {
    let is_button =
        |found: &Found| matches!(found.control.kind.as_str(), "submit" | "image" | "button");
    let guess = found.iter().position(|found| found.form == draft.form && is_button(found));
    asks.button(guess)
}

fn looks(answer: &Answer, guess: Option<&Ask>, sent: bool) -> Looks {
    let asks_again = sent && guess.is_some_and(|ask| ask.password.is_some());
    match guess {
        _ if asks_again || (answer.status >= 400 && sent) => Looks::Refuses,
        Some(ask) if !sent || ask.is_code_alone() => Looks::Asks,
        _ if refuses(&answer.page.text) => Looks::Refuses,
        _ if sent => Looks::Session,
        _ => Looks::Asks,
    }
}

/// Everything on a page that may be typed into or pressed.
fn found(answer: &Answer) -> Vec<Found> {
    let forms = answer.page.forms.iter().enumerate();
    let mut found = Vec::new();
    for (form, of_page) in forms {
        for (input, control) in of_page.inputs.iter().enumerate() {
            if matches!(control.kind.as_str(), "hidden" | "file" | "reset") {
                continue;
            }
            let told = format!("{} {}", control.told.trim(), control.near);
            let told = told.trim().chars().take(60).collect();
            let control = Control { kind: control.kind.clone(), spot: spot(answer, control), told };
            found.push(Found { form, input, control });
        }
    }
    found
}

/// How a control is found again: by its name where no other has it, by its id, or by its type.
fn spot(answer: &Answer, input: &crate::web::Input) -> String {
    let all = || answer.page.forms.iter().flat_map(|form| &form.inputs);
    let count = all().filter(|other| other.name == input.name).count();
    if count == 1 && !input.name.is_empty() {
        return input.name.clone();
    }
    let Some(element) = Element::at(&answer.text, input.tag) else { return input.name.clone() };
    let with = |name: &str| {
        let value = element.attribute(name).filter(|value| !value.contains(['\'', '"']))?;
        Some(format!("{}[{name}='{value}']", element.name()))
    };
    let id = element.attribute("id").map(|id| format!("#{id}"));
    let told = ["type", "autocomplete", "placeholder", "aria-label", "value", "class"].map(with);
    let bare = Some(element.name().to_owned());
    let candidates = [id].into_iter().chain(told).chain([bare]).flatten();
    // The first element that a selector finds is the one that is taken.
    let is_it = |candidate: &String| {
        let found = Selector::read(candidate).map(|selector| selector.find(&answer.text));
        found.is_ok_and(|found| found.first().is_some_and(|first| first.tag == input.tag))
    };
    let found = candidates.into_iter().find(is_it);
    let fallback = if input.is_typed() { input.name.clone() } else { GOES_ON.to_owned() };
    found.unwrap_or(fallback)
}

fn shown(trial: &Trial<'_, '_>, answer: &Answer, found: &[Found]) -> Shown {
    let mut url = answer.url.clone();
    url.set_query(None);
    Shown {
        url: trial.cleaned(url.as_str()),
        status: answer.status,
        text: trial.cleaned(&answer.page.text).chars().take(TEXT_CHARS_MAX).collect(),
        controls: found.iter().map(|found| found.control.clone()).collect(),
    }
}

/// What only somebody sees who may leave.
fn session_mark(answer: &Answer) -> String {
    const WORDS: [&str; 7] =
        ["logout", "logoff", "signout", "sign-out", "log-out", "logg-ut", "loggut"];
    let mut links = answer.page.links.iter();
    let link = links.find(|(to, text)| ends_session(text) || ends_session(&to.to_lowercase()));
    let Some((address, _)) = link else { return String::new() };
    match WORDS.iter().find(|word| address.contains(**word)) {
        Some(word) => format!("a[href*='{word}']"),
        None if !address.contains('\'') => format!("a[href='{address}']"),
        None => String::new(),
    }
}

fn check(service: &Service, host: &Host) -> Result<Check, ProbeError> {
    let digest = Digest::of(service.id.as_bytes()).to_string();
    let id = format!("service/at-{}", digest.chars().take(24).collect::<String>());
    let bad = |error: arvak_core::id::BadId| ProbeError::BadCheck {
        subject: service.id.clone(),
        why: error.to_string(),
    };
    let subject: EntityId = id.parse().map_err(bad)?;
    Ok(Check {
        probe: PERMITS.parse().map_err(bad)?,
        subject,
        host: host.clone(),
        port: None,
        look: Look::Proved,
        domain: host.to_string(),
    })
}
