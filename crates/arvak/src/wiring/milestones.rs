//! Plans for two-factor log-in whose date has passed: when a canary got in with one factor after that day, the plan is
//! refuted, and no later plan mends that. Two factors that are shown do.

use std::collections::BTreeMap;

use arvak_core::fact::Method;
use arvak_core::state::EvidenceView;
use arvak_core::{
    Basis, Digest, Draft, EntityId, EntryId, Evidence, Instant, Name, Outcome, Span, State,
};
use arvak_words::Words;
use serde_json::json;

use super::own::own;
use super::reading::Reading;
use super::recording::Recording;

/// The method of the evidence.
const METHOD: &str = "mfa_milestone";

/// The version of what is compared with what.
const VERSION: u32 = 1;

/// The evidence kind of plans, and its refuter.
const PLAN: &str = "mfa.plan";
const PASSED: &str = "mfa.milestone_passed";

/// How long it stands in the place of a plan that two factors were shown: long enough to be seen, and no plan of its own.
const IN_PLACE: Span = Span::from_days(1);

/// What is to be recorded of one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
struct News {
    result: Outcome,
    plan: EntryId,
    date: Instant,
    look: EntryId,
    seen_at: Instant,
}

/// Records which plans are broken, and which of those are mended; returns how many facts that took.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let mut drafts = Vec::new();
    for service in reading.state().entities_of("service") {
        let Some(due) = Due::of(reading.state(), service.id()) else { continue };
        // A plan whose date has passed may have left the state; the ledger has it.
        let plans = reading.store.evidence_of(service.id(), &PLAN.parse()?).await?;
        if let Some(news) = due.news(&plans, reading.at) {
            let digest = recording.folder.blobs().put(&transcript(service.id(), &news))?;
            drafts.push(draft(service.id(), &news, digest)?);
        }
    }
    let count = drafts.len();
    recording.append_all(drafts, words).await?;
    Ok(count)
}

/// Whether a service's plan may be found broken or mended, as far as the state tells: the newest log-in, and what we said last.
struct Due {
    result: Outcome,
    look: EntryId,
    seen_at: Instant,
    was_broken: bool,
}

impl Due {
    fn of(state: &State, service: &EntityId) -> Option<Self> {
        let (plan_kind, look_kind): (Name, Name) =
            (PLAN.parse().ok()?, arvak_mfa::ENFORCED.parse().ok()?);
        let stands = |one: &EvidenceView<'_>| !one.withdrawn && !one.superseded;
        let by_log_in = |one: &EvidenceView<'_>| {
            let is_log_in = one.method.is_some_and(|name| name.as_str() == arvak_mfa::NAME);
            is_log_in && stands(one) && one.result != Outcome::Inconclusive
        };
        let looks = state.evidence(service, &look_kind).filter(by_log_in);
        let look = looks.max_by_key(|one| (one.collected_at, one.entry))?;
        let is_ours =
            |one: &EvidenceView<'_>| one.method.is_some_and(|name| name.as_str() == METHOD);
        let ours = state.evidence(service, &plan_kind).filter(|one| stands(one) && is_ours(one));
        let told = ours.max_by_key(|one| (one.collected_at, one.entry));
        let was_broken = told.is_some_and(|one| one.result == Outcome::Refutes);
        let is_due = was_broken == (look.result == Outcome::Supports);
        let (result, look, seen_at) = (look.result, look.entry, look.collected_at);
        is_due.then_some(Self { result, look, seen_at, was_broken })
    }

    fn news(self, plans: &[(EntryId, Evidence)], at: Instant) -> Option<News> {
        let dated = plans.iter().filter(|(_, one)| {
            let is_ours = one.method.as_ref().is_some_and(|method| method.name.as_str() == METHOD);
            !is_ours && one.result == Outcome::Supports
        });
        // The date of the plan that was made last is the one that counts; it may have slipped, as often as it was made anew.
        let (date, plan) = dated
            .filter_map(|(entry, one)| Some((one.valid_until?, *entry, one)))
            .max_by_key(|(_, entry, one)| (one.collected_at, *entry))
            .map(|(date, entry, _)| (date, entry))?;
        let is_broken = date <= at && date <= self.seen_at;
        let Self { result, look, seen_at, was_broken } = self;
        (was_broken || is_broken).then_some(News { result, plan, date, look, seen_at })
    }
}

/// What was compared: the plan, its date, and the log-in.
fn transcript(service: &EntityId, news: &News) -> Vec<u8> {
    let seen = json!({
        "method": METHOD,
        "version": VERSION,
        "service": service,
        "plan": news.plan,
        "date": news.date,
        "log_in": news.look,
        "seen_at": news.seen_at,
    });
    seen.to_string().into_bytes()
}

fn draft(service: &EntityId, news: &News, transcript: Digest) -> anyhow::Result<Draft> {
    let key = format!("evidence\n{METHOD}\n{service}\n{}\n{}\n", news.plan, news.look);
    let method: Name = METHOD.parse()?;
    let is_broken = news.result == Outcome::Refutes;
    let evidence = Evidence {
        kind: PLAN.parse()?,
        subject: service.clone(),
        result: news.result,
        basis: Basis::Probe,
        collected_at: news.seen_at,
        valid_until: (!is_broken).then(|| news.seen_at.plus(IN_PLACE)),
        method: Some(Method { name: method.clone(), version: VERSION }),
        vantage: None,
        attributes: BTreeMap::new(),
        code: is_broken.then(|| PASSED.parse()).transpose()?,
        transcript: Some(transcript),
        supersedes: None,
    };
    Ok(own(&key, method, evidence))
}

