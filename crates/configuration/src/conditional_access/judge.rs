//! What the policies together amount to.

use super::clause::Demand;
use super::cover::{Cover, Door, EMERGENCY_ACCOUNTS_MOST, Level, Who, cover};
use super::policy::{Narrowing, Policy, State};
use super::roles::ROLES;
use super::{GIVES, Policies};
use crate::judgement::{Finding, Judgement, Place, Tone, Verdict};

/// The clients that know a password and nothing more.
const LEGACY: [&str; 2] = ["exchangeActiveSync", "other"];

impl Policies {
    /// What they show. Without one in force nothing can be told: the tenant's *security defaults*, which are not in this
    /// export, may demand two factors then.
    pub(crate) fn judge(&self) -> Judgement {
        self.judge_leaving_out(EMERGENCY_ACCOUNTS_MOST)
    }

    /// The same, when it is known how many accounts may be left out.
    pub(super) fn judge_leaving_out(&self, most: usize) -> Judgement {
        let mut judgement = Judgement::default();
        let count = |state| self.all.iter().filter(|policy| policy.state == state).count();
        let seen = Finding::new(Tone::Note, "policies_seen", Place::File);
        let seen = seen.with("count", &self.all.len());
        let seen = seen.with("in_force", &count(State::InForce));
        judgement.find(seen.with("report_only", &count(State::ReportOnly)));
        self.all.iter().for_each(|policy| describe(policy, &mut judgement));
        if count(State::InForce) == 0 {
            let none = Finding::new(Tone::Unclear, "policies_none_in_force", Place::File);
            judgement.find(none);
            let unclear = |kind: &&'static str| Verdict::inconclusive(kind, "policy.none_in_force");
            judgement.verdicts = GIVES.iter().map(unclear).collect();
        } else {
            let everyone = cover(&self.all, Who::Everyone, Door::Modern, most);
            let legacy = self.legacy(most, &mut judgement);
            let factors = factors(&everyone, legacy, &mut judgement);
            let factors = factors
                .with("excluded_users", everyone.gaps.users.len())
                .with("excluded_groups", everyone.gaps.groups.len())
                .with("excluded_apps", everyone.gaps.apps.len());
            let blocked = match legacy {
                Level::Whole => Verdict::supports("access.legacy_login_blocked"),
                Level::Unclear => {
                    Verdict::inconclusive("access.legacy_login_blocked", "policy.unclear")
                }
                Level::Open => {
                    Verdict::refutes("access.legacy_login_blocked", "access.legacy_login_open")
                }
            };
            let admins = self.admins(most, &mut judgement);
            judgement.verdicts = vec![factors, blocked, admins];
        }
        for verdict in &mut judgement.verdicts {
            let numbered = std::mem::replace(verdict, Verdict::supports(""));
            *verdict = numbered
                .with("policies", self.all.len())
                .with("in_force", count(State::InForce))
                .with("report_only", count(State::ReportOnly));
        }
        judgement
    }

    /// How well log-ins that cannot ask for a second factor are shut out.
    fn legacy(&self, most: usize, judgement: &mut Judgement) -> Level {
        let mut worst = Level::Whole;
        for client in LEGACY {
            let found = cover(&self.all, Who::Everyone, Door::Legacy(client), most);
            let place = found.base.map_or(Place::File, Policy::place);
            let finding = match found.level {
                Level::Whole => None,
                Level::Unclear => Some(Finding::new(Tone::Unclear, "legacy_unclear", place)),
                Level::Open => Some(Finding::new(Tone::Bad, "legacy_open", place)),
            };
            if let Some(finding) = finding {
                judgement.find(finding.with("client", client));
            }
            worst = worst.max(found.level);
        }
        if worst == Level::Whole {
            judgement.find(Finding::new(Tone::Good, "legacy_blocked", Place::File));
        }
        worst
    }

