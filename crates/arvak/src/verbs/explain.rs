//! `arvak explain CLAIM [SUBJECT]`: the rule, the evidence, what would change it, whose turn it is.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::assess::ClaimAssessment;
use arvak_core::catalogue::Claim;
use arvak_words::{Say, Words};

use crate::cli::Explain;
use crate::exit::{BadInput, Exit};
use crate::render::explain::explain;
use crate::settings::Settings;
use crate::wiring::reading::Reading;

pub(super) async fn run(args: &Explain, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, args.as_of).await?;
    let assessment = reading.assess();
    let letter = reading
        .catalogue
        .letters
        .iter()
        .find(|letter| Some(&letter.id) == assessment.letter.as_ref());
    let claims: Vec<&Claim> =
        letter.into_iter().flat_map(|letter| &letter.points).flat_map(|p| &p.claims).collect();
    let claim = claims.iter().find(|claim| claim.id.as_str() == args.claim);
    let (Some(claim), Some(judged)) = (claim, assessment.claim(&args.claim)) else {
        let ids: Vec<_> = claims.iter().map(|claim| claim.id.as_str()).collect();
        let said =
            [("claim", Say::Text(args.claim.as_str())), ("claims", Say::Owned(ids.join(", ")))];
        return Err(BadInput(words.say("explain-no-claim", &said)).into());
    };
    check_subject(args, judged, &words)?;
    if settings.json {
        super::print(&serde_json::to_string(judged)?)?;
        return Ok(Exit::Done);
    }
    let named: BTreeSet<_> =
        judged.subjects.iter().flat_map(|subject| subject.evidence.iter().copied()).collect();
    let mut entries = BTreeMap::new();
    for id in named {
        entries.insert(id, reading.envelope(id)?);
    }
    let pages = reading.pages(settings).await?;
    let subject = args.subject.as_deref();
    let text = explain(claim, judged, subject, &entries, assessment.assessed_at, &pages.page());
    super::print(&text)?;
    Ok(Exit::Done)
}

fn check_subject(args: &Explain, judged: &ClaimAssessment, words: &Words) -> anyhow::Result<()> {
    let Some(wanted) = args.subject.as_deref() else { return Ok(()) };
    if judged.subjects.iter().any(|subject| subject.subject.as_str() == wanted) {
        return Ok(());
    }
    let known: Vec<_> = judged.subjects.iter().map(|subject| subject.subject.as_str()).collect();
    let said = [
        ("claim", Say::Text(args.claim.as_str())),
        ("subject", Say::Text(wanted)),
        ("subjects", Say::Owned(if known.is_empty() { "–".to_owned() } else { known.join(", ") })),
    ];
    Err(BadInput(words.say("explain-no-subject", &said)).into())
}
