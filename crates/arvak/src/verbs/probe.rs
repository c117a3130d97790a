//! `arvak probe …`: one look at one target, recorded nowhere.

use std::sync::Arc;

use arvak_exposure::{LookError, checks, host_of_target, look, look_mail};
use arvak_probe::{CheckOutcome, CheckResult, Clock, Stop, SystemClock};
use arvak_words::{Say, Words};
use serde::Serialize;

use crate::cli::{Look, ProbeVerb};
use crate::exit::{BadInput, Exit};
use crate::render::columns::fit;
use crate::settings::Settings;
use crate::wiring::doors;

#[derive(Serialize)]
struct Looked<'a> {
    target: &'a str,
    checks: &'a [CheckResult],
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
        ProbeVerb::List => return list(settings),
    };
    let found = look_at(kind, &args, &selectors, settings).await?;
    if settings.json {
        let looked = Looked { target: &args.target, checks: &found };
        super::print(&serde_json::to_string(&looked)?)?;
    } else {
        super::print(&lines(&found, settings))?;
    }
    let failed = found.iter().any(|check| check.result == CheckOutcome::Fail);
    Ok(if failed { Exit::Found } else { Exit::Done })
}

async fn look_at(
    kind: &str,
    args: &Look,
    selectors: &[String],
    settings: &Settings,
) -> anyhow::Result<Vec<CheckResult>> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let host = host_of_target(kind, &args.target).map_err(told)?.as_str().to_owned();
    let mut settings = settings.clone();
    if let Some(connect) = args.connect {
        // The name is looked up nowhere: it leads to the address that was given.
        settings.file.net.connect.insert(host.clone(), connect);
    }
    let scope = doors::scope_of_target(&host);
    let net = doors::open(&settings, &args.doors, scope, Stop::default(), Arc::clone(&clock))?;
    let vantage = doors::vantage(&settings)?;
    if kind == "mail" {
        let found = look_mail(&args.target, selectors, &net, &*clock, &vantage).await;
        return found.map_err(told);
    }
    look(kind, &args.target, &net, &*clock, &vantage).await.map_err(told)
}

/// What was typed wrongly is the person's to mend.
fn told(error: LookError) -> anyhow::Error {
    match error {
        LookError::BadTarget { .. } => BadInput(error.to_string()).into(),
        other => other.into(),
    }
}

fn lines(found: &[CheckResult], settings: &Settings) -> String {
    let words = Words::new(settings.lang);
    let line = |check: &CheckResult| {
        let result = words.plain(&format!("probe-result-{}", code(&check.result)));
        let grade = words.plain(&format!("probe-grade-{}", code(&check.grade)));
        let args = [("seen", Say::Text(&check.seen)), ("reason", Say::Text(&check.reason))];
        let id = if check.result == CheckOutcome::Pass { "probe-line-plain" } else { "probe-line" };
        let seen = words.say(id, &args);
        format!("{} {} {} {seen}", fit(check.id, 18), fit(&grade, 14), fit(&result, 21))
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn code(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn list(settings: &Settings) -> anyhow::Result<Exit> {
    if settings.json {
        super::print(&serde_json::to_string(&serde_json::json!({ "checks": checks() }))?)?;
    } else {
        let line = |check: &arvak_exposure::CheckInfo| {
            format!("{} {} ({})", fit(check.id, 18), check.title, check.reference)
        };
        super::print(&checks().iter().map(line).collect::<Vec<_>>().join("\n"))?;
    }
    Ok(Exit::Done)
}
