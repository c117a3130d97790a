//! How a service is recognised: by its greeting, or by its answer to one question that anyone may ask.
//! Nobody logs in, nothing is written, nothing is changed.

mod clusters;
mod data;
mod datagrams;
mod directory;
mod industrial;
mod messages;
mod remote;
mod sharing;
pub(super) mod text;
mod web;

use arvak_probe::transcript::ServiceSeen;

/// Every conversation.
pub(super) fn all() -> impl Iterator<Item = &'static Speech> {
    let rooms: [&[Speech]; 8] = [
        clusters::SPEECHES,
        data::SPEECHES,
        datagrams::SPEECHES,
        directory::SPEECHES,
        messages::SPEECHES,
        remote::SPEECHES,
        sharing::SPEECHES,
        industrial::SPEECHES,
    ];
    rooms.into_iter().flatten()
}

/// The conversation with that name.
pub(super) fn named(name: &str) -> Option<&'static Speech> {
    all().find(|speech| speech.name == name)
}

/// A conversation with a service.
pub(super) struct Speech {
    /// Its name, in transcripts.
    pub(super) name: &'static str,
    /// What is said, each followed by what the service says.
    pub(super) steps: &'static [Step],
    /// What the service is, from what it said to each step; nothing when it is something else.
    pub(super) hear: fn(&[Vec<u8>]) -> Option<ServiceSeen>,
}

impl Speech {
    /// Whether the service speaks first.
    pub(super) fn listens(&self) -> bool {
        self.steps.first().is_some_and(|step| (step.say)("").is_empty())
    }

    /// Whether it begins with a question over HTTP.
    pub(super) fn is_http(&self) -> bool {
        self.steps.first().is_some_and(|step| (step.say)("").starts_with(b"GET "))
    }
}

/// One thing that is said.
pub(super) struct Step {
    /// What is said to the host of that name; nothing when the service speaks first.
    pub(super) say: fn(&str) -> Vec<u8>,
    /// Whether the answer is whole, so that nobody waits for more.
    pub(super) whole: fn(&[u8]) -> bool,
}

/// A step of which any answer is enough.
const fn step(say: fn(&str) -> Vec<u8>) -> Step {
    Step { say, whole: |heard| !heard.is_empty() }
}

/// A step in which the service speaks first.
const LISTEN: Step = step(|_| Vec::new());

/// A step that reads as long as something comes.
const fn to_the_end(say: fn(&str) -> Vec<u8>) -> Step {
    Step { say, whole: |_| false }
}

/// A service, recognised.
fn service(name: &str) -> ServiceSeen {
    ServiceSeen { name: name.to_owned(), ..ServiceSeen::default() }
}

/// With something that was seen of it.
fn with(mut service: ServiceSeen, fact: &str) -> ServiceSeen {
    service.facts.push(fact.to_owned());
    service
}

/// With what it says that it is.
fn being(mut service: ServiceSeen, product: &[u8]) -> ServiceSeen {
    let product = text::readable(product);
    service.product = Some(product).filter(|product| !product.is_empty());
    service
}

/// It answers whoever asks, without a log-in.
const NO_LOGIN: &str = "no_login";
/// It asks for a log-in.
const LOGIN_ASKED: &str = "login_asked";
/// What is said to it can be read on the way.
const NO_ENCRYPTION: &str = "no_encryption";
/// It offers to encrypt.
const TLS_OFFERED: &str = "tls_offered";

/// Takes the first answer.
fn first(said: &[Vec<u8>]) -> &[u8] {
    said.first().map(Vec::as_slice).unwrap_or_default()
}

/// Takes the second answer.
fn second(said: &[Vec<u8>]) -> &[u8] {
    said.get(1).map(Vec::as_slice).unwrap_or_default()
}

/// Bytes at a place.
fn at(bytes: &[u8], from: usize, count: usize) -> &[u8] {
    bytes.get(from..from.saturating_add(count)).unwrap_or_default()
}

/// Bytes from a place on, so many at most.
fn up_to(bytes: &[u8], from: usize, most: usize) -> &[u8] {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.get(..most).unwrap_or(rest)
}

#[cfg(test)]
mod tests;
