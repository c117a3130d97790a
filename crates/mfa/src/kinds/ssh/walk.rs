//! One connection: what the server asks for is given as far as the hand goes.

use std::sync::Arc;

use arvak_probe::Target;
use russh::keys::PrivateKey;

use crate::door;
use crate::kinds::mail::seen_of;
use crate::wire::Trouble;
use crate::wire::prompt::{Wanted, wanted};
use crate::wire::ssh::{HostKey, Method, Reply, Shell};
use crate::{Arm, Attempt, Secret, Seen, Trial, Way};

/// Most steps of one connection: methods, and rounds of questions.
const STEPS_MAX: usize = 12;

/// What may be given.
#[derive(Clone, Default)]
pub(super) struct Hand {
    /// A key, right or made up.
    pub(super) key: Option<Arc<PrivateKey>>,
    /// A password, right or wrong.
    pub(super) password: Option<Secret>,
    /// The arm whose code is given; nothing when none is.
    pub(super) code_in: Option<Arm>,
    /// Whether the code may stand behind the password in one word.
    pub(super) in_one: bool,
}

/// How a walk ended.
#[derive(Clone, Debug)]
pub(super) struct End {
    seen: Seen,
    after_password: Option<Seen>,
    with_right_code: bool,
    detail: String,
}

/// Why no further step is taken.
enum Stop {
    /// What was met.
    Met(Seen, String),
    /// The conversation ended.
    Trouble(Trouble),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// One connection.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that may have happened on the way"
)]
pub(super) struct Walk {
    pub(super) hand: Hand,
    arm: Arm,
    claims_code: bool,
    /// Methods that were used already.
    used: Vec<Method>,
    /// Whether the key was taken.
    key_taken: bool,
    /// Whether the server said that a step was right.
    went_further: bool,
    /// Whether the password was said.
    pub(super) said_password: bool,
    /// The same since the server last said that a step was right: another method may ask for it anew.
    said_since: bool,
    /// Whether a code was said.
    said_code: bool,
    /// Whether the second factor was asked for in a message of its own, after the first was given.
    asked_after: bool,
    /// Whether the password was refused as such where nothing but a password was offered.
    pub(super) only_password_refused: bool,
}

impl End {
    pub(super) fn seen(seen: Seen) -> Self {
        Self { seen, after_password: None, with_right_code: false, detail: String::new() }
    }

    pub(super) fn way(self, name: String) -> Way {
        Way { name, seen: self.seen, detail: self.detail }
    }

    pub(super) fn attempt(self) -> Attempt {
        let Self { seen, after_password, with_right_code, detail } = self;
        Attempt { after_password, end: seen, with_right_code, detail }
    }
}

impl Walk {
    pub(super) fn new(hand: Hand, arm: Arm, claims_code: bool) -> Self {
        Self {
            hand,
            arm,
            claims_code,
            used: Vec::new(),
            key_taken: false,
            went_further: false,
            said_password: false,
            said_since: false,
            said_code: false,
            asked_after: false,
            only_password_refused: false,
        }
    }

    /// Connects, looks at the server's key, and goes as far as the hand goes.
    pub(super) async fn go(
        &mut self,
        target: &Target,
        host_key: Option<HostKey>,
        trial: &mut Trial<'_, '_>,
    ) -> End {
        let stream = match door::connect(trial, target).await {
            Ok(stream) => stream,
            Err(seen) => return End::seen(seen),
        };
        let user = trial.service().canary.user.clone();
        let (seen, detail) = match Shell::greet(stream, host_key, &user).await {
            Ok(mut shell) => {
                let walked = self.steps(&mut shell, trial).await;
                shell.leave().await;
                match walked {
                    Ok(seen) => (seen, String::new()),
                    Err(Stop::Met(seen, detail)) => (seen, detail),
                    Err(Stop::Trouble(trouble)) => {
                        (seen_of(&target.host, &trouble), trouble.to_string())
                    }
                }
            }
            Err(trouble) => (seen_of(&target.host, &trouble), trouble.to_string()),
        };
        self.end(seen, detail)
    }

    fn end(&self, seen: Seen, detail: String) -> End {
        let is_alone = !self.said_code && self.claims_code;
        let after_password = if self.asked_after {
            Some(Seen::SecondFactorAsked)
        } else if is_alone || !self.claims_code {
            // What came, came to the first factor alone.
            Some(seen)
        } else {
            None
        };
        let with_right_code = self.arm == Arm::WrongPassword && self.said_code;
        End { seen, after_password, with_right_code, detail }
    }

    async fn steps(&mut self, shell: &mut Shell, trial: &mut Trial<'_, '_>) -> Result<Seen, Stop> {
        let mut reply = shell.methods().await?;
        for _ in 0..STEPS_MAX {
            let open = match reply {
                Reply::In => return Ok(Seen::Session),
                Reply::Asked(prompts) => {
                    let answers = self.answers(&prompts, trial).await?;
                    reply = shell.answer(answers).await?;
                    self.heard(&reply);
                    continue;
                }
                Reply::Further(open) | Reply::No(open) => open,
            };
            let Some(method) = self.next(&open) else { return Ok(self.nothing_left(&open)) };
            self.used.push(method);
            reply = self.use_method(method, &open, shell, trial).await?;
            self.heard(&reply);
            if matches!(reply, Reply::No(_)) && self.is_decided(method) {
                return Ok(Seen::Refused);
            }
        }
        Err(Stop::Met(Seen::TooManySteps, String::new()))
    }

