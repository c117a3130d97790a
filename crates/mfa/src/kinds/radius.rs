//! RADIUS, as a VPN server asks it: the right password must meet a challenge (or nothing, where the code stands behind the
//! password), and only the right code an accept.

use std::time::Duration;

use arvak_core::Span;
use arvak_probe::{BoxFuture, Datagrams};
use ring::rand::{SecureRandom as _, SystemRandom};

use super::in_one::{self, PASSWORD_ALONE};
use crate::door;
use crate::wire::mail::{Meaning, words};
use crate::wire::radius::{Answer, BadAnswer, Decision, Drawn, Proof, Request};
use crate::{Arm, Attempt, Kind, Place, Radius, RadiusAuth, RadiusStyle, Seen, Trial, Way};

/// RADIUS's port for log-ins (RFC 2865 section 3).
const PORT: u16 = 1812;

/// How long an answer is waited for. Servers answer a refusal slowly on purpose. Nothing is sent twice: from another port
/// it would be a second log-in.
const ANSWER: Duration = Duration::from_secs(15);

/// How long more packets are waited for after the first.
const QUIET: Duration = Duration::from_millis(50);

/// An accept that takes longer than this may be one that somebody gave on a telephone.
const SLOW: Span = Span::from_millis(1_500);

/// How often a slow accept is asked for again, for a server that was only busy.
const AGAIN_MAX: usize = 1;

/// One RADIUS server.
pub(crate) struct RadiusServer {
    params: Radius,
}

impl RadiusServer {
    pub(crate) fn new(params: &Radius) -> Self {
        Self { params: params.clone() }
    }

    /// Asks once.
    async fn ask(
        &self,
        proof: Proof<'_>,
        state: Option<&[u8]>,
        trial: &mut Trial<'_, '_>,
    ) -> Result<Answer, Seen> {
        let service = trial.service();
        let place = Place::read(&service.address, PORT).ok_or(Seen::Settings)?;
        let secret = self.params.shared_secret.reveal().as_bytes();
        let request = Request { user: &service.canary.user, proof, state };
        let sent = drawn().and_then(|drawn| request.write(secret, &drawn)).ok_or(Seen::Settings)?;
        let net = trial.net();
        let leaves = net.ports_of(&place.target.host, place.target.port, trial.recorder()).await;
        let leaves = leaves.map_err(|error| door::seen_of(&error))?;
        let leave = leaves.first().ok_or(Seen::Unreachable)?;
        let heard = leave.udp(place.target.port, &sent.bytes, ANSWER, QUIET).await;
        let Datagrams::Answer(packets) = heard.map_err(|error| door::seen_of(&error))? else {
            return Err(Seen::Unreachable);
        };
        let mut bad = Seen::Unreachable;
        for packet in packets {
            match sent.read(&packet, secret) {
                Ok(answer) => return Ok(answer),
                // Made with another secret: either is written down wrongly, and the server would say no to everything.
                Err(BadAnswer::Forged) => bad = Seen::Settings,
                Err(BadAnswer::Other) => {}
                Err(_) => bad = Seen::Unexpected,
            }
        }
        Err(bad)
    }

    /// The password alone. An accept that comes at once was given by nobody but the server.
    async fn password_alone(&self, auth: RadiusAuth, name: &str, trial: &mut Trial<'_, '_>) -> Way {
        let password = trial.password(Arm::Right);
        let (mut seen, mut detail) = (Seen::Unreachable, String::new());
        for _ in 0..=AGAIN_MAX {
            let asked_at = trial.clock().now();
            let answer = self.ask(proof(auth, password.reveal()), None, trial).await;
            let took = trial.clock().now().since(asked_at);
            (seen, detail) = told(answer);
            if seen != Seen::Session || took < SLOW {
                break;
            }
            seen = Seen::PushSuspected;
        }
        Way { name: name.to_owned(), seen, detail }
    }

