//! Exports of configuration, and the text of documents.

use arvak_configuration::{Format, MISTAKES_MAX, Question, guess, read};
use arvak_core::{Instant, Outcome};
use bolero::check;

use crate::changed::Foreign;

/// The samples that the crate's own tests judge.
fn seeds(beginning: &str) -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/configuration/tests/data");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_of = |path: &std::path::PathBuf| {
        path.file_name().unwrap().to_string_lossy().starts_with(beginning)
    };
    paths.into_iter().filter(is_of).map(|path| std::fs::read(path).unwrap()).collect()
}

/// Refused with mistakes that have places, or judged: the same each time, each kind once, and a doubt or a refutation says
/// why.
fn judge(format: Format, bytes: &[u8]) {
    let at: Instant = "2026-02-01T00:00:00Z".parse().unwrap();
    let question = || Question {
        at,
        closed: vec![arvak_configuration::firewall::Range::parse("203.0.113.0/24").unwrap()],
        servers: vec!["veeam01".to_owned()],
    };
    let _ = guess(bytes);
    match read(format, bytes) {
        Err(mistakes) => {
            assert!(!mistakes.is_empty(), "refused without a reason");
            assert!(mistakes.len() <= MISTAKES_MAX);
            for (name, text) in mistakes.iter().flat_map(|mistake| &mistake.args) {
                assert!(!text.contains(char::is_control), "{name}: {text:?}");
            }
        }
        Ok(export) => {
            let judged = export.judge(&question());
            assert_eq!(judged, export.judge(&question()));
            let kinds: std::collections::BTreeSet<_> =
                judged.verdicts.iter().map(|verdict| verdict.kind).collect();
            assert_eq!(kinds.len(), judged.verdicts.len());
            for verdict in &judged.verdicts {
                assert!(format.gives().contains(&verdict.kind));
                assert_eq!(verdict.code.is_none(), verdict.result == Outcome::Supports);
            }
            for (name, text) in judged.findings.iter().flat_map(|finding| &finding.args) {
                assert!(!text.contains(char::is_control), "{name}: {text:?}");
            }
        }
    }
}

macro_rules! exports {
    ($($test:ident: $format:ident $beginning:literal),*) => {$(
        #[test]
        fn $test() {
            let found = seeds($beginning);
            assert!(found.len() >= 2);
            let seeds: Vec<&[u8]> = found.iter().map(Vec::as_slice).collect();
            for seed in &seeds {
                assert!(read(Format::$format, seed).is_ok());
            }
            check!().with_iterations(400).with_type::<Foreign>().for_each(|foreign| {
                judge(Format::$format, &foreign.bytes(&seeds));
            });
        }
    )*};
}

exports!(
    conditional_access_policies: ConditionalAccess "conditional-access-",
    firewall_rules: Firewall "firewall-",
    directories: Directory "directory-",
    software_lists: Software "software-"
);

#[test]
fn documents() {
    let pdf = b"%PDF-1.7\n4 0 obj\n<< /Length 70 >>\nstream\nBT (BEGRENSET) Tj 0 -12 Td [(No) 3 (tat)] TJ <42> Tj ET\nendstream\nendobj\n";
    let text = "Notat\nBEGRENSET iht. sikkerhetsloven § 5-4\nGradering: Begrenset\n".as_bytes();
    assert!(arvak_documents::graded(pdf).is_some() && arvak_documents::graded(text).is_some());
    check!().with_iterations(1_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&[pdf, text]);
        assert_eq!(arvak_documents::graded(&bytes), arvak_documents::graded(&bytes));
    });
}