    /// How well those who govern the tenant are covered, role by role.
    fn admins(&self, most: usize, judgement: &mut Judgement) -> Verdict {
        const KIND: &str = "access.admins_two_factor";
        let mut worst = Level::Whole;
        let mut covered_count = 0;
        for (id, name) in ROLES {
            let found = cover(&self.all, Who::Role(id), Door::Modern, most);
            let place = found.base.map_or(Place::File, Policy::place);
            let finding = match found.level {
                Level::Whole => {
                    covered_count += 1;
                    continue;
                }
                Level::Unclear => Finding::new(Tone::Unclear, "admin_unclear", place),
                Level::Open => Finding::new(Tone::Bad, "admin_uncovered", place),
            };
            judgement.find(finding.with("role", name));
            worst = worst.max(found.level);
        }
        let verdict = match worst {
            Level::Whole => {
                let covered = Finding::new(Tone::Good, "admins_covered", Place::File);
                judgement.find(covered.with("count", &covered_count));
                Verdict::supports(KIND)
            }
            Level::Unclear => Verdict::inconclusive(KIND, "policy.unclear"),
            Level::Open => Verdict::refutes(KIND, "access.admin_role_uncovered"),
        };
        verdict.with("roles_covered", covered_count)
    }
}

fn factors(everyone: &Cover<'_>, legacy: Level, judgement: &mut Judgement) -> Verdict {
    const KIND: &str = "mfa.enforced";
    let place = everyone.base.map_or(Place::File, Policy::place);
    let (tone, code) = match everyone.level {
        Level::Whole => (Tone::Good, "factors_demanded"),
        Level::Unclear => (Tone::Unclear, "factors_unclear"),
        Level::Open => (Tone::Bad, "factors_not_demanded"),
    };
    judgement.find(Finding::new(tone, code, place));
    match (everyone.level, legacy) {
        (Level::Open, _) => Verdict::refutes(KIND, "mfa.policy_gap"),
        (_, Level::Open) => Verdict::refutes(KIND, "mfa.legacy_login_open"),
        (Level::Unclear, _) | (_, Level::Unclear) => Verdict::inconclusive(KIND, "policy.unclear"),
        (Level::Whole, Level::Whole) => Verdict::supports(KIND),
    }
}

/// What is worth knowing of one policy: why it counts, or why it does not.
fn describe(policy: &Policy, judgement: &mut Judgement) {
    let mut find = |tone, code| {
        judgement.find(Finding::new(tone, code, policy.place()));
    };
    match policy.state {
        State::ReportOnly => return find(Tone::Note, "policy_report_only"),
        State::Off => return find(Tone::Note, "policy_off"),
        State::InForce => {}
    }
    if policy.wants_device {
        find(Tone::Note, "policy_device");
    }
    match &policy.demand {
        Demand::Or(others) => {
            let or = Finding::new(Tone::Bad, "policy_or", policy.place());
            judgement.find(or.with("others", others));
        }
        Demand::Unknown(strength) => {
            let unknown = Finding::new(Tone::Unclear, "policy_strength_unknown", policy.place());
            judgement.find(unknown.with("strength", strength));
        }
        Demand::TwoFactors => reach(policy, judgement),
        Demand::Block | Demand::Other => {}
    }
}

/// Whom, where and what a policy that demands two factors leaves out.
fn reach(policy: &Policy, judgement: &mut Judgement) {
    let mut find = |finding| judgement.find(finding);
    let finding = |tone, code| Finding::new(tone, code, policy.place());
    for narrowing in &policy.narrowed {
        find(match narrowing {
            Narrowing::Place => finding(Tone::Bad, "policy_place"),
            Narrowing::Other(by) => finding(Tone::Note, "policy_narrowed").with("by", by),
        });
    }
    if !policy.apps.all {
        find(finding(Tone::Note, "policy_some_apps"));
    }
    if !policy.users.all {
        find(finding(Tone::Note, "policy_some_users"));
    }
    if policy.apps.all && policy.users.all && policy.narrowed.is_empty() {
        find(finding(Tone::Good, "policy_covers_all"));
    }
    let out = &policy.users.exclude;
    let counted = [
        ("policy_excludes_users", out.users.len(), Tone::Note),
        ("policy_excludes_groups", out.groups.len(), Tone::Unclear),
        ("policy_excludes_roles", out.roles.len(), Tone::Bad),
        ("policy_excludes_apps", policy.apps.exclude.len(), Tone::Bad),
    ];
    for (code, count, tone) in counted {
        if count > 0 {
            find(finding(tone, code).with("count", &count));
        }
    }
    if out.guests {
        find(finding(Tone::Bad, "policy_excludes_guests"));
    }
}
