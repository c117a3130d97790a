//! The requirement language.

use arvak_core::requirement::{AppliesIf, Condition, Misread, Quantifier, ViaRead, parse_bounds};
use bolero::check;

use crate::changed::Foreign;

fn said_why<T>(text: &str, read: Result<T, Vec<Misread>>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(misread) => {
            assert!(!misread.is_empty(), "{text:?} is refused without a reason");
            assert!(misread.iter().all(|one| one.offset <= text.len()));
            None
        }
    }
}

#[test]
fn conditions() {
    let seeds = [
        "internet_facing and not (login == 'none' or criticality < 3)",
        "has runs_on where (has operated_by where (operates_ict)) or owner is role/ict_lead",
    ];
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        for read in [text.parse(), Condition::parse(&text, "service")] {
            if let Some(condition) = said_why(&text, read) {
                let written = condition.to_string();
                assert_eq!(written.parse::<Condition>(), Ok(condition), "{text:?} → {written:?}");
            }
        }
    });
}

#[test]
fn rules() {
    let seeds = [
        "service where internet_facing and login != 'none'",
        "3.1 is worse than verified",
        "supplier.operates.endpoints each",
        "days_left >= 14 and hours > 1",
    ];
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        if let Some(quantifier) = said_why(&text, text.parse::<Quantifier>()) {
            assert_eq!(quantifier.to_string().parse(), Ok(quantifier));
        }
        if let Some(applies_if) = said_why(&text, text.parse::<AppliesIf>()) {
            assert_eq!(applies_if.to_string().parse(), Ok(applies_if));
        }
        if let Some(read) = said_why(&text, text.parse::<ViaRead>()) {
            assert_eq!(read.via.text(&read.kind).parse(), Ok(read));
        }
        said_why(&text, parse_bounds(&text));
    });
}
