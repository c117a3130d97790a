//! `[[expiry]]`: how long evidence holds here, where a municipality has chosen otherwise than the letter.
//! It takes the letter's place in every rule that it concerns, and both are shown (law 12: a longer one
//! needs a reason, and is listed with what it betters).

use super::letter::Known;
use super::text::{self, ORIGIN_FIELDS};
use super::{Letter, Origin};
use crate::mistake::Problem;
use crate::requirement::Part;
use crate::sheet::{Record, Sheet};
use crate::{Name, Span};

/// The field of a file.
pub(super) const FIELD: &str = "expiry";

/// Most local expiries.
pub const LOCAL_MAX: usize = 1_000;

/// How long evidence of a kind holds here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalExpiry {
    /// The evidence kind.
    pub evidence: Name,
    /// The one claim that it concerns; all that ask for the kind when absent.
    pub claim: Option<Name>,
    /// How long it holds.
    pub within: Span,
    /// What the letters say instead: claims with their own times, none where they leave it to the kind.
    pub replaces: Vec<(Name, Option<Span>)>,
    /// Where this comes from.
    pub origin: Origin,
}

impl LocalExpiry {
    /// What the letter says of a claim instead, when this concerns it.
    pub fn of_letter(&self, claim: &Name, evidence: &Name) -> Option<Option<Span>> {
        let found = self.replaces.iter().find(|(id, _)| id == claim);
        found.filter(|_| self.evidence == *evidence).map(|(_, within)| *within)
    }
}

/// Reads the records of a file.
pub(super) fn read(
    sheet: &mut Sheet<'_>,
    file: Record<'_, '_>,
    known: &mut Known,
    into: &mut Vec<LocalExpiry>,
) {
    let Some(value) = file.get(FIELD) else { return };
    let Some(list) = sheet.list_in(FIELD, value, "list_of_tables") else { return };
    if list.len() > LOCAL_MAX {
        let problem = Problem::new("too_many").with("what", "records").with("count", list.len());
        sheet.tell(value.span().start, problem.with("most", LOCAL_MAX));
        return;
    }
    for value in list {
        let Some(record) = Record::of(sheet, FIELD, value) else { continue };
        into.extend(one(sheet, record, known));
    }
}

fn one(sheet: &mut Sheet<'_>, record: Record<'_, '_>, known: &mut Known) -> Option<LocalExpiry> {
    let own = ["evidence", "claim", "within"];
    record.only(sheet, || own.into_iter().chain(ORIGIN_FIELDS).collect());
    let claim = record.get("claim").map(|value| sheet.name_in("claim", value));
    let scope = claim.as_ref().and_then(Option::as_ref).map_or("", Name::as_str).to_owned();
    let evidence = known.ids.first_in(sheet, "evidence", ("local_expiry", &scope), record);
    if let (Some(name), Some(value)) = (&evidence, record.get("evidence")) {
        known.kinds.find(sheet, name, value);
    }
    let within = record.need(sheet, "within").and_then(|value| sheet.span_in("within", value));
    let origin = text::origin(sheet, record);
    Some(LocalExpiry {
        evidence: evidence?,
        // A claim that cannot be read is not the same as none.
        claim: match claim {
            Some(claim) => Some(claim?),
            None => None,
        },
        within: within?,
        replaces: Vec::new(),
        origin: origin?,
    })
}

/// Puts local expiries in the place of the letters' own. One that names a claim goes before one that does not.
pub(super) fn apply(letters: &mut [Letter], local: &mut [LocalExpiry]) {
    for letter in letters {
        for claim in letter.points.iter_mut().flat_map(|point| &mut point.claims) {
            let parts = claim.requirement.any_of.iter_mut().flat_map(|path| &mut path.all_of);
            for leaf in parts.flat_map(Part::leaves_mut) {
                let concerns = |one: &&mut LocalExpiry| {
                    one.evidence == leaf.kind
                        && one.claim.as_ref().is_none_or(|wanted| *wanted == claim.id)
                };
                let found = local.iter_mut().filter(concerns);
                let Some(found) = found.max_by_key(|one| one.claim.is_some()) else { continue };
                if found.of_letter(&claim.id, &leaf.kind).is_none() {
                    found.replaces.push((claim.id.clone(), leaf.within));
                }
                leaf.within = Some(found.within);
                // A raised situation never lets evidence hold longer.
                leaf.within_raised = leaf.within_raised.map(|raised| raised.min(found.within));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::SHIPPED;
    use crate::{Catalogue, SourceFile};

    fn with(text: &str) -> Result<Catalogue, Vec<String>> {
        let file = SourceFile { name: "local/expiry.toml", text };
        let files: Vec<_> = SHIPPED.iter().copied().chain([file]).collect();
        Catalogue::parse(&files).map_err(|all| all.iter().map(ToString::to_string).collect())
    }

    fn record(fields: &str) -> String {
        format!(
            "[[expiry]]\n{fields}\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\n"
        )
    }

    fn within(catalogue: &Catalogue, claim: &str, kind: &str) -> Option<Span> {
        let claims = catalogue.letters.iter().flat_map(|letter| &letter.points);
        let mut claims = claims.flat_map(|point| &point.claims);
        let claim = claims.find(|found| found.id.as_str() == claim).unwrap();
        claim.requirement.leaves().find(|leaf| leaf.kind.as_str() == kind).unwrap().within
    }

    #[test]
    fn the_one_for_a_claim_goes_before_the_one_for_all() {
        let text = record("evidence = \"mfa.risk_reduction\"\nwithin = \"3d\"")
            + &record("evidence = \"mfa.risk_reduction\"\nclaim = \"3.3\"\nwithin = \"9d\"");
        let catalogue = with(&text).unwrap();
        assert_eq!(within(&catalogue, "3.3", "mfa.risk_reduction"), Some(Span::from_days(9)));
        assert_eq!(within(&catalogue, "3.1", "mfa.risk_reduction"), Some(Span::from_days(3)));
        let all = &catalogue.local[0];
        assert!(all.replaces.iter().all(|(claim, _)| claim.as_str() != "3.3"));
    }

    #[test]
    fn a_raised_situation_never_lets_it_hold_longer() {
        let text = record("evidence = \"mfa.risk_reduction\"\nwithin = \"12h\"");
        let catalogue = with(&text).unwrap();
        let shortened = catalogue.shortened();
        let mine = shortened.iter().filter(|one| one.evidence.as_str() == "mfa.risk_reduction");
        assert!(mine.clone().count() > 0);
        for one in mine {
            assert_eq!(Some(one.within_raised), one.within);
        }
    }

    #[test]
    fn mistakes_are_told_all_at_once() {
        let text = record("evidence = \"mfa.nothing\"\nwithin = \"3d\"")
            + &record("evidence = \"plan.current\"\nwithin = \"soon\"")
            + &record("evidence = \"plan.offline_copy\"\nwithin = \"3d\"")
            + &record("evidence = \"plan.offline_copy\"\nwithin = \"4d\"")
            + &record("evidence = \"restore.drill\"\nclaim = 7\nwithin = \"4d\"");
        let told = with(&text).unwrap_err();
        assert_eq!(told.len(), 4, "{told:#?}");
        assert!(told[0].contains("mfa.nothing") && told[0].starts_with("local/expiry.toml:2:"));
        assert!(told[2].contains("stands twice"), "{}", told[2]);
    }
}
