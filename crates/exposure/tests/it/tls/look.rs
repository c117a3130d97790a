//! A look at one server, and what is asked of its result.

use arvak_exposure::tls::{self, Options, Seen, Version};
use arvak_probe::{CheckOutcome, Context, Judgement, Recorder, Target, Transcript};

use crate::house::{House, check, clock};

pub(crate) const HOST: &str = "tls.nordvik.example";

/// What a look saw, and what it means.
pub(crate) struct Looked {
    pub(crate) seen: Seen,
    pub(crate) transcript: Transcript,
    pub(crate) judgement: Judgement,
}

/// Looks at port 443 of the host in the house.
pub(crate) async fn look(house: &House, options: &Options) -> Looked {
    look_at(house, 443, options).await
}

pub(crate) async fn look_at(house: &House, port: u16, options: &Options) -> Looked {
    let net = house.net().await;
    let mut check = check(&arvak_exposure::Https, HOST, Some(port));
    check.probe = tls::NAME.parse().unwrap();
    let (clock, vantage) = (clock(), "inside".parse().unwrap());
    let context = Context { net: &net, clock: &clock, vantage: &vantage };
    let mut recorder = Recorder::new(&check, tls::VERSION, &context);
    let target = Target { host: check.host.clone(), port };
    let seen = tls::enumerate(&net, &target, options, &mut recorder).await;
    let bytes = recorder.finish().unwrap().transcript;
    let transcript = Transcript::of_probe(&bytes, tls::NAME).unwrap();
    assert_eq!(tls::seen(&transcript), seen, "the transcript shows what the look saw");
    let judgement = tls::judge(&transcript);
    for check in &judgement.checks {
        eprintln!("{:?} {} {} {}", check.result, check.id, check.reason, check.seen);
    }
    eprintln!("{} events, {} bytes", transcript.events.len(), bytes.len());
    Looked { seen, transcript, judgement }
}

impl Looked {
    /// The versions that the server has.
    pub(crate) fn versions(&self) -> Vec<Version> {
        let versions = self.seen.versions.iter();
        versions.filter(|seen| seen.supported == Some(true)).map(|seen| seen.version).collect()
    }

    /// Result and reason of a check.
    pub(crate) fn result(&self, id: &str) -> (CheckOutcome, &str) {
        crate::house::result(&self.judgement, id)
    }

    /// What a check says that it saw.
    pub(crate) fn shown(&self, id: &str) -> &str {
        &self.judgement.checks.iter().find(|check| check.id == id).unwrap().seen
    }

    /// The names of the suites of a version, as OpenSSL calls them.
    pub(crate) fn openssl_names(&self, version: Version) -> Vec<&str> {
        let found = self.seen.versions.iter().find(|seen| seen.version == version).unwrap();
        found.suites.iter().map(|suite| suite.openssl).collect()
    }

    /// The names of the groups of a version.
    pub(crate) fn groups(&self, version: Version) -> Vec<&str> {
        let groups = self.seen.groups.iter().filter(|group| group.version == version);
        groups.map(|group| group.name.as_str()).collect()
    }
}
