//! The history file format.

use super::*;

fn mistakes(text: &str) -> Vec<String> {
    match history(&[("h.toml", text)]) {
        Err(DemoError::History(mistakes)) => mistakes.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

const STATEMENT: &str = "[[event]]\nday = 3\nact = 'evidence'\nby = 'ict_lead'\nkind = 'a.b'\n\
                         subject = 'service/x'\nresult = 'supports'\nbasis = 'statement'\n";

#[test]
fn a_statement_is_read_with_its_place() {
    let events = history(&[("h.toml", &format!("# first\n{STATEMENT}valid_days = 9\n"))]).unwrap();
    let [event] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(event.place, ("h.toml".to_owned(), 2));
    assert_eq!((event.day, event.by.as_str()), (3, "role/ict_lead"));
    assert!(matches!(event.what, Happening::Evidence { valid_days: Some(9), .. }));
}

#[test]
fn all_mistakes_are_found_at_once_with_file_and_line() {
    let text = [
        STATEMENT.replace("day = 3", "day = 91"),
        STATEMENT.replace("statement", "probe"),
        STATEMENT.replace("service/x", "service"),
        STATEMENT.replace("by = 'ict_lead'\n", ""),
        format!("{STATEMENT}colour = 'red'\n"),
        STATEMENT.replace("day = 3", "day = 2"),
    ]
    .concat();
    let found = mistakes(&text);
    let lines: Vec<_> = found.iter().map(|m| m.split(':').nth(1).unwrap()).collect();
    assert_eq!(lines, ["1", "9", "17", "25", "32"], "{found:#?}");
}

#[test]
fn one_row_may_be_about_several_things() {
    let several = "subjects = ['service/x', 'service/y']\n";
    let text = STATEMENT.replace("subject = 'service/x'\n", several);
    let events = history(&[("h.toml", &text)]).unwrap();
    assert_eq!(events.len(), 2);
    assert!(events.iter().all(|event| event.place.1 == 1));
    assert_eq!(mistakes(&format!("{text}subject = 'service/z'\n")).len(), 1);
    assert_eq!(mistakes(&text.replace(several, "")).len(), 1);
}

#[test]
fn what_refutes_names_its_code_and_nothing_else_does() {
    let refuting = STATEMENT.replace("supports", "refutes");
    assert_eq!(mistakes(&refuting), ["h.toml:1: what refutes names its `code`"]);
    assert!(history(&[("h.toml", &format!("{refuting}code = 'a.c'\n"))]).is_ok());
    let supporting = mistakes(&format!("{STATEMENT}code = 'a.c'\n"));
    assert_eq!(supporting, ["h.toml:1: only what refutes has a `code`"]);
}

#[test]
fn days_go_forward() {
    let text = format!("{STATEMENT}{}", STATEMENT.replace("day = 3", "day = 2"));
    assert_eq!(mistakes(&text), ["h.toml:9: day 2 stands after day 3"]);
}

#[test]
fn nobody_approves_their_own_request_or_one_that_was_never_made() {
    let request = "[[event]]\nday = 1\nact = 'exemption_request'\nby = 'ict_lead'\nnote = 'x'\n\
                   reference = 'r'\nclaim = '3.1'\nsubject = 'service/x'\nuntil_day = 30\n";
    let approval = "[[event]]\nday = 2\nact = 'exemption'\nby = 'ict_lead'\nnote = 'x'\n\
                    request = 'r'\n";
    let own = mistakes(&format!("{request}{approval}"));
    assert_eq!(own, ["h.toml:10: `role/ict_lead` cannot approve its own request"]);
    let none = mistakes(approval);
    assert_eq!(none, ["h.toml:1: no exemption_request `r` stands before this"]);
    let other = approval.replace("ict_lead", "chief_executive");
    assert!(history(&[("h.toml", &format!("{request}{other}"))]).is_ok());
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    assert!(mistakes("[[event]]\nday = \n")[0].starts_with("h.toml:2: "));
}

const PLAN: &str = "plan = { decides = 'licence', confirmed_by = 'supplier/x', confirmed_day = 2, \
                    milestones = [{ day = 40, what = 'Alle har app' }, { day = 20, what = 'Kjøpt' }] }\n";

#[test]
fn a_plan_says_what_decides_it_and_its_steps_in_days() {
    let row = STATEMENT.replace("a.b", "mfa.plan");
    let events = history(&[("h.toml", &format!("{row}{PLAN}"))]).unwrap();
    let Happening::Evidence { plan: Some(plan), .. } = &events[0].what else {
        panic!("{events:?}")
    };
    let read = plan.plan(|day| format!("2026-01-{:02}", day / 2)).unwrap();
    assert_eq!(read.confirmed_on.unwrap().0, "2026-01-01");
    let steps: Vec<_> = read.milestones.iter().map(|one| (one.day.as_str(), &*one.what)).collect();
    assert_eq!(steps, [("2026-01-10", "Kjøpt"), ("2026-01-20", "Alle har app")]);
    for wrong in [
        format!("{STATEMENT}{PLAN}"),
        format!("{row}{}", PLAN.replace("licence", "money")),
        format!("{row}{}", PLAN.replace("supplier/x", "system/x")),
        format!("{row}{}", PLAN.replace("confirmed_day = 2", "confirmed_day = 4")),
        format!("{row}{}", PLAN.replace("Kjøpt", "")),
    ] {
        assert_eq!(mistakes(&wrong).len(), 1, "{wrong}");
    }
}
