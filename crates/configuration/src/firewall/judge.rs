//! What the rules let in from the internet.

use super::Rules;
use super::address::{Range, Side};
use super::rule::Rule;
use super::service::{MANAGEMENT, Services};
use crate::judgement::{FINDINGS_EACH_MAX, Finding, Judgement, Place, Tone, Verdict};

const CLOSED: &str = "surface.management_closed";
const DEFAULT: &str = "surface.default_deny";
const SUPPLIER: &str = "supplier.country_measures";

/// From where a rule lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// From everywhere on the internet.
    Internet,
    /// From addresses that the file only names.
    Named,
    /// From addresses that are known and few, or from inside.
    Known,
}

impl Rule {
    fn reach(&self) -> Reach {
        let zone = &self.source_zone;
        if zone.inside && !zone.internet && !zone.any {
            return Reach::Known;
        }
        let wide = self.source.is_internet() || self.source.is_blank();
        let from_named_zone = !zone.names.is_empty() && !zone.internet && !zone.any;
        match (wide, from_named_zone) {
            (true, false) => Reach::Internet,
            (false, _) if self.source.names.is_empty() => Reach::Known,
            (true, true) | (false, _) => Reach::Named,
        }
    }

    /// Whether it is about what leaves, and lets nobody in.
    fn is_outbound(&self) -> bool {
        let to = |side: &Side| side.internet && !side.any;
        self.outbound || to(&self.destination) || to(&self.destination_zone)
    }

    fn lets_in(&self) -> bool {
        self.allows && self.in_force && !self.is_outbound()
    }

    /// Whether it is about every address of both sides.
    fn is_about_all(&self) -> bool {
        let all = |side: &Side| side.any && !side.negated;
        let zone = |side: &Side| side.is_blank() || all(side);
        all(&self.source)
            && all(&self.destination)
            && zone(&self.source_zone)
            && zone(&self.destination_zone)
    }

    /// Whether everything that `other` is about on both sides is surely about this one as well.
    fn covers_sides(&self, other: &Self) -> bool {
        self.source.covers(&other.source)
            && covers_zone(&self.source_zone, &other.source_zone)
            && self.covers_destination(other)
    }

    fn covers_destination(&self, other: &Self) -> bool {
        self.destination.covers(&other.destination)
            && covers_zone(&self.destination_zone, &other.destination_zone)
    }

    /// Whether it is about everyone on the internet.
    fn is_about_internet(&self) -> bool {
        let zone = &self.source_zone;
        let from_there = zone.is_blank() || zone.any || zone.internet;
        (self.source.any || self.source.internet) && !self.source.negated && from_there
    }

    /// Whether it decides, in force and without a condition of its own.
    const fn decides(&self) -> bool {
        self.in_force && !self.narrowed
    }
}

impl Rules {
    /// What they show; `closed` are the addresses that were to be shut out.
    pub(crate) fn judge(&self, closed: &[Range]) -> Judgement {
        let mut judgement = Judgement::default();
        let in_force = self.all.iter().filter(|rule| rule.in_force).count();
        let seen = Finding::new(Tone::Note, "rules_seen", Place::File);
        judgement.find(seen.with("count", &self.all.len()).with("in_force", &in_force));
        if !self.in_order {
            judgement.find(Finding::new(Tone::Unclear, "rules_not_in_order", Place::File));
        }
        self.shadowed(&mut judgement);
        let all_open = self.any_allow(&mut judgement);
        let shut = self.final_deny(&mut judgement);
        let management = self.management(shut, &mut judgement);
        let default = match (all_open, shut, self.in_order) {
            (true, ..) => Verdict::refutes(DEFAULT, "surface.any_allow"),
            (false, _, false) => Verdict::inconclusive(DEFAULT, "firewall.not_in_order"),
            (false, true, true) => Verdict::supports(DEFAULT),
            (false, false, true) => Verdict::inconclusive(DEFAULT, "firewall.no_final_deny"),
        };
        judgement.verdicts = vec![management, default.with("rules", self.all.len())];
        if !closed.is_empty() {
            let supplier = self.still_open(closed, &mut judgement);
            judgement.verdicts.push(supplier.with("rules", self.all.len()));
        }
        judgement
    }

    /// Rules that an earlier one decides for in full.
    fn shadowed(&self, judgement: &mut Judgement) {
        let mut found = 0;
        for (at, rule) in self.all.iter().enumerate().filter(|(_, rule)| rule.in_force) {
            let mut earlier = self.all.iter().take(at).filter(|other| other.decides());
            let by = earlier
                .find(|other| other.services.covers(&rule.services) && other.covers_sides(rule));
            if let Some(by) = by {
                let finding = Finding::new(Tone::Note, "rule_shadowed", rule.place());
                judgement.find(finding.with("by", &by.row));
                found += 1;
            }
            if found == FINDINGS_EACH_MAX {
                return;
            }
        }
    }

    /// What rules before the one at `at` surely stop, of all that it is about.
    fn stopped(&self, at: usize, rule: &Rule) -> Vec<&Services> {
        let from_everywhere = rule.reach() == Reach::Internet;
        let earlier = self.all.iter().take(at).filter(|it| !it.allows && it.decides());
        let covering = earlier.filter(|it| {
            let everyone = from_everywhere && it.is_about_internet() && it.covers_destination(rule);
            everyone || it.covers_sides(rule)
        });
        covering.map(|it| &it.services).collect()
    }

    /// Whether rules before the one at `at` surely stop all of it.
    fn is_stopped(&self, at: usize, rule: &Rule) -> bool {
        self.stopped(at, rule).iter().any(|services| services.any)
    }

