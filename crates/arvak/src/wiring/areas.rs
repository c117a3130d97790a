//! The areas of a list, told from the claims under them and recorded as evidence: claim 0.1 of the letter asks for each
//! of NSM's nine. An area that is no longer shown has its support withdrawn, so that nobody rests on what has
//! changed since.

use std::collections::BTreeMap;

use arvak_core::fact::{Method, Withdrawal};
use arvak_core::roll_up::{Area, METHOD, VERSION, roll_up};
use arvak_core::state::EvidenceView;
use arvak_core::{
    Actor, Assessment, Basis, Digest, Draft, EntityId, Evidence, Fact, Instant, Name, Outcome,
    Span, Status,
};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::{Say, Words};
use serde_json::json;

use super::own::own;
use super::reading::Reading;
use super::recording::Recording;

/// How old support that says the same may be before it is recorded anew.
const FRESH: Span = Span::from_days(1);

/// Records how the areas stand where that differs from what is recorded, and returns how many facts that took.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let assessment = reading.assess();
    let organisations: Vec<EntityId> =
        reading.state().entities_of("organisation").map(|view| view.id().clone()).collect();
    let mut drafts = Vec::new();
    for area in roll_up(&reading.catalogue, &assessment) {
        for organisation in &organisations {
            let known: Vec<_> = reading
                .state()
                .evidence(organisation, area.kind)
                .filter(|one| !one.withdrawn && !one.superseded)
                .filter(|one| one.method.is_some_and(|method| method.as_str() == METHOD))
                .collect();
            match area.result {
                Outcome::Inconclusive => {
                    drafts.extend(withdrawals(&area, &known, reading.at, words)?);
                }
                _ if is_news(&area, &known, reading.at) => {
                    let transcript = transcript(&area, &assessment);
                    let digest = recording.folder.blobs().put(&transcript)?;
                    drafts.push(evidence(&area, organisation, reading.at, digest)?);
                }
                _ => {}
            }
        }
    }
    let count = drafts.len();
    recording.append_all(drafts, words).await?;
    Ok(count)
}

fn is_news(area: &Area<'_>, known: &[EvidenceView<'_>], at: Instant) -> bool {
    let Some(latest) = known.iter().max_by_key(|one| (one.collected_at, one.entry)) else {
        return true;
    };
    // A refutation does not expire: once is enough.
    let is_old = latest.result == Outcome::Supports && at.since(latest.collected_at) >= FRESH;
    latest.result != area.result || latest.valid_until != area.valid_until || is_old
}

fn evidence(
    area: &Area<'_>,
    about: &EntityId,
    at: Instant,
    transcript: Digest,
) -> anyhow::Result<Draft> {
    let key = format!("evidence\n{METHOD}\n{about}\n{}\n{}\n", area.kind, at.as_millis());
    let method: Name = METHOD.parse()?;
    let evidence = Evidence {
        kind: area.kind.clone(),
        subject: about.clone(),
        result: area.result,
        basis: Basis::Probe,
        collected_at: at,
        valid_until: area.valid_until,
        method: Some(Method { name: method.clone(), version: VERSION }),
        vantage: None,
        attributes: BTreeMap::new(),
        code: area.code.cloned(),
        transcript: Some(transcript),
        supersedes: None,
    };
    Ok(own(&key, method, evidence))
}

/// What was seen: the claims as they stood, and in which assessment.
fn transcript(area: &Area<'_>, assessment: &Assessment) -> Vec<u8> {
    let claims: Vec<_> =
        area.claims.iter().map(|(id, state)| json!({ "id": id, "state": state.name() })).collect();
    let seen = json!({
        "method": METHOD,
        "version": VERSION,
        "list": area.list.id,
        "item": area.item.id,
        "assessed_at": assessment.assessed_at,
        "engine": assessment.engine,
        "catalogue": assessment.catalogue,
        "tree_size": assessment.tree_size,
        "root": assessment.root,
        "claims": claims,
    });
    seen.to_string().into_bytes()
}

