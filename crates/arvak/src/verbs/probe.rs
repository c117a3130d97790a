//! `arvak probe …`: one look at one target, recorded nowhere.

mod mfa;

use std::sync::Arc;

use arvak_exposure::tls::Seen;
use arvak_exposure::{
    LookError, Looked, checks, host_of_target, look_mail, look_routes, look_whole,
};
use arvak_probe::{CheckOutcome, CheckResult, Clock, Stop, SystemClock};
use arvak_words::Words;
use serde::Serialize;

use crate::cli::{Look, ProbeVerb};
use crate::exit::{BadInput, Exit};
use crate::render::columns::fit;
use crate::render::{Paint, looked};
use crate::settings::Settings;
use crate::wiring::{doors, routes};

#[derive(Serialize)]
struct Told<'a> {
    target: &'a str,
    checks: &'a [CheckResult],
    /// What a TLS server accepts.
    #[serde(skip_serializing_if = "Option::is_none")]
    tls: Option<&'a Seen>,
}

pub(super) async fn run(verb: ProbeVerb, settings: &Settings) -> anyhow::Result<Exit> {
    let mut selectors = Vec::new();
    let (kind, args) = match verb {
        ProbeVerb::Dns(args) => ("dns", args),
        ProbeVerb::Tls(args) => ("tls", args),
        ProbeVerb::Http(args) => ("http", args),
        ProbeVerb::Mail(args) => {
            selectors = args.selectors;
            ("mail", args.look)
        }
        ProbeVerb::Ssh(args) => ("ssh", args),
        ProbeVerb::Ports(args) => ("ports", args),
        ProbeVerb::Rpki(args) => ("rpki", args),
        ProbeVerb::Mfa(args) => return mfa::run(&args, settings).await,
        ProbeVerb::List => return list(settings),
    };
    let found = look_at(kind, &args, &selectors, settings).await?;
    if settings.json {
        let told = Told { target: &args.target, checks: &found.checks, tls: found.tls.as_ref() };
        super::print(&serde_json::to_string(&told)?)?;
    } else {
        super::print(&lines(&found, settings))?;
    }
    let failed = found.checks.iter().any(|check| check.result == CheckOutcome::Fail);
    Ok(if failed { Exit::Found } else { Exit::Done })
}

async fn look_at(
    kind: &str,
    args: &Look,
    selectors: &[String],
    settings: &Settings,
) -> anyhow::Result<Looked> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let host = host_of_target(kind, &args.target).map_err(told)?.as_str().to_owned();
    let mut settings = settings.clone();
    if let Some(connect) = args.connect {
        // The name is looked up nowhere: it leads to the address that was given.
        settings.file.net.connect.insert(host.clone(), connect);
    }
    if let Some(path) = &args.trust_anchor {
        // What is typed is meant from here, not from the data folder.
        settings.file.net.trust_anchor = Some(std::path::absolute(path)?);
    }
    let scope = doors::scope_of_target(&host);
    let net = doors::open(&settings, &args.doors, scope, Stop::default(), Arc::clone(&clock))?;
    let vantage = doors::vantage(&settings)?;
    if kind == "mail" {
        let found = look_mail(&args.target, selectors, &net, &*clock, &vantage).await;
        return Ok(Looked { checks: found.map_err(told)?, tls: None });
    }
    if kind == "rpki" {
        let tables = routes::probe(&settings.data);
        let found = look_routes(&args.target, &tables, &net, &*clock, &vantage).await;
        return Ok(Looked { checks: found.map_err(told)?, tls: None });
    }
    look_whole(kind, &args.target, &net, &*clock, &vantage).await.map_err(told)
}

/// What was typed wrongly is the person's to mend.
fn told(error: LookError) -> anyhow::Error {
    match error {
        LookError::BadTarget { .. } => BadInput(error.to_string()).into(),
        other => other.into(),
    }
}

fn lines(found: &Looked, settings: &Settings) -> String {
    let (words, paint) = (Words::new(settings.lang), Paint(settings.colour));
    let accepted = found.tls.as_ref().map(|seen| looked::accepted(seen, &words, paint));
    let checks = looked::checks(&found.checks, &words, settings.lang, paint);
    match accepted.filter(|text| !text.is_empty()) {
        Some(accepted) => format!("{accepted}\n{checks}"),
        None => checks,
    }
}

fn list(settings: &Settings) -> anyhow::Result<Exit> {
    if settings.json {
        super::print(&serde_json::to_string(&serde_json::json!({ "checks": checks() }))?)?;
    } else {
        let line = |check: &arvak_exposure::CheckInfo| {
            format!("{} {} ({})", fit(check.id, 26), check.title, check.reference)
        };
        super::print(&checks().iter().map(line).collect::<Vec<_>>().join("\n"))?;
    }
    Ok(Exit::Done)
}
