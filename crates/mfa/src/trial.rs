//! What a kind gets for one trial: the door, the clock, passwords and codes, and a transcript that no secret gets into.

use arvak_probe::transcript::LogInSeen;
use arvak_probe::{Clock, Event, Net, Recorder};
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use crate::{Arm, Attempt, Codes, Secret, Seen, Service, Way};

/// What stands where a secret stood.
const HIDDEN: &str = "***";

/// Most characters of a detail.
const DETAIL_CHARS_MAX: usize = 200;

/// Shorter secrets are not looked for in texts: they would be found everywhere.
const SECRET_BYTES_MIN: usize = 4;

/// The code of the note that a trial was not carried out to its end.
pub(crate) const CUT_NOTE: &str = "trial-cut";

/// The code of the note, for those who listen, that an arm begins, or the other ways in do; its detail is the arm, or `ways`.
pub const ARM_NOTE: &str = "arm-begins";

/// The detail of it for the other ways in.
pub(crate) const WAYS: &str = "ways";

/// The code of the note, for those who listen, that a step of the recipe was done: its number from 1, its word, what was
/// met as a code, and where a page came of it its status and its address without the query, each after a blank.
pub const STEP_NOTE: &str = "recipe-step";

/// A code for somebody who has none.
const NO_CODE: &str = "471938";

/// One trial of one service.
pub struct Trial<'a, 'r> {
    service: &'a Service,
    net: &'a Net,
    clock: &'a dyn Clock,
    codes: &'a Codes,
    recorder: &'a mut Recorder<'r>,
    secrets: Vec<Secret>,
    heard: Option<UnboundedSender<Event>>,
}

impl<'a, 'r> Trial<'a, 'r> {
    /// A trial whose steps are written by `recorder`.
    pub fn new(
        service: &'a Service,
        net: &'a Net,
        clock: &'a dyn Clock,
        codes: &'a Codes,
        recorder: &'a mut Recorder<'r>,
    ) -> Self {
        let canary = &service.canary;
        let mut secrets = vec![canary.password.clone(), canary.wrong_password()];
        secrets.extend(canary.seed.clone());
        Self { service, net, clock, codes, recorder, secrets, heard: None }
    }

