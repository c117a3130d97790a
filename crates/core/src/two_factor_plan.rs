//! What a plan for two-factor log-in says besides its date: what decides how fast it can be, who confirmed that, and the
//! steps on the way. It stands in the texts of the evidence `mfa.plan`, which can be erased (law 8); no status depends on it.

use std::fmt;

use crate::{Body, EntityId, Instant};

/// What may decide the date.
pub const DECIDES: [&str; 5] = ["licence", "supplier_release", "enrolment", "procurement", "other"];

/// Most steps of a plan, and most characters of what one says.
const MILESTONES_MAX: usize = 30;
const TEXT_CHARS_MAX: usize = 300;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Milestone {
    /// Its day, as `2026-05-01`.
    pub day: String,
    /// Noon of that day, by universal time.
    pub at: Instant,
    /// What is to be done by then.
    pub what: String,
}

/// What a plan says besides its date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What decides the date: one of [`DECIDES`].
    pub decides: Option<String>,
    /// The role or the supplier that confirmed it.
    pub confirmed_by: Option<EntityId>,
    /// The day on which it was confirmed.
    pub confirmed_on: Option<(String, Instant)>,
    /// The steps, in the order of their days.
    pub milestones: Vec<Milestone>,
}

/// What is wrong with what somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// What decides it is none of [`DECIDES`].
    Decides,
    /// Who confirmed it is neither a role nor a supplier.
    ConfirmedBy,
    /// The day of the confirmation is none.
    ConfirmedOn,
    /// The step of that number, from 1, is not a day and a text.
    Milestone(usize),
    /// There are too many steps.
    TooMany,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decides => write!(f, "what decides the date is one of {}", DECIDES.join(", ")),
            Self::ConfirmedBy => f.write_str("who confirmed it is role/… or supplier/…"),
            Self::ConfirmedOn => f.write_str("the day of the confirmation is YYYY-MM-DD"),
            Self::Milestone(number) => {
                write!(f, "milestone {number} is not a day and a text: YYYY-MM-DD What is done")
            }
            Self::TooMany => write!(f, "there are more than {MILESTONES_MAX} milestones"),
        }
    }
}

impl Plan {
    /// Reads what was written; empty texts say nothing. Milestones stand one a line.
    pub fn read(
        decides: &str,
        confirmed_by: &str,
        confirmed_on: &str,
        milestones: &str,
    ) -> Result<Self, Wrong> {
        let decides = match decides {
            "" => None,
            known if DECIDES.contains(&known) => Some(known.to_owned()),
            _ => return Err(Wrong::Decides),
        };
        let confirmed_by = match confirmed_by {
            "" => None,
            id => {
                let id: EntityId = id.parse().map_err(|_| Wrong::ConfirmedBy)?;
                let is_known = ["role", "supplier"].contains(&id.kind());
                Some(id).filter(|_| is_known).ok_or(Wrong::ConfirmedBy).map(Some)?
            }
        };
        let confirmed_on = match confirmed_on {
            "" => None,
            day => Some((day.to_owned(), noon(day).ok_or(Wrong::ConfirmedOn)?)),
        };
        let lines = milestones.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut read = Vec::new();
        for (number, line) in (1..).zip(lines) {
            if number > MILESTONES_MAX {
                return Err(Wrong::TooMany);
            }
            read.push(milestone(line).ok_or(Wrong::Milestone(number))?);
        }
        read.sort();
        Ok(Self { decides, confirmed_by, confirmed_on, milestones: read })
    }

    /// What stands in the texts of evidence; what cannot be read there is left out.
    pub fn of(body: &Body) -> Self {
        let text = |name: &str| body.texts.get(name).map_or("", String::as_str);
        let only = |d, by, on, m| Self::read(d, by, on, m).unwrap_or_default();
        Self {
            decides: only(text("decides"), "", "", "").decides,
            confirmed_by: only("", text("confirmed_by"), "", "").confirmed_by,
            confirmed_on: only("", "", text("confirmed_on"), "").confirmed_on,
            milestones: only("", "", "", text("milestones")).milestones,
        }
    }

    /// The texts that say it.
    pub fn texts(&self) -> Vec<(String, String)> {
        let lines = self.milestones.iter().map(|one| format!("{} {}", one.day, one.what));
        let all = [
            ("decides", self.decides.clone()),
            ("confirmed_by", self.confirmed_by.as_ref().map(ToString::to_string)),
            ("confirmed_on", self.confirmed_on.as_ref().map(|(day, _)| day.clone())),
            ("milestones", Some(lines.collect::<Vec<_>>().join("\n"))),
        ];
        let said = all.into_iter().filter_map(|(name, text)| Some((name, text?)));
        said.filter(|(_, text)| !text.is_empty()).map(|(n, text)| (n.to_owned(), text)).collect()
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

fn milestone(line: &str) -> Option<Milestone> {
    let (day, what) = line.split_once(' ')?;
    let what = what.trim();
    let is_short = !what.is_empty() && what.chars().count() <= TEXT_CHARS_MAX;
    let at = noon(day).filter(|_| is_short)?;
    Some(Milestone { day: day.to_owned(), at, what: what.to_owned() })
}

fn noon(day: &str) -> Option<Instant> {
    let is_day = day.len() == 10 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    format!("{day}T12:00:00Z").parse().ok().filter(|_| is_day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_is_read_back_in_the_order_of_its_days() {
        let lines = "2026-06-01 Alle har app\n\n 2026-05-01  Lisens kjøpt";
        let plan = Plan::read("licence", "supplier/lomvi", "2026-03-01", lines).unwrap();
        assert_eq!(plan.milestones[0].what, "Lisens kjøpt");
        let body = Body { texts: plan.texts().into_iter().collect(), ..Body::default() };
        assert_eq!(Plan::of(&body), plan);
        assert!(Plan::of(&Body::default()).is_empty() && Plan::default().texts().is_empty());
    }

    #[test]
    fn each_mistake_is_told_at_its_field() {
        assert_eq!(Plan::read("money", "", "", ""), Err(Wrong::Decides));
        for by in ["system/x", "supplier", "x y"] {
            assert_eq!(Plan::read("", by, "", ""), Err(Wrong::ConfirmedBy), "{by}");
        }
        for day in ["2026-02-30", "1.5.2026", "2026-05-01T10"] {
            assert_eq!(Plan::read("", "", day, ""), Err(Wrong::ConfirmedOn), "{day}");
        }
        for line in ["2026-05-01", "2026-13-01 x", "snart ferdig"] {
            let lines = format!("2026-05-01 x\n{line}");
            assert_eq!(Plan::read("", "", "", &lines), Err(Wrong::Milestone(2)), "{line}");
        }
        let many = "2026-05-01 x\n".repeat(31);
        assert_eq!(Plan::read("", "", "", &many), Err(Wrong::TooMany));
    }

    proptest! {
        #[test]
        fn what_a_body_holds_never_breaks_the_reader(text in ".{0,80}") {
            let names = ["decides", "confirmed_by", "confirmed_on", "milestones"];
            let texts = names.map(|name| (name.to_owned(), text.clone())).into();
            let plan = Plan::of(&Body { texts, ..Body::default() });
            let again = Body { texts: plan.texts().into_iter().collect(), ..Body::default() };
            prop_assert_eq!(Plan::of(&again), plan);
        }
    }
}