/// Withdraws support that is still valid although the area is not shown any more.
fn withdrawals(
    area: &Area<'_>,
    known: &[EvidenceView<'_>],
    at: Instant,
    words: &Words,
) -> anyhow::Result<Vec<Draft>> {
    let still = |one: &&EvidenceView<'_>| {
        one.result == Outcome::Supports && one.valid_until.is_none_or(|until| at < until)
    };
    let open = area
        .claims
        .iter()
        .filter(|(_, state)| !matches!(state, Status::Verified | Status::NotApplicable));
    let open: Vec<_> = open.map(|(id, _)| id.as_str()).collect();
    let reason = words.say("verify-area-withdrawn", &[("claims", Say::Owned(open.join(", ")))]);
    let withdraw = |one: &EvidenceView<'_>| {
        let fact = Fact::Withdrawal(Withdrawal { of: one.entry });
        let texts = Texts { reason: Some(reason.clone()), ..Texts::default() };
        let key = format!("withdrawal\n{}", one.entry);
        let role = USUAL_ROLE.parse()?;
        let mut draft = draft(fact, &role, Some(&key), texts)?;
        draft.actor = Actor::Program(METHOD.parse()?);
        Ok(draft)
    };
    known.iter().filter(still).map(withdraw).collect()
}

#[cfg(test)]
mod tests {
    use arvak_core::catalogue::SHIPPED;
    use arvak_core::{Catalogue, EntryId, State, assess};
    use arvak_words::Lang;

    use super::*;

    const AT: Instant = Instant::from_millis(1_000_000_000);

    fn known(result: Outcome, valid_until: Option<i64>) -> EvidenceView<'static> {
        EvidenceView {
            entry: EntryId(7),
            result,
            basis: Basis::Probe,
            collected_at: AT,
            valid_until: valid_until.map(Instant::from_millis),
            code: None,
            method: None,
            vantage: None,
            withdrawn: false,
            superseded: false,
            attributes: &[],
        }
    }

    fn with_area(of: impl Fn(&mut Area<'_>)) -> usize {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let mut area = roll_up(&catalogue, &assess(&State::new(), &catalogue, AT)).remove(0);
        of(&mut area);
        let known = [
            known(Outcome::Supports, None),
            known(Outcome::Supports, Some(AT.as_millis() + 1)),
            known(Outcome::Supports, Some(AT.as_millis())),
            known(Outcome::Refutes, None),
        ];
        let drafts = withdrawals(&area, &known, AT, &Words::new(Lang::En)).unwrap();
        for draft in &drafts {
            assert!(matches!(draft.fact, Fact::Withdrawal(_)));
            assert!(matches!(draft.actor, Actor::Program(_)));
            assert_eq!(
                draft.body.as_ref().and_then(|body| body.reason.as_deref()),
                Some("No longer shown: 2a.1")
            );
        }
        drafts.len()
    }

    #[test]
    fn support_that_is_still_valid_is_withdrawn_and_the_reason_names_the_claims() {
        assert_eq!(with_area(|_| ()), 2);
    }

    #[test]
    fn the_same_is_not_recorded_twice_within_a_day_and_a_change_always_is() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let mut area = roll_up(&catalogue, &assess(&State::new(), &catalogue, AT)).remove(0);
        area.result = Outcome::Supports;
        let supports = [known(Outcome::Supports, None)];
        assert!(is_news(&area, &[], AT));
        assert!(!is_news(&area, &supports, AT));
        assert!(is_news(&area, &supports, AT.plus(FRESH)));
        area.valid_until = Some(AT.plus(FRESH));
        assert!(is_news(&area, &supports, AT));
        area.result = Outcome::Refutes;
        assert!(is_news(&area, &supports, AT));
        area.valid_until = None;
        assert!(!is_news(&area, &[known(Outcome::Refutes, None)], AT.plus(FRESH)));
    }
}
