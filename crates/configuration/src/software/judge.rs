//! What of the software still gets security updates.

use std::collections::BTreeMap;

use arvak_core::Instant;

use super::lifecycle::{Product, find, products};
use super::{Item, Kind, Software};
use crate::judgement::{Finding, Judgement, Place, Tone, Verdict};

const KIND: &str = "software.supported";

impl Software {
    /// What the list shows at the instant that it was made.
    pub(crate) fn judge(&self, at: Instant) -> Judgement {
        let mut judgement = Judgement::default();
        let mut once: BTreeMap<&Item, &Place> = BTreeMap::new();
        for (item, place) in &self.all {
            once.entry(item).or_insert(place);
        }
        let count = |kind| once.keys().filter(|item| item.kind == kind).count();
        let seen = Finding::new(Tone::Note, "software_seen", Place::File);
        let seen = seen.with("systems", &count(Kind::System));
        let seen = seen.with("packages", &count(Kind::Package));
        judgement.find(seen.with("programs", &count(Kind::Program)));

        let table = products();
        let known: Vec<(&Item, &Place, &Product)> = once
            .iter()
            .filter_map(|(item, place)| Some((*item, *place, find(&table, item)?)))
            .collect();
        let mut ended = 0;
        for (item, place, product) in &known {
            let over = product.ends <= at;
            ended += usize::from(over);
            let (tone, code) =
                if over { (Tone::Bad, "software_ended") } else { (Tone::Good, "software_current") };
            let finding = Finding::new(tone, code, (*place).clone());
            let finding = finding.with("name", &item.name).with("version", &item.version);
            judgement.find(finding.with("product", &product.title).with("date", &product.last_day));
        }
        // Packages are as old as the system that they belong to.
        let systems_known = known.iter().filter(|(item, ..)| item.kind == Kind::System).count();
        let all_systems = systems_known > 0 && systems_known == count(Kind::System);
        let packages = if all_systems { count(Kind::Package) } else { 0 };
        let known_count = known.len() + packages;
        let unknown_count = once.len() - known_count.min(once.len());
        let ends = known.iter().map(|(.., product)| product.ends).min();
        let mut verdict =
            verdict(ended, unknown_count, all_systems, once.len() > count(Kind::System));
        if unknown_count > 0 {
            let finding = Finding::new(Tone::Unclear, "software_unknown", Place::File);
            judgement.find(finding.with("count", &unknown_count));
        }
        if verdict.code.is_none() {
            verdict.valid_until = ends;
        }
        let days = ends.map_or(0, |ends| ends.since(at).as_days());
        verdict.attributes.push(("days_left", days));
        let verdict = verdict
            .with("products", once.len())
            .with("products_known", known_count)
            .with("products_unsupported", ended);
        judgement.verdicts = vec![verdict];
        judgement
    }
}

fn verdict(ended: usize, unknown: usize, systems: bool, has_programs: bool) -> Verdict {
    if ended > 0 {
        Verdict::refutes(KIND, "software.unsupported")
    } else if !systems {
        Verdict::inconclusive(KIND, "software.system_unknown")
    } else if !has_programs {
        Verdict::inconclusive(KIND, "software.programs_missing")
    } else if unknown > 0 {
        Verdict::inconclusive(KIND, "software.some_unknown")
    } else {
        Verdict::supports(KIND)
    }
}
