//! Files of all formats together, as one inventory.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::inventory::{self, Item};
use arvak_core::mistake::Problem;
use arvak_core::{EntityId, SourceFile};
use arvak_words::Words;

use crate::grid::Grid;
use crate::mistake::{Mistake, Place, Told, with_all};
use crate::names::{Names, kinds};
use crate::table::{self, Page};
use crate::{csv, xlsx};

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML, the form that core reads.
    Toml,
    /// CSV; the name tells the kind of thing.
    Csv,
    /// An xlsx workbook.
    Xlsx,
}

impl Format {
    /// The format that a file's name tells. Workbooks of other programs and of older ones are opened as
    /// xlsx, so that it is told what they are.
    pub fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "csv" => Some(Self::Csv),
            "xlsx" | "xlsm" | "xls" | "ods" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// A file that people wrote.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its name as people know it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// What it is.
    pub format: Format,
}

/// Reads inventory files. References may lead to things in any of the files or among `known`, the
/// things that the ledger has already.
///
/// All mistakes of all files are told at once, in the order of the files; with one anywhere, nothing is
/// read. An item's file is `inventar.xlsx!Systemer` where a sheet lists it, and its line is the row.
pub fn parse(
    files: &[File<'_>],
    known: &BTreeSet<EntityId>,
    words: &Words,
) -> Result<Vec<Item>, Vec<Mistake>> {
    let names = Names::new();
    let mut reading = Reading { names: &names, words, told: Told::default(), sources: Vec::new() };
    reading.open(files);
    let Reading { mut told, sources, .. } = reading;
    let parsed: Vec<SourceFile<'_>> = sources.iter().filter_map(Source::as_core_reads).collect();
    let by_name: BTreeMap<&str, &Source<'_>> =
        sources.iter().map(|source| (source.name.as_str(), source)).collect();
    let lacks_things = sources.iter().any(Source::lacks_things);
    match inventory::parse(&parsed, known) {
        Ok(mut items) if told.is_empty() => {
            for item in &mut items {
                if let Some(Read::Page(page)) = by_name.get(item.file.as_str()).map(|s| &s.read) {
                    item.line = page.cell(item.line).0;
                }
            }
            return Ok(items);
        }
        Ok(_) => {}
        Err(mistakes) => {
            for mistake in mistakes {
                if mistake.code == "more_mistakes" {
                    let count = mistake.args.get("count").and_then(|count| count.parse().ok());
                    told.count_untold(count.unwrap_or_default());
                    continue;
                }
                // Whether what others name exists is not known while a file or a row is unread.
                let names_unknown = mistake.code.starts_with("unknown_thing");
                if names_unknown && lacks_things {
                    continue;
                }
                if let Some(source) = by_name.get(mistake.file.as_str()) {
                    source.place(mistake, words, &by_name, &mut told);
                }
            }
        }
    }
    Err(told.into_all())
}

/// A file of TOML, or a sheet.
struct Source<'a> {
    /// What core calls it.
    name: String,
    order: (usize, usize),
    read: Read<'a>,
}

enum Read<'a> {
    Toml(&'a str),
    Page(Box<Page>),
    /// What could not be read, so that nobody knows what it would have listed.
    Nothing,
}

impl Source<'_> {
    fn as_core_reads(&self) -> Option<SourceFile<'_>> {
        let text = match &self.read {
            Read::Toml(text) => text,
            Read::Page(page) if page.toml.is_empty() => return None,
            Read::Page(page) => page.toml.as_str(),
            Read::Nothing => return None,
        };
        Some(SourceFile { name: &self.name, text })
    }

    fn lacks_things(&self) -> bool {
        match &self.read {
            Read::Toml(_) => false,
            Read::Page(page) => page.lacks_things,
            Read::Nothing => true,
        }
    }

    /// Tells a mistake of core's where it stands, in the words of the sheet.
    fn place(
        &self,
        mistake: arvak_core::Mistake,
        words: &Words,
        sources: &BTreeMap<&str, &Source<'_>>,
        told: &mut Told,
    ) {
        let arvak_core::Mistake { file, line, column, code, mut args } = mistake;
        // Where the first of two things stands that have the same id.
        let first = args.get("first_file").and_then(|name| sources.get(name.as_str()));
        if let Some(Read::Page(page)) = first.map(|source| &source.read) {
            let line = args.get("first_line").and_then(|line| line.parse().ok());
            args.insert("first_line".to_owned(), page.cell(line.unwrap_or(1)).0.to_string());
        }
        let Read::Page(page) = &self.read else {
            let place = Place::Text { line, column };
            return told.tell(self.order, Mistake { file, place, code, args });
        };
        let (row, column) = page.cell(line);
        if page.is_wrong((row, column)) {
            return;
        }
        let field_args: &[&str] = match code {
            "wrong_target" => &["name"],
            _ => &["field", "relation"],
        };
        for name in field_args {
            let title = args.get(*name).and_then(|code| page.title(code, words));
            if let Some(title) = title {
                args.insert((*name).to_owned(), title);
            }
        }
        if args.contains_key("of") {
            args.insert("of".to_owned(), words.plain(&format!("thing-{}", page.kind.name)));
        }
        let place = Place::Cell { sheet: page.sheet.clone(), row, column };
        told.tell(self.order, Mistake { file: page.file.clone(), place, code, args });
    }
}

