//! The laws of the verdict.

use proptest::prelude::*;

use super::*;

fn attempt(after_password: Option<Seen>, end: Seen, with_right_code: bool) -> Attempt {
    Attempt { after_password, end, with_right_code, detail: String::new() }
}

/// Password, then code: as it should be.
fn enforced() -> Tried {
    let asked = Some(Seen::SecondFactorAsked);
    Tried {
        before: Some(Seen::Shut),
        arms: vec![
            (Arm::WrongPassword, attempt(Some(Seen::Refused), Seen::Refused, false)),
            (Arm::WrongCode, attempt(asked, Seen::Refused, false)),
            (Arm::Right, attempt(asked, Seen::Session, false)),
        ],
        ..Tried::default()
    }
}

/// Both on one page: as it should be.
fn enforced_on_one_page() -> Tried {
    Tried {
        before: Some(Seen::Shut),
        arms: vec![
            (Arm::WrongPassword, attempt(None, Seen::Refused, true)),
            (Arm::WrongCode, attempt(None, Seen::Refused, false)),
            (Arm::Right, attempt(None, Seen::Session, false)),
        ],
        ..Tried::default()
    }
}

fn set(tried: &mut Tried, arm: Arm, attempt: Attempt) {
    tried.arms.retain(|(known, _)| *known != arm);
    tried.arms.push((arm, attempt));
}

fn told(tried: &Tried) -> (Verdict, String) {
    let judged = judge(tried);
    (judged.verdict, judged.reason)
}

#[test]
fn three_arms_that_behave_are_proof() {
    for tried in [enforced(), enforced_on_one_page()] {
        assert_eq!(judge(&tried).verdict, Verdict::Proven, "{tried:?}");
    }
}

#[test]
fn a_dead_canary_is_unknown() {
    let mut tried = enforced();
    for arm in [Arm::WrongCode, Arm::Right] {
        set(&mut tried, arm, attempt(Some(Seen::Refused), Seen::Refused, false));
    }
    assert_eq!(told(&tried), (Verdict::Unknown, "canary-refused".to_owned()));
    let mut tried = enforced();
    set(&mut tried, Arm::Right, attempt(Some(Seen::SecondFactorAsked), Seen::Refused, false));
    assert_eq!(told(&tried), (Verdict::Unknown, "code-refused".to_owned()));
    let mut tried = enforced_on_one_page();
    set(&mut tried, Arm::Right, attempt(None, Seen::Refused, false));
    assert_eq!(told(&tried), (Verdict::Unknown, "canary-refused".to_owned()));
}

#[test]
fn a_second_page_that_everyone_sees_is_no_proof() {
    let mut tried = enforced();
    let asked = Some(Seen::SecondFactorAsked);
    set(&mut tried, Arm::WrongPassword, attempt(asked, Seen::SecondFactorAsked, false));
    assert_eq!(told(&tried), (Verdict::Unknown, "second-page-for-everyone".to_owned()));
    // A right code behind the wrong password tells more: refused, the password does matter.
    set(&mut tried, Arm::WrongPassword, attempt(asked, Seen::Refused, true));
    assert_eq!(judge(&tried).verdict, Verdict::Proven);
    set(&mut tried, Arm::WrongPassword, attempt(asked, Seen::Session, true));
    assert_eq!(told(&tried), (Verdict::Refuted, "code-alone-opens".to_owned()));
}

#[test]
fn one_page_without_a_right_code_beside_the_wrong_password_is_no_proof() {
    let mut tried = enforced_on_one_page();
    set(&mut tried, Arm::WrongPassword, attempt(None, Seen::Refused, false));
    assert_eq!(told(&tried), (Verdict::Unknown, "second-page-for-everyone".to_owned()));
}