    fn heard(&mut self, reply: &Reply) {
        if matches!(reply, Reply::Further(_)) {
            self.went_further = true;
            // After a step that was right the same method may be asked for anew.
            self.used.retain(|method| *method == Method::Key);
            self.said_since = false;
        }
    }

    /// The next method: keys first, for they are never wrong by themselves, then questions, which can ask for both.
    fn next(&self, open: &[Method]) -> Option<Method> {
        let has = |method: Method| match method {
            Method::Key => self.hand.key.is_some(),
            Method::Interactive => {
                self.hand.password.is_some() || self.hand.code_in.is_some() || self.key_taken
            }
            Method::Password => self.hand.password.is_some(),
        };
        [Method::Key, Method::Interactive, Method::Password]
            .into_iter()
            .find(|method| open.contains(method) && !self.used.contains(method) && has(*method))
    }

    /// What it means that nothing in the hand opens any further.
    fn nothing_left(&self, open: &[Method]) -> Seen {
        let tried_since = self.used.iter().any(|method| *method != Method::Key);
        if self.went_further && !tried_since && !open.is_empty() {
            return Seen::SecondFactorAsked;
        }
        if self.used.is_empty() { Seen::NotOffered } else { Seen::Refused }
    }

    async fn use_method(
        &mut self,
        method: Method,
        open: &[Method],
        shell: &mut Shell,
        trial: &mut Trial<'_, '_>,
    ) -> Result<Reply, Stop> {
        match (method, self.hand.key.clone(), self.hand.password.clone()) {
            (Method::Key, Some(key), _) => {
                let reply = shell.key(&key).await?;
                self.key_taken = matches!(reply, Reply::In | Reply::Further(_));
                Ok(reply)
            }
            (Method::Password, _, Some(password)) => {
                self.asked_after |= self.key_taken && !self.claims_code && self.hand.key.is_some();
                let mut word = password;
                if let Some(arm) = self.hand.code_in.filter(|_| self.hand.in_one) {
                    word = self.with_code(&word, arm, trial).await?;
                }
                (self.said_password, self.said_since) = (true, true);
                let reply = shell.password(word.reveal()).await?;
                let is_only = !open.contains(&Method::Interactive);
                self.only_password_refused = is_only && matches!(reply, Reply::No(_));
                Ok(reply)
            }
            _ => Ok(shell.ask().await?),
        }
    }

    /// Whether a no to this method is the end: another try would send the same, or say more than the arm allows. What
    /// was only asked for by another method may still be tried, when nothing was said yet.
    fn is_decided(&self, method: Method) -> bool {
        match method {
            // With the password alone every method is asked; they may look at it in different places.
            _ if self.hand.code_in.is_none() && self.claims_code => false,
            Method::Key => true,
            Method::Interactive | Method::Password => self.said_password || self.said_code,
        }
    }

    async fn answers(
        &mut self,
        prompts: &[String],
        trial: &mut Trial<'_, '_>,
    ) -> Result<Vec<String>, Stop> {
        let first_given = self.said_password || self.key_taken;
        let mut answers = Vec::new();
        for prompt in prompts {
            let answer = match wanted(prompt) {
                Wanted::Password => self.password(first_given)?,
                Wanted::Code => {
                    let is_before_password = self.hand.password.is_some() && !self.said_password;
                    self.asked_after |= first_given && !is_before_password;
                    self.code(trial).await?
                }
                Wanted::Both => {
                    let word = self.password(first_given)?;
                    let Some(arm) = self.hand.code_in else { return Err(asked_for_more()) };
                    self.with_code(&word, arm, trial).await?
                }
                Wanted::Unknown => {
                    let prompt: String =
                        prompt.chars().filter(|c| !c.is_control()).take(60).collect();
                    return Err(Stop::Met(Seen::Unexpected, format!("it asks: {prompt}")));
                }
            };
            answers.push(answer.reveal().to_owned());
        }
        Ok(answers)
    }

    /// The password, once: whoever asks for it again has refused it.
    fn password(&mut self, first_given: bool) -> Result<Secret, Stop> {
        if self.hand.password.is_some() && self.said_since {
            return Err(Stop::Met(Seen::Refused, "the password was asked for again".to_owned()));
        }
        // Where a key and a password are claimed, the password is the second.
        self.asked_after |= first_given && !self.claims_code;
        let password = self.hand.password.clone().ok_or_else(asked_for_more)?;
        (self.said_password, self.said_since) = (true, true);
        Ok(password)
    }

    async fn code(&mut self, trial: &mut Trial<'_, '_>) -> Result<Secret, Stop> {
        let Some(arm) = self.hand.code_in else { return Err(asked_for_more()) };
        if self.said_code {
            return Err(Stop::Met(Seen::Refused, "the code was asked for again".to_owned()));
        }
        self.said_code = true;
        let code = trial.code(arm).await;
        code.ok_or_else(|| Stop::Met(Seen::NoSeed, String::new()))
    }

    async fn with_code(
        &mut self,
        password: &Secret,
        arm: Arm,
        trial: &mut Trial<'_, '_>,
    ) -> Result<Secret, Stop> {
        self.said_code = true;
        let code = trial.code(arm).await.ok_or_else(|| Stop::Met(Seen::NoSeed, String::new()))?;
        let word = Secret::new(format!("{}{}", password.reveal(), code.reveal()));
        trial.hide(word.clone());
        Ok(word)
    }
}

/// Something more is asked for than the hand holds.
fn asked_for_more() -> Stop {
    Stop::Met(Seen::SecondFactorAsked, String::new())
}