    /// Again as at first, for a server that remembers who was there; and carried in the other way, where a server may forget
    /// to ask for a code. Many servers say nothing at all to a way that they do not know.
    async fn other_ways(&self, trial: &mut Trial<'_, '_>) -> Vec<Way> {
        let (other, name) = match self.params.auth {
            RadiusAuth::Pap => (RadiusAuth::Mschapv2, "password-alone-mschapv2"),
            RadiusAuth::Mschapv2 => (RadiusAuth::Pap, "password-alone-pap"),
        };
        let again = self.password_alone(self.params.auth, "password-alone-again", trial).await;
        let mut found = vec![again];
        if found.iter().all(|way| way.seen.keeps_out()) {
            let mut way = self.password_alone(other, name, trial).await;
            if way.seen == Seen::Unreachable {
                way.seen = Seen::NotOffered;
            }
            found.push(way);
        }
        found
    }

    async fn together(&self, arm: Arm, trial: &mut Trial<'_, '_>) -> Attempt {
        let Some(word) = in_one::word(arm, trial).await else { return in_one::without_seed() };
        let (seen, detail) =
            told(self.ask(proof(self.params.auth, word.reveal()), None, trial).await);
        in_one::attempt(arm, seen, detail)
    }

    async fn after_a_challenge(&self, arm: Arm, trial: &mut Trial<'_, '_>) -> Attempt {
        if trial.service().canary.seed.is_none() {
            return in_one::without_seed();
        }
        let password = trial.password(arm);
        let first = self.ask(proof(self.params.auth, password.reveal()), None, trial).await;
        let state = match first {
            Ok(Answer { decision: Decision::Challenge, state, .. }) => state,
            other => {
                let (seen, detail) = told(other);
                return Attempt::at_password(seen, detail);
            }
        };
        let Some(code) = trial.code(arm).await else { return in_one::without_seed() };
        // The code is not a password that both know beforehand, so it goes as it is, under the shared secret.
        let answer = self.ask(Proof::Pap(code.reveal()), state.as_deref(), trial).await;
        let (seen, detail) = told(answer);
        let with_right_code = arm == Arm::WrongPassword;
        Attempt { with_right_code, ..Attempt::at_code(seen, detail) }
    }
}

const fn proof(auth: RadiusAuth, word: &str) -> Proof<'_> {
    match auth {
        RadiusAuth::Pap => Proof::Pap(word),
        RadiusAuth::Mschapv2 => Proof::MsChapV2(word),
    }
}

/// What an answer means, and the server's words; the answers' seal is told of, where it is missing.
fn told(answer: Result<Answer, Seen>) -> (Seen, String) {
    let answer = match answer {
        Ok(answer) => answer,
        Err(seen) => return (seen, String::new()),
    };
    let seen = match answer.decision {
        Decision::Accept => Seen::Session,
        Decision::Reject => words(&answer.text).map_or(Seen::Refused, locked),
        Decision::Challenge => Seen::SecondFactorAsked,
    };
    let seal = if answer.is_sealed { "" } else { "no Message-Authenticator (CVE-2024-3596); " };
    (seen, format!("{seal}{}", answer.text))
}

fn locked(meaning: Meaning) -> Seen {
    if meaning == Meaning::LockedOut { Seen::Locked } else { Seen::Refused }
}

fn drawn() -> Option<Drawn> {
    let mut bytes = [0; 49];
    SystemRandom::new().fill(&mut bytes).ok()?;
    let (id, rest) = bytes.split_first()?;
    let (authenticator, rest) = rest.split_first_chunk::<16>()?;
    let (server, rest) = rest.split_first_chunk::<16>()?;
    let client = rest.first_chunk::<16>()?;
    Some(Drawn { id: *id, authenticator: *authenticator, challenges: [*server, *client] })
}

impl Kind for RadiusServer {
    fn alone<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(async move {
            let way = self.password_alone(self.params.auth, PASSWORD_ALONE, trial).await;
            vec![way]
        })
    }

    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt> {
        Box::pin(async move {
            match self.params.style {
                RadiusStyle::Challenge => self.after_a_challenge(arm, trial).await,
                RadiusStyle::Concat => self.together(arm, trial).await,
            }
        })
    }

    fn ways<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(self.other_ways(trial))
    }
}
