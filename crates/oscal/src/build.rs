//! From a catalogue and an assessment to files.

mod assets;
mod catalog;
mod evidence;
mod finding;
mod leaves;
mod metadata;
mod objective;
mod plan;
mod results;
mod risk;

use arvak_core::catalogue::Letter;
use arvak_core::{Digest, EntityId};
use arvak_words::{Lang, Naming, Words};
use serde::Serialize;

use crate::input::{Input, NoLetter};
use crate::model::{Property, Text};
use crate::names::{NS, PLAN_FILE, RESULTS_FILE, Uuids, catalog_file};

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFile {
    /// Its name in the folder.
    pub name: &'static str,
    /// JSON with a line end after it.
    pub bytes: Vec<u8>,
}

/// How much is in an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Controls of a catalog: the letter's claims.
    pub controls: usize,
    /// Observations: pieces of evidence.
    pub observations: usize,
    /// Risks: what was set aside, reduced, or left open on things that are gone.
    pub risks: usize,
    /// Findings: claims, and claims for a thing.
    pub findings: usize,
    /// Findings that are left out because of their class.
    pub left_out: usize,
}

/// The files and what is in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Catalogs, plan, results, in this order.
    pub files: Vec<ExportFile>,
    /// How much is in them.
    pub figures: Figures,
}

/// Makes an export. The same input gives the same bytes.
pub fn export(input: &Input<'_>) -> Result<Export, NoLetter> {
    let letter = input.letter()?;
    let name_of = |id: &EntityId| name_of(input, id);
    let naming = Naming { catalogue: input.catalogue, name_of: &name_of };
    let origin = input.state.genesis().map_or("", |genesis| genesis.origin.as_str());
    let making = Making { input, letter, naming, uuids: Uuids::of_ledger(origin) };
    let mut files = Vec::with_capacity(5);
    let mut digest = None;
    for lang in Lang::ALL {
        let other;
        let words = if lang == input.words.lang() {
            input.words
        } else {
            other = Words::new(lang);
            &other
        };
        let file = file(catalog_file(lang), &catalog::catalog(input, letter, words), 0);
        if lang == input.words.lang() {
            digest = Some(Digest::of(&file.bytes));
        }
        files.push(file);
    }
    files.push(file(PLAN_FILE, &plan::plan(&making, digest), 0));
    let (results, mut figures) = results::results(&making);
    files.push(file(RESULTS_FILE, &results, figures.observations + figures.findings));
    figures.controls = letter.points.iter().map(|point| point.claims.len()).sum();
    Ok(Export { files, figures })
}

/// What an edition calls a thing. People are never named.
fn name_of(input: &Input<'_>, id: &EntityId) -> Option<String> {
    let named = id.kind() != "person" && input.shows_thing(id);
    if named { (input.name_of)(id) } else { None }
}

/// About how many bytes an observation or a finding takes: no more than a hint.
const BYTES_EACH: usize = 2_000;

fn file(name: &'static str, document: &impl Serialize, things: usize) -> ExportFile {
    let mut bytes = Vec::with_capacity(BYTES_EACH * (things + 100));
    // A member on each line, so that two exports can be compared; deeply indented, they would be half blanks.
    let lines = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut writer = serde_json::Serializer::with_formatter(&mut bytes, lines);
    // Texts and lists always have a JSON form; were there none, the check would refuse the broken file.
    if document.serialize(&mut writer).is_ok() {
        bytes.push(b'\n');
    }
    ExportFile { name, bytes }
}

/// What plan and results are made from.
struct Making<'a> {
    input: &'a Input<'a>,
    letter: &'a Letter,
    naming: Naming<'a>,
    uuids: Uuids,
}

impl Making<'_> {
    fn words(&self) -> &Words {
        self.input.words
    }
}

/// A property in our own name space.
fn own(name: &'static str, value: impl Into<Text>) -> Property {
    Property {
        name: Text::Borrowed(name),
        ns: Some(Text::Borrowed(NS)),
        value: value.into(),
        class: None,
    }
}

/// A property in OSCAL's.
fn standard(name: &'static str, value: impl Into<Text>) -> Property {
    Property { name: Text::Borrowed(name), ns: None, value: value.into(), class: None }
}
