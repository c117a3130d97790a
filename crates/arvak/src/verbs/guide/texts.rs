//! `arvak guide texts`: how plain every sentence for people is. LIX is the words of a sentence and the long words in a hundred; under 45
//! is what most adults read without effort, and a test holds the catalogue to it.

use std::fmt::Write as _;

use arvak_core::catalogue::guide::Guide;
use arvak_core::catalogue::{Text, lix_tenths};
use arvak_words::{Lang, Say};
use serde_json::{Value, json};

use crate::render::status::Page;

/// A sentence, by where it stands, with its LIX in tenths in each language.
struct Measured {
    place: String,
    lix_tenths: [u32; 3],
}

pub(super) fn told(guide: &Guide, page: &Page<'_>) -> (Value, String) {
    let all: Vec<_> = guide.sentences().into_iter().map(measured).collect();
    let highest = all.iter().flat_map(|one| one.lix_tenths).max().unwrap_or_default();
    let value = json!({
        "highest_tenths": highest,
        "texts": all.iter().map(|one| {
            let [nb, nn, en] = one.lix_tenths;
            json!({ "text": one.place, "lix_tenths": { "nb": nb, "nn": nn, "en": en } })
        }).collect::<Vec<_>>(),
    });
    let mut out = String::new();
    let _ = writeln!(out, "{:38} {:>6} {:>6} {:>6}", "LIX", "nb", "nn", "en");
    for one in &all {
        let [nb, nn, en] = one.lix_tenths.map(shown);
        let _ = writeln!(out, "{:38} {nb:>6} {nn:>6} {en:>6}", one.place);
    }
    let args = [("highest", Say::Owned(shown(highest))), ("count", Say::Number(count(&all)))];
    let _ = write!(out, "{}", page.words.say("guide-lix", &args));
    (value, out)
}

fn count(all: &[Measured]) -> i64 {
    i64::try_from(all.len()).unwrap_or(i64::MAX)
}

/// `42.5`
fn shown(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn measured((place, text): (String, &Text)) -> Measured {
    let lix = |lang: Lang| lix_tenths(lang.of(text)).unwrap_or_default();
    Measured { place, lix_tenths: [Lang::Nb, Lang::Nn, Lang::En].map(lix) }
}
