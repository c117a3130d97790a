//! A single look at a bare target, outside any inventory.

mod target;

use arvak_core::{EntityId, Name};
use arvak_probe::{
    BadTranscript, Check, CheckOutcome, CheckResult, Clock, Context, Event, Host, Look, Net,
    Observation, Probe, ProbeError, Purpose, Transcript,
};

pub(crate) use target::Target;

use crate::https::{self, Ways};
use crate::tls::{self, Options};
use crate::{Dns, Https, Mail, Ports, Rpki, Ssh, WebExposed, exposed, mail, plan, ports, rpki};

/// The gate's code for a look that needs proof of control.
const UNPROVED: &str = "scope.unproved";

/// Why a target could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LookError {
    /// There is no such kind of look. Whoever typed it acts.
    #[error("`{kind}` is no kind of look: use one of tls, http, mail, dns, ssh, ports, rpki")]
    UnknownKind {
        /// What was typed.
        kind: String,
    },
    /// The target cannot be read. Whoever typed it acts.
    #[error("`{target}` is no target: {rule}")]
    BadTarget {
        /// What was typed, cut to a readable length.
        target: String,
        /// What it should have been.
        rule: String,
    },
    /// The look could not be carried out.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// What the look wrote could not be judged: a fault of this program.
    #[error(transparent)]
    Transcript(#[from] BadTranscript),
}

impl LookError {
    /// A stable code for scripts and for words in three languages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind { .. } => "look.unknown_kind",
            Self::BadTarget { .. } => "look.bad_target",
            Self::Probe(error) => error.code(),
            Self::Transcript(error) => error.code(),
        }
    }
}

/// The kinds of look.
pub const LOOKS: [&str; 7] = ["tls", "http", "mail", "dns", "ssh", "ports", "rpki"];

/// The host that a look at `target` would be about, in its ASCII form.
pub fn host_of_target(kind: &str, target: &str) -> Result<Host, LookError> {
    read(kind, target).map(|target| target.host)
}

/// What a look found.
#[derive(Clone, Debug)]
pub struct Looked {
    /// Every check.
    pub checks: Vec<CheckResult>,
    /// What a TLS server accepts, where everything was asked.
    pub tls: Option<tls::Seen>,
}

/// Looks at `target` and judges at once: a domain for `mail`, `dns` and `rpki`; for the others a host or an
/// address, with or without a port, or a URL. What may be looked at is `net`'s scope, as always.
///
/// A look at a web server takes the ways that fit what was typed. A bare host is visited as a
/// browser visits a name that is typed: over TLS, and without TLS at port 80. `http://host:port` is
/// visited without TLS, and then where that leads on the same host. A single port (`host:port`, or
/// the one that the operator says to connect to) is visited over TLS, or without if it has none.
pub async fn look(
    kind: &str,
    target: &str,
    net: &Net,
    clock: &dyn Clock,
    vantage: &Name,
) -> Result<Vec<CheckResult>, LookError> {
    Ok(look_whole(kind, target, net, clock, vantage).await?.checks)
}

/// The same, with everything that was seen besides.
pub async fn look_whole(
    kind: &str,
    target: &str,
    net: &Net,
    clock: &dyn Clock,
    vantage: &Name,
) -> Result<Looked, LookError> {
    if kind == mail::NAME {
        let checks = look_mail(target, &[], net, clock, vantage).await?;
        return Ok(Looked { checks, tls: None });
    }
    if kind == rpki::NAME {
        let checks = look_routes(target, &Rpki::default(), net, clock, vantage).await?;
        return Ok(Looked { checks, tls: None });
    }
    let target = read(kind, target)?;
    let context = Context { net, clock, vantage };
    if kind == "tls" {
        return look_at_tls(&target, &context).await;
    }
    if kind == ports::NAME {
        return Ok(Looked { checks: look_at_ports(&target, &context).await?, tls: None });
    }
    let (probe, prefixes): (Box<dyn Probe>, &[&str]) = match kind {
        "http" => (Box::new(Https), &["http."]),
        "dns" => (Box::new(Dns::default()), &[""]),
        _ => (Box::new(Ssh), &[""]),
    };
    let observation = match kind {
        "http" => visit(&target, &context, ways(&target, &context)).await?,
        name => probe.observe(&check(name, &target, target.port)?, &context).await?,
    };
    let mut checks = probe.judge(&observation.transcript)?.checks;
    checks.retain(|check| prefixes.iter().any(|prefix| check.id.starts_with(prefix)));
    if kind == "http" {
        // Where the scope does not let it, nothing is sent and each check says so.
        let ways = answered(ways(&target, &context), &observation.transcript)?;
        let check = check(exposed::NAME, &target, Some(ways.secure_port()))?;
        let observation = exposed::observe(&check, &context, ways).await?;
        checks.extend(WebExposed.judge(&observation.transcript)?.checks);
    }
    Ok(Looked { checks, tls: None })
}

/// Every port of the table; with a port, or one place to connect to, what listens there. Then the checks of
/// other ports have nothing to say.
async fn look_at_ports(
    target: &Target,
    context: &Context<'_>,
) -> Result<Vec<CheckResult>, LookError> {
    let place = context.net.connects_to(&target.host).map(|place| place.port());
    let port = target.port.or(place);
    let at = Check { look: Look::Proved, ..check(ports::NAME, target, port)? };
    let observation = Ports.observe(&at, context).await?;
    let mut checks = Ports.judge(&observation.transcript)?.checks;
    if port.is_some() {
        checks.retain(|check| check.result != CheckOutcome::NotApplicable);
    }
    Ok(checks)
}