    /// The same trial at another way in: the same account, codes and transcript.
    pub(crate) fn at<'b>(&'b mut self, there: &'b Service) -> Trial<'b, 'r> {
        let secrets = self.secrets.clone();
        let (net, clock, codes) = (self.net, self.clock, self.codes);
        let heard = self.heard.clone();
        Trial { service: there, net, clock, codes, recorder: self.recorder, secrets, heard }
    }

    /// Somebody hears what happens while it happens, without the canary's secrets.
    pub(crate) fn heard_by(mut self, heard: Option<UnboundedSender<Event>>) -> Self {
        self.heard = heard;
        self
    }

    /// The service.
    pub fn service(&self) -> &'a Service {
        self.service
    }

    /// The door. Connections are made with [`Trial::recorder`], so that each is written down.
    pub fn net(&self) -> &'a Net {
        self.net
    }

    /// The clock.
    pub fn clock(&self) -> &'a dyn Clock {
        self.clock
    }

    /// For [`Net`]'s own events, which hold addresses alone. Everything else goes through [`Trial::event`].
    pub fn recorder(&mut self) -> &mut Recorder<'r> {
        self.recorder
    }

    /// The password of an arm.
    pub fn password(&self, arm: Arm) -> Secret {
        match arm {
            Arm::WrongPassword => self.service.canary.wrong_password(),
            Arm::WrongCode | Arm::Right => self.service.canary.password.clone(),
        }
    }

    /// The code of an arm: one that is none for [`Arm::WrongCode`], and otherwise a right one that has not been sent yet.
    /// For that it may wait until the next step begins. Nothing when the canary has no seed.
    pub async fn code(&mut self, arm: Arm) -> Option<Secret> {
        let canary = &self.service.canary;
        let totp = canary.totp;
        // Without a seed every code is wrong.
        let no_seed =
            (arm == Arm::WrongCode && canary.seed.is_none()).then(|| Secret::new(NO_CODE));
        if no_seed.is_some() {
            return no_seed;
        }
        let seed = canary.seed.as_ref()?;
        let code = if arm == Arm::WrongCode {
            totp.wrong_code(seed, totp.step(self.clock.now()))?
        } else {
            let step = self.codes.take(&totp, self.clock.now());
            if let Some(wait) = totp.until(step, self.clock.now()) {
                self.clock.sleep(wait).await;
            }
            totp.code(seed, step)?
        };
        self.hide(code.clone());
        Some(code)
    }

    /// Waits until the next step of time begins, and with it another code.
    pub(crate) async fn next_step(&mut self) {
        let (totp, now) = (self.service.canary.totp, self.clock.now());
        if let Some(wait) = totp.until(totp.step(now) + 1, now) {
            self.clock.sleep(wait).await;
        }
    }

    /// From now on `secret` is taken out of everything that is written: tokens, the values of cookies.
    pub fn hide(&mut self, secret: Secret) {
        if secret.reveal().len() >= SECRET_BYTES_MIN && !self.secrets.contains(&secret) {
            self.secrets.push(secret);
        }
    }

    /// Writes an event down, without the canary's secrets.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "as a recorder takes it: nothing of it is left outside"
    )]
    pub fn event(&mut self, event: Event) {
        if let Some(event) = self.without_secrets(&event) {
            self.hear(&event);
            self.recorder.event(event);
        }
    }

    /// Tells those who listen, and writes nothing down.
    pub(crate) fn tell(&self, code: &str, detail: &str) {
        if self.heard.is_some() {
            let note = Event::Note { code: code.to_owned(), detail: short(detail) };
            if let Some(note) = self.without_secrets(&note) {
                self.hear(&note);
            }
        }
    }

    fn hear(&self, event: &Event) {
        if let Some(heard) = &self.heard {
            // Whoever listened may have left: the trial goes on.
            drop(heard.send(event.clone()));
        }
    }

    fn without_secrets(&self, event: &Event) -> Option<Event> {
        let mut value = serde_json::to_value(event).ok()?;
        self.clean(&mut value);
        serde_json::from_value(value).ok()
    }

    /// Writes down something worth keeping.
    pub fn note(&mut self, code: &str, detail: &str) {
        self.event(Event::Note { code: code.to_owned(), detail: short(detail) });
    }

    /// Writes down what one arm met.
    pub(crate) fn write_arm(&mut self, arm: Arm, attempt: &Attempt) {
        self.event(Event::LogIn(LogInSeen {
            trial: arm.name().to_owned(),
            way: None,
            after_password: attempt.after_password.map(|seen| seen.code().to_owned()),
            seen: attempt.end.code().to_owned(),
            with_right_code: attempt.with_right_code,
            detail: short(&attempt.detail),
        }));
    }

    /// Writes down that the trial took too long, and what was to come was not tried.
    pub(crate) fn cut(&mut self) {
        let detail = "the trial took longer than it may".to_owned();
        self.event(Event::Note { code: CUT_NOTE.to_owned(), detail });
    }

    /// Writes down how things looked before.
    pub(crate) fn write_before(&mut self, seen: Seen) {
        let (trial, seen) = ("before".to_owned(), seen.code().to_owned());
        self.event(Event::LogIn(LogInSeen { trial, seen, ..LogInSeen::default() }));
    }

    /// Writes down what another way in met.
    pub(crate) fn write_way(&mut self, way: &Way) {
        self.event(Event::LogIn(LogInSeen {
            trial: "way".to_owned(),
            way: Some(way.name.clone()),
            seen: way.seen.code().to_owned(),
            detail: short(&way.detail),
            ..LogInSeen::default()
        }));
    }

    /// Whether a text holds the canary's password, right or wrong.
    pub(crate) fn holds_password(&self, text: &str) -> bool {
        let canary = &self.service.canary;
        [canary.password.clone(), canary.wrong_password()].iter().any(|password| {
            spellings(&canary.user, password.reveal())
                .iter()
                .any(|spelt| text.contains(spelt.reveal()))
        })
    }

    /// A text without the secrets of this trial, also where they are percent-encoded or in base64 with the user's name.
    pub fn cleaned(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            for spelt in spellings(&self.service.canary.user, secret.reveal()) {
                if text.contains(spelt.reveal()) {
                    text = text.replace(spelt.reveal(), HIDDEN);
                }
            }
        }
        text
    }

    fn clean(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.cleaned(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.clean(value)),
            Value::Object(values) => values.values_mut().for_each(|value| self.clean(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// How a secret may stand in what a service sends back.
fn spellings(user: &str, secret: &str) -> Vec<Secret> {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let basic = STANDARD.encode(format!("{user}:{secret}"));
    let spelt = [secret.to_owned(), encoded, STANDARD.encode(secret), basic];
    spelt.into_iter().filter(|spelt| spelt.len() >= SECRET_BYTES_MIN).map(Secret::new).collect()
}

fn short(detail: &str) -> String {
    detail.chars().take(DETAIL_CHARS_MAX).collect()
}