    /// Rules that let everything in from everywhere.
    fn any_allow(&self, judgement: &mut Judgement) -> bool {
        let mut found = false;
        for (at, rule) in self.all.iter().enumerate().filter(|(_, rule)| rule.lets_in()) {
            let everything = rule.services.any || rule.services.is_blank();
            let everywhere = rule.destination.any || rule.destination.is_blank();
            let open = rule.reach() == Reach::Internet && everything && everywhere;
            if open && !self.is_stopped(at, rule) {
                judgement.find(named(Tone::Bad, "rule_any_allow", rule));
                found = true;
            }
        }
        found
    }

    /// Whether what no rule speaks of is stopped by one that speaks of everything.
    fn final_deny(&self, judgement: &mut Judgement) -> bool {
        let mut rules = self.all.iter().rev();
        let found = rules.find(|rule| {
            !rule.allows
                && rule.decides()
                && rule.services.any
                && rule.is_about_all()
                && !rule.outbound
        });
        judgement.find(match found {
            Some(rule) => named(Tone::Good, "rule_final_deny", rule),
            None => Finding::new(Tone::Unclear, "rules_no_final_deny", Place::File),
        });
        found.is_some()
    }

    fn management(&self, shut: bool, judgement: &mut Judgement) -> Verdict {
        let (mut open_count, mut unlogged_count, mut unclear) = (0, 0, false);
        for (at, rule) in self.all.iter().enumerate().filter(|(_, rule)| rule.lets_in()) {
            let reach = rule.reach();
            if reach == Reach::Known {
                continue;
            }
            let stopped = self.stopped(at, rule);
            let mut names: Vec<&str> = MANAGEMENT
                .iter()
                .filter(|(_, proto, first, last)| {
                    // Each port for itself: a stop of one leaves the next open.
                    (*first..=*last).any(|port| {
                        let ports = (*proto, port, port);
                        let is_stopped = || stopped.iter().any(|it| it.covers_ports(ports));
                        rule.services.meets(ports) && !is_stopped()
                    })
                })
                .map(|(name, ..)| *name)
                .collect();
            names.dedup();
            let unknown: Vec<&str> = rule.services.unknown().collect();
            if !names.is_empty() && reach == Reach::Internet {
                open_count += 1;
                unlogged_count += usize::from(rule.logs == Some(false));
                let finding = named(Tone::Bad, "rule_management_open", rule);
                judgement.find(finding.with("services", &listed(&names)));
            } else if !names.is_empty() {
                unclear = true;
                let from = rule.source.names.iter().chain(&rule.source_zone.names);
                let from: Vec<_> = from.map(String::as_str).collect();
                let finding = named(Tone::Unclear, "rule_source_named", rule);
                let finding = finding.with("source", &listed(&from));
                judgement.find(finding.with("services", &listed(&names)));
            } else if !unknown.is_empty() && !stopped.iter().any(|it| it.any) {
                unclear = true;
                let finding = named(Tone::Unclear, "rule_service_named", rule);
                judgement.find(finding.with("services", &listed(&unknown)));
            }
        }
        let verdict = match (open_count, unclear, shut, self.in_order) {
            (1.., ..) => Verdict::refutes(CLOSED, "surface.management_open"),
            (_, _, _, false) => Verdict::inconclusive(CLOSED, "firewall.not_in_order"),
            (_, true, ..) => Verdict::inconclusive(CLOSED, "firewall.names_unresolved"),
            (_, _, false, _) => Verdict::inconclusive(CLOSED, "firewall.no_final_deny"),
            (0, false, true, true) => {
                judgement.find(Finding::new(Tone::Good, "management_closed", Place::File));
                Verdict::supports(CLOSED)
            }
        };
        verdict
            .with("rules", self.all.len())
            .with("rules_open", open_count)
            .with("rules_unlogged", unlogged_count)
    }

    /// Rules that still let in addresses that were to be shut out. A rule for everyone, such as for a website, is not
    /// about them.
    fn still_open(&self, closed: &[Range], judgement: &mut Judgement) -> Verdict {
        let (mut open, mut unclear) = (false, false);
        for (at, rule) in self.all.iter().enumerate().filter(|(_, rule)| rule.lets_in()) {
            if rule.source.is_internet() || self.is_stopped(at, rule) {
                continue;
            }
            let meets = |range: &Range| closed.iter().any(|shut| shut.meets(*range));
            if rule.source.ranges.iter().any(meets) {
                judgement.find(named(Tone::Bad, "rule_still_open", rule));
                open = true;
            } else if !rule.source.names.is_empty() {
                let finding = named(Tone::Unclear, "rule_perhaps_open", rule);
                judgement.find(finding.with("source", &rule.source.names.join(", ")));
                unclear = true;
            }
        }
        if open {
            Verdict::refutes(SUPPLIER, "supplier.access_still_open")
        } else if unclear {
            Verdict::inconclusive(SUPPLIER, "firewall.names_unresolved")
        } else {
            judgement.find(Finding::new(Tone::Good, "access_closed", Place::File));
            Verdict::supports(SUPPLIER)
        }
    }
}

/// The first few, and how many more there are.
fn listed(names: &[&str]) -> String {
    const SHOWN_MOST: usize = 6;
    let shown = names.iter().take(SHOWN_MOST).copied().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(SHOWN_MOST) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} (+{more})"),
    }
}

fn covers_zone(mine: &Side, its: &Side) -> bool {
    mine.is_blank() || mine.any || mine == its
}

/// A finding about a rule, with the name that the file gives it.
fn named(tone: Tone, code: &'static str, rule: &Rule) -> Finding {
    let name = if rule.name.is_empty() { "–" } else { &rule.name };
    Finding::new(tone, code, rule.place()).with("name", name)
}
