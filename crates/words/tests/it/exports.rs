//! Exports of configuration: every finding, mistake and doubt has words that name all that it knows.

use arvak_configuration::{CODES, FINDINGS, Format, UNCLEAR};
use arvak_words::{Lang, Say, Words};

#[test]
fn every_finding_and_mistake_is_said_with_all_its_arguments() {
    let all = FINDINGS.iter().map(|row| ("found", row));
    let all: Vec<_> = all.chain(CODES.iter().map(|row| ("export", row))).collect();
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for (group, (code, names)) in &all {
            let texts: Vec<_> = names.iter().map(|name| format!("«{name}»")).collect();
            let args: Vec<_> =
                names.iter().zip(&texts).map(|(name, text)| (*name, Say::Text(text))).collect();
            let id = format!("{group}-{code}");
            assert!(words.has(&id), "{} lacks {id}", lang.tag());
            let said = words.say(&id, &args);
            assert!(!said.contains('{') && !said.ends_with('.'), "{said}");
            for text in &texts {
                assert!(said.contains(text), "{} does not say {text}: {said}", lang.tag());
            }
        }
        for code in UNCLEAR {
            let id = format!("unclear-{}", code.replace('.', "-"));
            assert!(words.has(&id), "{} lacks {id}", lang.tag());
        }
        for format in Format::ALL {
            assert!(words.has(&format!("judge-format-{}", format.name())));
        }
    }
}

#[test]
fn what_an_export_may_say_is_registered_and_heals_what_it_refutes() {
    let catalogue = arvak_core::Catalogue::parse(arvak_core::catalogue::SHIPPED).unwrap();
    for format in Format::ALL {
        for kind in format.gives() {
            let registered = &catalogue.kinds[&kind.parse().unwrap()];
            assert!(registered.strongest >= arvak_core::Basis::Configuration, "{kind}");
            let healed = registered
                .refuters
                .iter()
                .any(|refuter| refuter.healed_by.iter().any(|by| by.as_str() == format.method()));
            assert!(healed, "{kind} is not healed by {}", format.method());
        }
    }
}