/// The same for mail, with the names of keys of DKIM (selectors) that somebody knows: a domain may have
/// any, and only common ones are guessed.
pub async fn look_mail(
    target: &str,
    selectors: &[String],
    net: &Net,
    clock: &dyn Clock,
    vantage: &Name,
) -> Result<Vec<CheckResult>, LookError> {
    let target = read(mail::NAME, target)?;
    let context = Context { net, clock, vantage };
    let check = check(mail::NAME, &target, None)?;
    let observation = mail::observe(&check, &context, selectors).await?;
    Ok(Mail.judge(&observation.transcript)?.checks)
}

/// The same for routes, with imported tables.
pub async fn look_routes(
    target: &str,
    tables: &Rpki,
    net: &Net,
    clock: &dyn Clock,
    vantage: &Name,
) -> Result<Vec<CheckResult>, LookError> {
    let target = read(rpki::NAME, target)?;
    let context = Context { net, clock, vantage };
    let check = check(rpki::NAME, &target, None)?;
    let observation = tables.observe(&check, &context).await?;
    Ok(tables.judge(&observation.transcript)?.checks)
}

/// Everything that can be seen of a TLS server. Where the gate wants proof for that, the one handshake that
/// any visitor makes is left, and what it cannot show is inconclusive.
async fn look_at_tls(target: &Target, context: &Context<'_>) -> Result<Looked, LookError> {
    let port = target.port.unwrap_or(443);
    let at = check(tls::NAME, target, Some(port))?;
    let options = Options { start_tls: target.start_tls, dane: true, ..Options::default() };
    let observation = tls::observe(&at, context, &options).await?;
    let transcript = Transcript::of_probe(&observation.transcript, tls::NAME)?;
    let mut checks = tls::judge(&transcript).checks;
    let is_unproved = transcript.failure_code() == Some(UNPROVED);
    if is_unproved && Purpose::Https.look(port) == Look::Public {
        let visit = visit(target, context, Ways::Handshake(port)).await?;
        let seen = Https.judge(&visit.transcript)?.checks;
        for check in &mut checks {
            if let Some(seen) = seen.iter().find(|seen| seen.id == check.id) {
                *check = seen.clone();
            }
        }
    }
    Ok(Looked { checks, tls: Some(tls::seen(&transcript)) })
}

fn read(kind: &str, target: &str) -> Result<Target, LookError> {
    if !LOOKS.contains(&kind) {
        return Err(LookError::UnknownKind { kind: kind.chars().take(60).collect() });
    }
    Target::read(kind, target)
        .map_err(|rule| LookError::BadTarget { target: target.chars().take(120).collect(), rule })
}

/// The ways to a web server that fit what was typed.
fn ways(target: &Target, context: &Context<'_>) -> Ways {
    let one_place = context.net.connects_to(&target.host).is_some();
    match (target.secure, target.port) {
        (Some(false), port) if one_place => Ways::Plain(port.unwrap_or(80)),
        (Some(false), None | Some(80)) | (None, Some(80)) => Ways::Usual(443),
        (Some(false), Some(port)) => Ways::PlainFirst(port),
        (Some(true), port) if one_place => Ways::Secure(port.unwrap_or(443)),
        (Some(true), port) => Ways::Usual(port.unwrap_or(443)),
        (None, None | Some(443)) if one_place => Ways::Either { secure: 443, plain: 80 },
        (None, None | Some(443)) => Ways::Usual(443),
        (None, Some(port)) => Ways::Either { secure: port, plain: port },
    }
}

/// The way that was answered on, where it was not known: a server without TLS is not asked for it twice.
fn answered(ways: Ways, transcript: &[u8]) -> Result<Ways, LookError> {
    let Ways::Either { plain, .. } = ways else { return Ok(ways) };
    let transcript = Transcript::of_probe(transcript, https::NAME)?;
    let came = |scheme: &str| {
        transcript
            .events()
            .any(|event| matches!(event, Event::Http { url, .. } if url.starts_with(scheme)))
    };
    Ok(if !came("https://") && came("http://") { Ways::Plain(plain) } else { ways })
}

async fn visit(
    target: &Target,
    context: &Context<'_>,
    ways: Ways,
) -> Result<Observation, LookError> {
    let check = check(https::NAME, target, Some(ways.secure_port()))?;
    Ok(https::observe(&check, context, ways).await?)
}

fn check(probe: &str, target: &Target, port: Option<u16>) -> Result<Check, LookError> {
    let host = &target.host;
    let bad = |error: arvak_core::id::BadId| LookError::BadTarget {
        target: host.to_string(),
        rule: error.to_string(),
    };
    let slug: String = host.as_str().replace(':', "-").chars().take(90).collect();
    let subject: EntityId = format!("target/at-{slug}").parse().map_err(bad)?;
    let look = port.map_or(Look::Public, |port| plan::look_at(probe, port));
    let probe: Name = probe.parse().map_err(bad)?;
    Ok(Check { probe, subject, host: host.clone(), port, look, domain: host.to_string() })
}
