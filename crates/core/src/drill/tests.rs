use super::*;

const SOUND: &str = include_str!("../mistake/tests/drill.toml");

fn parsed(text: &str) -> Result<Definition, Vec<String>> {
    let read = parse(SourceFile { name: "drill.toml", text });
    read.map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

const STEPS: &str = "[stimulus]\nlevel = \"L3\"\nsteps = [\"Ring vakta til Norsk Drift og be om svar med merket MARK.\"]\n";

fn with_stimulus(head: &str, stimulus: &str) -> String {
    let (_, rest) = SOUND.split_once("[expect]").unwrap();
    format!("{head}{stimulus}[expect]{rest}")
}

#[test]
fn a_sound_definition_says_what_happens_and_what_is_expected() {
    let read = parsed(SOUND).unwrap();
    assert_eq!((read.kind, read.stimulus.level()), (Kind::Positive, Level::L1));
    assert_eq!(read.technique.as_deref(), Some("T1110.001"));
    assert_eq!(read.expect.within.to_string(), "30m");
    assert_eq!(
        read.expect.channels.iter().map(Channel::name).collect::<Vec<_>>(),
        ["webhook", "mail", "person"]
    );
    assert_eq!(read.rules.agreed.len(), 2);
}

#[test]
fn a_contact_is_called_by_a_person_and_looks_like_no_technique() {
    let head = "[drill]\nid = \"ring\"\nkind = \"contact\"\n\n";
    let read = parsed(&with_stimulus(head, STEPS)).unwrap();
    assert_eq!((read.kind, read.technique, read.source), (Kind::Contact, None, None));
    let line = &SOUND[SOUND.find("[stimulus]").unwrap()..SOUND.find("[expect]").unwrap()];
    let told = parsed(&with_stimulus(head, line)).unwrap_err();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("`L3`"), "{told:?}");
}

#[test]
fn no_step_calls_an_emergency_number() {
    let head = "[drill]\nid = \"ring\"\nkind = \"contact\"\n\n";
    let told = parsed(&with_stimulus(head, &STEPS.replace("vakta", "113"))).unwrap_err();
    assert!(told[0].contains("emergency number"), "{told:?}");
}

#[test]
fn a_drill_that_cuts_a_source_says_what_the_answer_must_name() {
    let head = "[drill]\nid = \"taus\"\nkind = \"negative\"\ntechnique = \"T1562.008\"\nsource = \"log_source/fs01\"\n\n";
    let text = with_stimulus(head, STEPS);
    let told = parsed(&text).unwrap_err();
    assert!(told[0].contains("lacks `says`"), "{told:?}");
    let read = parsed(&text.replace("skew = ", "says = \"fs01\"\nskew = ")).unwrap();
    assert_eq!(read.expect.says.as_deref(), Some("fs01"));
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let text = SOUND
        .replace("T1110.001", "x")
        .replace("+47 22 33 44 55", "112")
        .replace("\"30m\"", "\"never\"")
        .replace("MARK", "mark");
    let told = parsed(&text).unwrap_err();
    assert_eq!(told.len(), 4, "{told:#?}");
}

const ACT: &str = include_str!("../../../../examples/drills/norsk-drift-agnkonto.toml");

/// The act of the example, as another.
fn towards(act: &str) -> String {
    let (before, rest) = ACT.split_once("act = ").unwrap();
    let (_, after) = rest.split_once("\n\n[expect]").unwrap();
    let read = parsed(&format!("{before}{act}\nhost = \"fs01.example\"\n\n[expect]{after}"));
    let Stimulus::Act(deed) = read.unwrap().stimulus else { unreachable!() };
    deed.towards().unwrap_or_default()
}

#[test]
fn what_an_act_is_done_towards_is_one_text_and_nothing_when_a_person_does_it() {
    for (act, text) in [
        (
            "act = \"failed_log_in\"\ntarget = \"agn\"\nssh = \"fs01.example:22\"",
            "ssh://agn@fs01.example:22",
        ),
        (
            "act = \"failed_log_in\"\ntarget = \"agn-MARK\"\nhttps = \"fs01.example:443\"\npath = \"/inn\"",
            "https://agn-MARK@fs01.example:443/inn",
        ),
        (
            "act = \"canary_file\"\ntarget = \"/a/b.txt\"\nhttps = \"fs01.example:443\"",
            "https://fs01.example:443/a/b.txt",
        ),
        (
            "act = \"canary_file\"\ntarget = \"b.txt\"\nfolder = \"/srv/agn/\"",
            "file:///srv/agn/b.txt",
        ),
        (
            "act = \"canary_name\"\ntarget = \"MARK.agn.example\"\nresolver = \"10.0.0.53:53\"",
            "dns://10.0.0.53:53/MARK.agn.example",
        ),
        (
            "act = \"eicar\"\ntarget = \"MARK.txt\"\nmail = \"agn@kommune.example\"",
            "mailto:agn@kommune.example/MARK.txt",
        ),
        ("act = \"failed_log_in\"\ntarget = \"MARK\"", ""),
    ] {
        assert_eq!(towards(act), text);
    }
}

#[test]
fn a_resolver_where_nobody_can_have_one_is_refused() {
    for at in [
        "169.254.169.254:53",
        "0.0.0.0:53",
        "224.0.0.1:53",
        "[fe80::1]:53",
        "10.0.0.53:0",
        "10.0.0.53",
    ] {
        let text = ACT
            .replace("failed_log_in", "canary_name")
            .replace("agn-MARK", "MARK.agn.example")
            .replace(
                "ssh = \"fs01.nordvik.example:22\"\ntries = 3",
                &format!("resolver = \"{at}\""),
            );
        let told = parsed(&text).unwrap_err();
        assert!(told.len() == 1 && told[0].contains("your own name server"), "{at}: {told:?}");
    }
}
