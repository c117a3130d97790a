//! What probes saw: judged the same again, or refused with a code.

use std::collections::BTreeMap;

use arvak_probe::{Probe, Transcript};
use bolero::check;

use crate::changed::Foreign;

/// The transcripts that the exposure crate's tests judge, by the probe that wrote them.
fn seeds(probe: &str) -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/exposure/tests/transcripts");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let of_probe = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with(&format!("{probe}-"))
    };
    paths.into_iter().filter(of_probe).map(|path| std::fs::read(path).unwrap()).collect()
}

fn probe(name: &str) -> Box<dyn Probe> {
    let mut probes = arvak_exposure::probes(BTreeMap::new()).into_iter();
    probes.find(|probe| probe.name() == name).unwrap()
}

fn judge(name: &str, foreign: &Foreign, seeds: &[&[u8]]) {
    let probe = probe(name);
    let bytes = foreign.bytes(seeds);
    let told = |bytes: &[u8]| match probe.judge(bytes) {
        Ok(judgement) => format!("{judgement:?}"),
        Err(error) => format!("refused: {}", error.code()),
    };
    assert_eq!(told(&bytes), told(&bytes), "{name} judges the same bytes in two ways");
    if let Ok(transcript) = Transcript::decode(&bytes) {
        let written = serde_json::to_vec(&transcript).unwrap();
        assert!(Transcript::decode(&written).is_ok());
    }
}

macro_rules! judged {
    ($($test:ident: $name:literal),*) => {$(
        #[test]
        fn $test() {
            let found = seeds($name);
            let seeds: Vec<&[u8]> = found.iter().map(Vec::as_slice).collect();
            assert!(!seeds.is_empty());
            check!()
                .with_iterations(500)
                .with_type::<Foreign>()
                .for_each(|foreign| judge($name, foreign, &seeds));
        }
    )*};
}

judged!(
    transcripts_of_dns: "dns",
    transcripts_of_https: "https",
    transcripts_of_mail: "mail",
    transcripts_of_mail_servers: "mail_server",
    transcripts_of_ssh: "ssh"
);
