//! What is written is read again as the same, and nothing that is written makes the reader fail.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

fn condition(text: &str) -> Condition {
    Condition::parse(text, "service").unwrap()
}

fn misread(text: &str) -> String {
    let mut shown = String::new();
    for one in Condition::parse(text, "service").unwrap_err() {
        writeln!(shown, "{one}").unwrap();
    }
    shown
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

#[test]
fn and_binds_tighter_than_or_and_not_tightest() {
    let flag = |text| Condition::Flag(name(text));
    assert_eq!(
        "a or not b and c".parse(),
        Ok(Condition::Or(vec![
            flag("a"),
            Condition::And(vec![Condition::Not(Box::new(flag("b"))), flag("c")]),
        ]))
    );
}

#[test]
fn every_form_of_a_condition_is_written_as_it_was_read() {
    for text in [
        "internet_facing",
        "not internet_facing",
        "internet_facing and not (login == 'none' or criticality < 3)",
        "criticality >= 4",
        "login != 'none' and users_count > 10",
        "has endpoints",
        "has endpoints where (port == 443 and kind == 'https')",
        "has runs_on where (has operated_by where (operates_ict))",
        "operated_by is supplier/norsk-drift",
        "needed_by is function/1",
        "has endpoints where (host == 'epj.nordvik.example')",
    ] {
        assert_eq!(condition(text).to_string(), text);
    }
}

#[test]
fn quantifiers_paths_and_applicability_are_written_as_they_were_read() {
    for text in ["service", "service where internet_facing and login != 'none'"] {
        assert_eq!(text.parse::<Quantifier>().unwrap().to_string(), text);
    }
    for text in ["3.1 is worse than verified", "5 is worse than partial"] {
        assert_eq!(text.parse::<AppliesIf>().unwrap().to_string(), text);
    }
    let read: ViaRead = "service.endpoints.in_domain any".parse().unwrap();
    assert_eq!(read.targets, ["domain"]);
    assert!(!read.via.every);
    assert_eq!(read.via.text(&read.kind), "service.endpoints.in_domain any");
    assert!("service.endpoints".parse::<ViaRead>().unwrap().via.every, "each is the default");
}

#[test]
fn bounds_compare_whole_numbers_and_are_joined_by_and() {
    let bounds = parse_bounds("days_left >= 14 and max_age_days>1").unwrap();
    assert_eq!(bounds[0], (0, (name("days_left"), Comparison::AtLeast, 14)));
    assert_eq!(bounds[1], (20, (name("max_age_days"), Comparison::Greater, 1)));
    for text in ["", "days_left", "a != 1", "a >= b", "a >= 'b'", "a >= 1 or b >= 1", "a >= 1 and"]
    {
        assert!(parse_bounds(text).is_err(), "{text:?}");
    }
}

#[test]
fn all_unknown_names_are_told_at_once() {
    insta::assert_snapshot!(misread("internet_facin and colour or has endpoint where (prt == 1)"));
}

#[test]
fn what_does_not_fit_the_grammar_is_told_with_what_was_expected() {
    let mut shown = String::new();
    for text in [
        "",
        "and",
        "internet_facing and",
        "internet_facing login",
        "login = 'none'",
        "login == \"none\"",
        "login == none",
        "login == 'none",
        "login == 'None'",
        "(internet_facing",
        "internet_facing)",
        "has",
        "has endpoints where port == 443",
        "operated_by is norsk-drift",
        "operated_by is",
        "criticality >= 99999999999999999999",
        "internet_facing && login == 'none'",
        "Internet_facing and colour",
    ] {
        write!(shown, "{text}\n    {}", misread(text)).unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn what_the_vocabulary_does_not_allow_is_told() {
    let mut shown = String::new();
    for text in [
        "login",
        "login > 'form'",
        "login == 3",
        "login == 'saml2'",
        "criticality == 'high'",
        "criticality > 9",
        "internet_facing == 1",
        "operated_by is system/epj",
        "operates is supplier/norsk-drift",
    ] {
        write!(shown, "{text}\n    {}", misread(text)).unwrap();
    }
    let seen = Condition::parse("planned_at > 3", "exercise").unwrap_err();
    write!(shown, "planned_at > 3\n    {}", seen[0]).unwrap();
    insta::assert_snapshot!(shown);
}

#[test]
fn expressions_have_bounds() {
    let deep =
        |levels: usize| format!("{}internet_facing{}", "(".repeat(levels), ")".repeat(levels));
    let depth = usize::try_from(DEPTH_MAX).unwrap();
    assert!(Condition::parse(&deep(depth), "service").is_ok());
    assert!(misread(&deep(depth + 1)).contains("more than 32 levels"));
    assert!(misread(&"not ".repeat(depth + 1)).contains("more than 32 levels"));
    assert!(misread(&"a or ".repeat(401)).contains("2000 are allowed"));
}

fn any_name() -> impl Strategy<Value = Name> {
    "[a-z][a-z0-9_]{0,8}".prop_filter_map("a keyword", |text| {
        let keyword = ["and", "or", "not", "has", "where", "is", "each", "any"];
        (!keyword.contains(&text.as_str())).then(|| name(&text))
    })
}

fn any_comparison() -> impl Strategy<Value = Comparison> {
    proptest::sample::select(Comparison::ALL.to_vec())
}

fn any_literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        any::<i64>().prop_map(Literal::Int),
        "[a-z0-9][a-z0-9_.-]{0,8}".prop_map(|text| Literal::Word(name(&text))),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let id = "[a-z][a-z_]{0,5}/[a-z0-9][a-z0-9.-]{0,5}";
    let leaf = prop_oneof![
        any_name().prop_map(Condition::Flag),
        (any_name(), any_comparison(), any_literal())
            .prop_map(|(name, comparison, literal)| Condition::Compare(name, comparison, literal)),
        any_name().prop_map(|relation| Condition::Has(relation, None)),
        (any_name(), id).prop_map(|(name, id)| Condition::Is(name, id.parse().unwrap())),
    ];
    leaf.prop_recursive(5, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Condition::And),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Condition::Or),
            inner.clone().prop_map(|one| Condition::Not(Box::new(one))),
            (any_name(), inner).prop_map(|(name, one)| Condition::Has(name, Some(Box::new(one)))),
        ]
    })
}