#[cfg(test)]
mod tests {
    use arvak_core::{Actor, Class, Envelope, Fact};

    use super::*;

    /// What is recorded, in order: kind, result, method, day of collection, day until when.
    type Row = (&'static str, Outcome, Option<&'static str>, i64, Option<i64>);

    const DAY: i64 = 86_400_000;

    fn service() -> EntityId {
        "service/vpn".parse().unwrap()
    }

    fn at(day: i64) -> Instant {
        Instant::from_millis(day * DAY)
    }

    fn told(rows: &[Row], now: i64) -> Option<Outcome> {
        let mut state = State::new();
        let mut plans = Vec::new();
        for (number, (kind, result, method, day, until)) in (0_u64..).zip(rows) {
            let method: Option<Name> = method.map(|name| name.parse().unwrap());
            let transcript = method.is_some().then(|| Digest::of(b"seen"));
            let evidence = Evidence {
                kind: kind.parse().unwrap(),
                subject: service(),
                result: *result,
                basis: if method.is_some() { Basis::Probe } else { Basis::Document },
                collected_at: at(*day),
                valid_until: until.map(at),
                method: method.clone().map(|name| Method { name, version: 1 }),
                vantage: None,
                attributes: BTreeMap::new(),
                code: None,
                transcript,
                supersedes: None,
            };
            if *kind == PLAN {
                plans.push((EntryId(number), evidence.clone()));
            }
            let actor = method
                .map_or_else(|| Actor::Role("role/ict_lead".parse().unwrap()), Actor::Program);
            let envelope = Envelope {
                received_at: at(*day),
                v: 1,
                key: Digest::of(&number.to_be_bytes()),
                actor,
                class: Class::Internal,
                body: None,
                blobs: transcript.into_iter().collect(),
                fact: Fact::Evidence(evidence),
            };
            state.apply(EntryId(number), &envelope).unwrap();
        }
        // Whatever has left the state by then is still in the ledger.
        let state = State::from_snapshot(&state.snapshot()).unwrap();
        Due::of(&state, &service())?.news(&plans, at(now)).map(|news| news.result)
    }

    const LOOK: &str = arvak_mfa::ENFORCED;
    const TRIED: Option<&str> = Some(arvak_mfa::NAME);
    const OURS: Option<&str> = Some(METHOD);

    #[test]
    fn a_plan_is_broken_when_one_factor_is_enough_after_its_date() {
        let plan = (PLAN, Outcome::Supports, None, 1, Some(30));
        let open = |day| (LOOK, Outcome::Refutes, TRIED, day, None);
        assert_eq!(told(&[plan, open(31)], 31), Some(Outcome::Refutes));
        assert_eq!(told(&[plan, open(30)], 30), Some(Outcome::Refutes), "on the day itself");
        assert_eq!(told(&[plan, open(29)], 29), None, "before its date");
        assert_eq!(told(&[plan, open(29)], 31), None, "nobody tried after its date");
        assert_eq!(told(&[open(31)], 31), None, "no plan");
        let endless = (PLAN, Outcome::Supports, None, 1, None);
        assert_eq!(told(&[endless, open(31)], 31), None, "no date");
        let said = (LOOK, Outcome::Refutes, None, 31, None);
        assert_eq!(told(&[plan, said], 31), None, "a word is no trial");
        let unknown = (LOOK, Outcome::Inconclusive, TRIED, 31, None);
        assert_eq!(told(&[plan, unknown], 31), None, "nothing was seen");
    }

    #[test]
    fn the_date_of_the_plan_made_last_counts_and_a_broken_plan_is_told_once() {
        let plan = (PLAN, Outcome::Supports, None, 1, Some(30));
        let slipped = (PLAN, Outcome::Supports, None, 20, Some(60));
        let open = (LOOK, Outcome::Refutes, TRIED, 31, None);
        assert_eq!(told(&[plan, slipped, open], 31), None, "it slipped before its date");
        let broken = (PLAN, Outcome::Refutes, OURS, 31, None);
        assert_eq!(told(&[plan, open, broken], 40), None);
    }

    #[test]
    fn two_factors_that_are_shown_mend_it_and_the_next_break_is_told_again() {
        let plan = (PLAN, Outcome::Supports, None, 1, Some(30));
        let broken = (PLAN, Outcome::Refutes, OURS, 31, None);
        let shown = (LOOK, Outcome::Supports, TRIED, 40, None);
        assert_eq!(told(&[plan, broken, shown], 40), Some(Outcome::Supports));
        assert_eq!(told(&[plan, shown], 40), None, "nothing was broken");
        let mended = (PLAN, Outcome::Supports, OURS, 40, Some(41));
        assert_eq!(told(&[plan, broken, shown, mended], 41), None);
        let open = (LOOK, Outcome::Refutes, TRIED, 50, None);
        assert_eq!(told(&[plan, broken, shown, mended, open], 50), Some(Outcome::Refutes));
    }
}
