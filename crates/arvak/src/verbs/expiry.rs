//! `arvak expiry …`: how long evidence holds here. The municipality may choose otherwise than the letter; both are shown
//! (`explain`), and what betters a status by it needs a reason (law 12).

use std::fmt::Write as _;

use arvak_core::catalogue::{LocalExpiry, Origin};
use arvak_core::{Catalogue, Instant, Name, Span};
use arvak_words::{Say, Words};
use serde_json::json;

use super::letters::{Proposal, Signature, adopt};
use crate::cli::{ExpiryVerb, Rest};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::catalogue::Files;
use crate::wiring::reading::Reading;

pub(super) async fn run(verb: ExpiryVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        ExpiryVerb::List => list(settings).await,
        ExpiryVerb::Set { kind, within, rest } => choose(kind, Some(within), rest, settings).await,
        ExpiryVerb::Unset { kind, rest } => choose(kind, None, rest, settings).await,
    }
}

async fn choose(
    kind: Name,
    within: Option<Span>,
    rest: Rest,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(rest.by.as_ref())?;
    let reading = Reading::open(settings, None).await?;
    check(&kind, rest.claim.as_ref(), &reading.catalogue, &words)?;
    let mut local = reading.catalogue.local.clone();
    local.retain(|one| one.evidence != kind || one.claim != rest.claim);
    if let Some(within) = within {
        let origin = Origin {
            source: "arvak expiry".to_owned(),
            source_date: date_of(reading.at),
            ..Origin::default()
        };
        let claim = rest.claim.clone();
        local.push(LocalExpiry { evidence: kind, claim, within, replaces: Vec::new(), origin });
    }
    let before = Files::in_force(&reading)?;
    let after = before.clone().with_local(text(&local));
    let Rest { reason, dry_run, .. } = rest;
    let signature = Signature::NotNeeded;
    let proposal = Proposal { before, after, signature, reason, dry_run, by };
    adopt(proposal, &reading, settings, &words).await
}

/// The date of an instant, as the catalogue writes dates (UTC).
fn date_of(at: Instant) -> String {
    at.to_string().chars().take(10).collect()
}

/// A kind that no rule asks for has no time of its own to change.
fn check(
    kind: &Name,
    claim: Option<&Name>,
    catalogue: &Catalogue,
    words: &Words,
) -> anyhow::Result<()> {
    let points = catalogue.letters.iter().flat_map(|letter| &letter.points);
    let claims = points.flat_map(|point| &point.claims);
    let asks = |found: &&arvak_core::catalogue::Claim| {
        found.requirement.leaves().any(|leaf| leaf.kind == *kind)
    };
    let asking: Vec<_> = claims.filter(asks).map(|found| found.id.as_str()).collect();
    if asking.is_empty() {
        let args = [("kind", Say::Text(kind.as_str()))];
        return Err(BadInput(words.say("expiry-nobody-asks", &args)).into());
    }
    match claim.filter(|claim| !asking.contains(&claim.as_str())) {
        None => Ok(()),
        Some(claim) => {
            let args = [
                ("kind", Say::Text(kind.as_str())),
                ("claim", Say::Text(claim.as_str())),
                ("claims", Say::Owned(asking.join(", "))),
            ];
            Err(BadInput(words.say("expiry-claim-does-not-ask", &args)).into())
        }
    }
}

/// The file that says so; none when nothing differs.
fn text(local: &[LocalExpiry]) -> Option<String> {
    let mut text = String::new();
    for one in local {
        let claim = one.claim.as_ref().map(|claim| format!("claim = \"{claim}\"\n"));
        let _ = writeln!(
            text,
            "[[expiry]]\nevidence = \"{}\"\n{}within = \"{}\"\nsource = \"{}\"\nsource_date = \"{}\"\nprovenance = \"own\"\n",
            one.evidence,
            claim.unwrap_or_default(),
            one.within,
            one.origin.source,
            one.origin.source_date,
        );
    }
    (!text.is_empty()).then_some(text)
}

async fn list(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    let local = &reading.catalogue.local;
    if settings.json {
        let all: Vec<_> = local.iter().map(|one| as_json(one, &reading.catalogue)).collect();
        super::print(&json!(all).to_string())?;
        return Ok(Exit::Done);
    }
    if local.is_empty() {
        super::print(&words.plain("expiry-none"))?;
    }
    for one in local {
        let kind = words.kind_title(one.evidence.as_str(), &reading.catalogue);
        let args = [("kind", Say::Owned(kind)), ("within", Say::Owned(words.span(one.within)))];
        super::print(&words.say("expiry-here", &args))?;
        for (claim, within) in &one.replaces {
            let within = letters(*within, one, &reading.catalogue);
            let within = within.map_or_else(|| "–".to_owned(), |span| words.span(span));
            let args = [("claim", Say::Text(claim.as_str())), ("within", Say::Owned(within))];
            super::print(&format!("  {}", words.say("expiry-letter", &args)))?;
        }
        if one.replaces.is_empty() {
            super::print(&format!("  {}", words.plain("expiry-unused")))?;
        }
    }
    Ok(Exit::Done)
}

/// The letter's time, or the kind's when the letter leaves it to that.
fn letters(within: Option<Span>, one: &LocalExpiry, catalogue: &Catalogue) -> Option<Span> {
    within.or_else(|| catalogue.kinds.get(&one.evidence).and_then(|kind| kind.validity))
}

fn as_json(one: &LocalExpiry, catalogue: &Catalogue) -> serde_json::Value {
    let replaces = one.replaces.iter().map(|(claim, within)| {
        let within = letters(*within, one, catalogue).map(|span| span.to_string());
        json!({ "claim": claim, "within": within })
    });
    json!({
        "evidence": one.evidence, "claim": one.claim, "within": one.within.to_string(),
        "letter": replaces.collect::<Vec<_>>(), "decided": one.origin.source_date,
    })
}
