//! A claim for one thing: the best ordinary path, unless a leaf of one is refuted; compensation; and an
//! exemption over it all.

use super::course::Course;
use super::explain::{self, Explanation};
use super::part::{PartJudged, PathJudged};
use super::plan::ClaimPlan;
use super::reason::{Arg, Args, ReasonCode};
use super::{Action, Context, Next, OwnAction, SubjectAssessment};
use crate::state::{Exempted, State, SubjectNo};
use crate::{Instant, Name, Status};

/// A claim for one thing, judged, and the next instant at which that could change by itself.
pub(super) struct SubjectJudged {
    pub(super) assessment: SubjectAssessment,
    pub(super) next_event: Instant,
}

/// Judges a claim for a thing of its kind; none when there is no such thing. `unknown` is the attribute
/// because of which it is in scope although nobody knows whether it should be.
pub(super) fn judge(
    state: &State,
    claim: &ClaimPlan<'_>,
    subject: SubjectNo,
    unknown: Option<&Name>,
    at: Instant,
) -> Option<SubjectJudged> {
    let context = Context { state, at, subject };
    let own = state.subject(subject)?;
    let paths: Vec<_> =
        claim.paths.iter().map(|path| PathJudged::new(&context, path, subject)).collect();
    let ordinary = ordinary(&paths);
    let mut beneath = ordinary;
    for path in paths.iter().filter(|path| path.compensates) {
        beneath = beneath.at_least(Status::Compensated, path.course.lasts(Status::Verified));
    }
    let exemptions = own.exemptions.iter().filter(|one| Some(one.claim) == claim.number);
    let exemption =
        exemptions.max_by_key(|one| (one.until, one.entry)).filter(|one| at < one.until);
    let course = exemption.map_or(beneath, |one| beneath.at_least(Status::Exempt, one.until));
    let status = course.state(at);

    let mut why = Explanation::new(&context);
    if let Some(exemption) = exemption.filter(|_| status == Status::Exempt) {
        why.say(
            ReasonCode::Exempt,
            exempt_args(exemption, beneath.state(at)),
            vec![exemption.entry],
        );
    }
    let counting = explain_paths(&mut why, &paths, beneath, ordinary, at);
    if let Some(attribute) = unknown {
        let args = Args::default().with("attribute", Arg::Name(attribute.clone()));
        why.say(ReasonCode::ScopeUnknownAttribute, args, Vec::new());
    }
    let (reasons, evidence) = why.finish();

    let paths_end = paths.iter().map(|path| path.next_event(at)).min();
    let exemption_ends = exemption.map(|one| one.until);
    let next_event = paths_end.into_iter().chain(exemption_ends).min();
    let exempt = status == Status::Exempt;
    Some(SubjectJudged {
        assessment: SubjectAssessment {
            subject: own.id.clone(),
            state: status,
            strength: counting.filter(|_| !exempt).and_then(|path| path.strength(at)),
            reasons,
            evidence,
            next: next(&context, claim, &paths, ordinary),
            beneath: exempt.then(|| beneath.state(at)),
            expires_at: course.worsens(at),
        },
        next_event: next_event.unwrap_or(Instant::NEVER),
    })
}

fn ordinary(paths: &[PathJudged<'_, '_>]) -> Course {
    let ordinary = || paths.iter().filter(|path| !path.compensates);
    let refuted_from = ordinary().map(PathJudged::refuted_from).min().unwrap_or(Instant::NEVER);
    Course::best(ordinary().map(|path| path.course)).until(refuted_from)
}

fn exempt_args(exemption: &Exempted, beneath: Status) -> Args {
    Args::default()
        .with("until", Arg::Time(exemption.until))
        .with("beneath", Arg::Word(beneath.name()))
}

/// The path that counts: the best, for the longest, and the first of equals.
fn best<'j, 's, 'p>(
    paths: impl DoubleEndedIterator<Item = &'j PathJudged<'s, 'p>>,
    at: Instant,
) -> Option<&'j PathJudged<'s, 'p>>
where
    's: 'j,
    'p: 'j,
{
    let rank = |path: &PathJudged<'_, '_>| {
        let state = path.course.state(at);
        (state, path.course.lasts(state))
    };
    paths.rev().max_by_key(|path| rank(path))
}

/// Says why, and returns the path that the strength is taken from.
fn explain_paths<'j, 's, 'p>(
    why: &mut Explanation<'_, '_>,
    paths: &'j [PathJudged<'s, 'p>],
    beneath: Course,
    ordinary: Course,
    at: Instant,
) -> Option<&'j PathJudged<'s, 'p>> {
    let status = beneath.state(at);
    let compensation = (status == Status::Compensated)
        .then(|| best(paths.iter().filter(|path| path.compensates), at))
        .flatten();
    if let Some(path) = compensation {
        let until = Some(path.course.lasts(Status::Verified));
        let until = until.filter(|until| *until != Instant::NEVER);
        let args = Args::default()
            .with("beneath", Arg::Word(ordinary.state(at).name()))
            .with_some("expires_at", until.map(Arg::Time));
        why.say(ReasonCode::Compensated, args, Vec::new());
        path.parts.iter().for_each(|part| why.part(part));
    }
    let chosen = best(paths.iter().filter(|path| !path.compensates), at);
    for path in paths.iter().filter(|path| !path.compensates) {
        if chosen.is_some_and(|chosen| std::ptr::eq(chosen, path)) {
            path.parts.iter().for_each(|part| why.part(part));
        } else {
            path.parts.iter().for_each(|part| why.objections(part));
        }
    }
    compensation.or(chosen.filter(|_| status != Status::Refuted))
}

/// What to do, and whose it is: first about what is refuted, else about the worst part of the path that
/// counts, else about what is contested.
fn next(
    context: &Context<'_>,
    claim: &ClaimPlan<'_>,
    paths: &[PathJudged<'_, '_>],
    ordinary: Course,
) -> Option<Next> {
    let at = context.at;
    let parts = || paths.iter().filter(|path| !path.compensates).flat_map(|path| &path.parts);
    let code = match ordinary.state(at) {
        Status::Refuted => {
            let refuted = parts()
                .flat_map(PartJudged::leaves)
                .filter(|leaf| leaf.state(at) == Status::Refuted)
                .flat_map(|leaf| leaf.things.all());
            let disputed = refuted.into_iter().any(|thing| !thing.disputed.is_empty());
            let action = if disputed { OwnAction::AnswerContest } else { OwnAction::MendAndRetest };
            Some(Action::Own(action))
        }
        Status::Verified => {
            let mut things =
                parts().flat_map(PartJudged::leaves).flat_map(|leaf| leaf.things.all());
            let contested = things.any(|thing| thing.contested.is_some());
            contested.then_some(Action::Own(OwnAction::LookAgain))
        }
        _ => {
            let chosen = best(paths.iter().filter(|path| !path.compensates), at);
            let parts = chosen.map_or(&[][..], |path| &path.parts);
            let worst = parts.iter().min_by_key(|part| part.course.state(at));
            let action = worst.and_then(|part| explain::action(part, at));
            // A rule without an ordinary path asks for evidence that it does not name.
            Some(action.unwrap_or(Action::Own(OwnAction::GetEvidence)))
        }
    }?;
    let own = context.state.related_to(context.subject, "owner").into_iter().next();
    let own = own.and_then(|number| context.state.subject(number)).map(|role| role.id.clone());
    Some(Next { code, owner: own.or_else(|| claim.owner.clone()) })
}