#[test]
fn another_way_in_decides() {
    let way = |seen| Way { name: "http-basic".to_owned(), seen, detail: String::new() };
    let mut tried = enforced();
    tried.ways.push(way(Seen::Refused));
    assert_eq!(judge(&tried).verdict, Verdict::Proven);
    tried.ways.push(way(Seen::Unreachable));
    assert_eq!(told(&tried), (Verdict::Unknown, "way-not-tried-http-basic-unreachable".to_owned()));
    tried.ways.push(way(Seen::Session));
    assert_eq!(told(&tried), (Verdict::Refuted, "bypass-http-basic".to_owned()));
}

#[test]
fn what_stands_open_to_strangers_tells_nothing() {
    let tried = Tried { before: Some(Seen::OpenToAll), ..enforced() };
    assert_eq!(told(&tried), (Verdict::Unknown, "open-to-all".to_owned()));
}

#[test]
fn a_transcript_that_was_cut_is_no_proof() {
    assert_eq!(judge(&Tried { is_cut: true, ..enforced() }).verdict, Verdict::Unknown);
}

fn any_seen() -> impl Strategy<Value = Seen> {
    prop::sample::select(Seen::ALL)
}

fn any_attempt() -> impl Strategy<Value = Attempt> {
    (prop::option::of(any_seen()), any_seen(), any::<bool>())
        .prop_map(|(after, end, code)| attempt(after, end, code))
}

fn any_tried() -> impl Strategy<Value = Tried> {
    let arm = prop::sample::select(Arm::ALL.as_slice());
    let way =
        any_seen().prop_map(|seen| Way { name: "way".to_owned(), seen, detail: String::new() });
    let ways = prop::collection::vec(way, 0..3);
    let arms = prop::collection::vec((arm, any_attempt()), 0..5);
    (prop::option::of(any_seen()), arms, ways, any::<bool>()).prop_map(
        |(before, arms, ways, is_cut)| Tried { before, arms, ways, is_cut, ..Tried::default() },
    )
}

proptest! {
    #[test]
    fn a_session_on_one_factor_is_refuted_whatever_else_happened(tried in any_tried(), which in 0..4) {
        let mut tried = tried;
        match which {
            0 => tried.arms.insert(0, (Arm::WrongPassword, attempt(None, Seen::Session, false))),
            1 => tried.arms.insert(0, (Arm::WrongCode, attempt(None, Seen::Session, false))),
            2 => tried.arms.push((Arm::Right, attempt(Some(Seen::Session), Seen::Refused, false))),
            _ => tried.ways.push(Way { name: "x".to_owned(), seen: Seen::Session, detail: String::new() }),
        }
        prop_assert_eq!(judge(&tried).verdict, Verdict::Refuted);
    }

    #[test]
    fn nothing_is_proven_unless_all_three_arms_behave(tried in any_tried()) {
        let judged = judge(&tried);
        prop_assert!(!judged.reason.is_empty() && !judged.next.is_empty());
        if judged.verdict == Verdict::Proven {
            let end = |wanted: Arm| tried.arms.iter().find(|(arm, _)| *arm == wanted).map(|(_, a)| a.end);
            prop_assert_eq!(end(Arm::Right), Some(Seen::Session));
            prop_assert!(end(Arm::WrongCode).is_some_and(Seen::is_refusal));
            prop_assert!(end(Arm::WrongPassword).is_some_and(Seen::is_refusal));
            prop_assert!(matches!(tried.before, None | Some(Seen::Shut)));
            prop_assert!(tried.ways.iter().all(|way| way.seen.keeps_out()));
        }
    }

    #[test]
    fn one_arm_less_is_no_proof(without in 0_usize..3) {
        for mut tried in [enforced(), enforced_on_one_page()] {
            tried.arms.remove(without);
            prop_assert_eq!(judge(&tried).verdict, Verdict::Unknown);
        }
    }

    #[test]
    fn changing_one_answer_of_a_proof_never_makes_another_proof_of_less(arm in 0_usize..3, end in any_seen()) {
        for mut tried in [enforced(), enforced_on_one_page()] {
            let was = tried.arms[arm].1.end;
            tried.arms[arm].1.end = end;
            let is_proof = judge(&tried).verdict == Verdict::Proven;
            prop_assert!(!is_proof || end == was || end.is_refusal());
        }
    }
}