struct Reading<'r, 'a> {
    names: &'r Names,
    words: &'r Words,
    told: Told,
    sources: Vec<Source<'a>>,
}

impl<'a> Reading<'_, 'a> {
    fn open(&mut self, files: &[File<'a>]) {
        for (order, file) in files.iter().enumerate() {
            let nothing =
                Source { name: file.name.to_owned(), order: (order, 0), read: Read::Nothing };
            match file.format {
                Format::Toml => match inventory::decode_utf8(file.name, file.bytes) {
                    Ok(text) => self.sources.push(Source { read: Read::Toml(text), ..nothing }),
                    Err(mistake) => {
                        let arvak_core::Mistake { file, line, column, code, args } = mistake;
                        let place = Place::Text { line, column };
                        self.told.tell((order, 0), Mistake { file, place, code, args });
                        self.sources.push(nothing);
                    }
                },
                Format::Csv => {
                    let known = (self.names, self.words);
                    match csv::open(file.name, file.bytes, order, known, &mut self.told) {
                        Some((grid, kind)) => {
                            let page =
                                table::read(&grid, kind, self.names, self.words, &mut self.told);
                            self.empty(file.name, order, &[&page]);
                            self.page(page);
                        }
                        None => self.sources.push(nothing),
                    }
                }
                Format::Xlsx => match xlsx::open(file.name, file.bytes, order, &mut self.told) {
                    Some(grids) => self.sheets(file.name, order, &grids),
                    None => self.sources.push(nothing),
                },
            }
        }
    }

    fn sheets(&mut self, file: &str, order: usize, grids: &[Grid]) {
        let mut pages = Vec::new();
        let mut unknown = false;
        for grid in grids {
            let sheet = grid.sheet.as_deref().unwrap_or_default();
            if let Some(kind) = self.names.kind(sheet) {
                pages.push(table::read(grid, kind, self.names, self.words, &mut self.told));
            } else if !grid.rows.is_empty() && !self.names.is_help(sheet) {
                let place = Place::Sheet(sheet.to_owned());
                let mistake = Mistake::new(file, place, self.unknown_sheet(sheet));
                self.told.tell(grid.order, mistake);
                unknown = true;
            }
        }
        if unknown {
            let name = file.to_owned();
            self.sources.push(Source { name, order: (order, 0), read: Read::Nothing });
        } else {
            self.empty(file, order, &pages.iter().collect::<Vec<_>>());
        }
        for page in pages {
            self.page(page);
        }
    }

    /// Tells of a file that lists nothing, unless something else was wrong in it.
    fn empty(&mut self, file: &str, order: usize, pages: &[&Page]) {
        if pages.iter().all(|page| page.lists_nothing()) {
            let mistake = Mistake::new(file, Place::File, Problem::new("empty"));
            self.told.tell((order, 0), mistake);
        }
    }

    fn page(&mut self, page: Page) {
        let (name, order) = (page.name(), page.order);
        self.sources.push(Source { name, order, read: Read::Page(Box::new(page)) });
    }

    fn unknown_sheet(&self, sheet: &str) -> Problem {
        let problem = if let Some(near) = self.names.nearest_sheet(sheet, self.words) {
            Problem::new("unknown_sheet_near").with("near", near)
        } else {
            let all = kinds().map(|kind| self.words.plain(&format!("things-{}", kind.name)));
            with_all(Problem::new("unknown_sheet"), all)
        };
        problem.with("name", sheet)
    }
}