/// Text that is nearly an expression, so that the reader gets beyond its first word.
fn nearly_an_expression() -> impl Strategy<Value = String> {
    let words = [
        "and",
        "or",
        "not",
        "(",
        ")",
        "has",
        "where",
        "is",
        "==",
        "<",
        "=",
        "'",
        "'form'",
        "login",
        "endpoints",
        "service",
        "service.endpoints",
        "supplier/x",
        "-",
        "3",
        "å",
        "worse",
        "than",
        "verified",
        "any",
        "each",
        "internet_facing",
        ".",
        "days_left",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..12)
        .prop_map(|words| words.join(" "))
}

fn read_in_every_way(text: &str) {
    let places = [
        text.parse::<Condition>().err(),
        Condition::parse(text, "service").err(),
        text.parse::<Quantifier>().err(),
        text.parse::<AppliesIf>().err(),
        text.parse::<ViaRead>().err(),
        parse_bounds(text).err(),
    ];
    for misread in places.into_iter().flatten() {
        assert!(!misread.is_empty(), "refused without a reason");
        assert!(misread.iter().all(|one| one.offset <= text.len()));
    }
}

proptest! {
    #[test]
    fn a_condition_that_is_written_reads_as_the_same(condition in any_condition()) {
        let text = condition.to_string();
        prop_assume!(text.len() <= EXPRESSION_BYTES_MAX);
        prop_assert_eq!(text.parse::<Condition>(), Ok(condition));
    }

    #[test]
    fn a_quantifier_that_is_written_reads_as_the_same(condition in any_condition()) {
        let quantifier = Quantifier { kind: name("service"), condition: Some(condition) };
        let text = quantifier.to_string();
        prop_assume!(text.len() <= EXPRESSION_BYTES_MAX);
        // Names are invented, so the vocabulary refuses them; the grammar must not.
        if let Err(misread) = text.parse::<Quantifier>() {
            let grammar = |one: &Misread| one.problem.code.starts_with("expression");
            prop_assert!(!misread.iter().any(grammar), "{:?}", misread);
        }
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in any::<String>()) {
        read_in_every_way(&text);
    }

    #[test]
    fn no_nearly_right_text_makes_the_reader_fail(text in nearly_an_expression()) {
        read_in_every_way(&text);
    }
}
