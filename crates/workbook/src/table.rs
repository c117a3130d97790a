//! A sheet whose kind is known becomes TOML records for core, each line with the cell it came from.

mod group;
pub(crate) mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use arvak_core::mistake::Problem;
use arvak_core::vocabulary::{KindRow, ValueType};
use arvak_words::Words;

use crate::grid::{Cell, Grid};
use crate::mistake::{Mistake, Place, Told, cell_name, with_all};
use crate::names::{Field, Names};

/// A sheet as TOML.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) file: String,
    pub(crate) sheet: Option<String>,
    pub(crate) order: (usize, usize),
    pub(crate) kind: &'static KindRow,
    /// The records; each value on a line of its own.
    pub(crate) toml: String,
    /// The cell of each line.
    lines: Vec<(u32, u32)>,
    /// What the columns are called, by the names of their fields.
    titles: BTreeMap<&'static str, String>,
    /// Cells with a mistake of their own.
    wrong: BTreeSet<(u32, u32)>,
    /// Whether things are missing that the sheet lists, so that who names them is not to blame.
    pub(crate) lacks_things: bool,
}

impl Page {
    /// What core calls it: `inventar.xlsx!Systemer`.
    pub(crate) fn name(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{}!{sheet}", self.file),
            None => self.file.clone(),
        }
    }

    /// The cell that a line of the TOML came from.
    pub(crate) fn cell(&self, line: u32) -> (u32, u32) {
        let index = usize::try_from(line).unwrap_or_default().saturating_sub(1);
        self.lines.get(index).or(self.lines.last()).copied().unwrap_or((1, 1))
    }

    /// Whether the cell has a mistake of its own already.
    pub(crate) fn is_wrong(&self, cell: (u32, u32)) -> bool {
        self.wrong.contains(&cell)
    }

    /// Whether there is nothing in it, right or wrong.
    pub(crate) fn lists_nothing(&self) -> bool {
        self.toml.is_empty() && !self.lacks_things && self.wrong.is_empty()
    }

    /// What a field is called in this sheet, or in the language of `words` when it has no column.
    pub(crate) fn title(&self, code: &str, words: &Words) -> Option<String> {
        let found = self.titles.get(code).cloned();
        let field = || Field::all(self.kind).into_iter().find(|field| field.code() == code);
        found.or_else(|| field().map(|field| field.title(words)))
    }
}

/// Reads a sheet that lists things of `kind`.
pub(crate) fn read(
    grid: &Grid,
    kind: &'static KindRow,
    names: &Names,
    words: &Words,
    told: &mut Told,
) -> Page {
    let page = Page {
        file: grid.file.clone(),
        sheet: grid.sheet.clone(),
        order: grid.order,
        kind,
        toml: String::new(),
        lines: Vec::new(),
        titles: BTreeMap::new(),
        wrong: BTreeSet::new(),
        lacks_things: false,
    };
    let mut reader = Reader { grid, names, words, told, page, columns: BTreeMap::new() };
    reader.merged();
    let mut rows = grid.rows.iter();
    if let Some((row, header)) = rows.next() {
        let nothing_below = rows.len() == 0;
        reader.header(*row, header, nothing_below);
        for (number, cells) in rows {
            reader.record(*row, *number, cells);
        }
    }
    reader.page
}

struct Reader<'r> {
    grid: &'r Grid,
    names: &'r Names,
    words: &'r Words,
    told: &'r mut Told,
    page: Page,
    columns: BTreeMap<u32, Field>,
}

impl Reader<'_> {
    fn tell(&mut self, row: u32, column: u32, problem: Problem) {
        let mistake = Mistake::new(&self.grid.file, self.grid.at(row, column), problem);
        self.told.tell(self.grid.order, mistake);
        self.page.wrong.insert((row, column));
    }

    fn merged(&mut self) {
        for ((top, left), (bottom, right)) in &self.grid.merged {
            let range = format!("{}:{}", cell_name(*top, *left), cell_name(*bottom, *right));
            self.tell(*top, *left, Problem::new("merged").with("range", range));
            self.page.lacks_things = true;
        }
    }

    fn header(&mut self, row: u32, header: &BTreeMap<u32, Cell>, nothing_below: bool) {
        let kind = self.page.kind;
        for (column, cell) in header {
            let title = match value::text(cell) {
                Ok(title) => title,
                Err(problem) => {
                    self.tell(row, *column, problem.with("field", cell_name(row, *column)));
                    continue;
                }
            };
            let Some(field) = self.names.column(kind, &title) else {
                let problem = self.unknown_column(&title);
                self.tell(row, *column, problem);
                continue;
            };
            let first = self.columns.iter().find(|(_, other)| **other == field);
            if let Some((first, _)) = first {
                let problem = Problem::new("column_twice").with("first", cell_name(row, *first));
                self.tell(row, *column, problem.with("name", title));
                continue;
            }
            self.page.titles.insert(field.code(), title);
            self.columns.insert(*column, field);
        }
        if !self.columns.values().any(|field| *field == Field::Id) && !nothing_below {
            let problem = Problem::new("no_id_column").with("name", Field::Id.title(self.words));
            let place = match &self.grid.sheet {
                Some(sheet) => Place::Sheet(sheet.clone()),
                None => Place::File,
            };
            self.told.tell(self.grid.order, Mistake::new(&self.grid.file, place, problem));
            self.page.lacks_things = true;
        }
    }

    fn unknown_column(&self, title: &str) -> Problem {
        let kind = self.page.kind;
        let of = self.words.plain(&format!("thing-{}", kind.name));
        let problem = if let Some(near) = self.names.nearest_column(kind, title, self.words) {
            Problem::new("unknown_column_near").with("near", near)
        } else {
            let all = Field::all(kind).into_iter().map(|field| field.title(self.words));
            with_all(Problem::new("unknown_column"), all)
        };
        problem.with("name", title).with("of", of)
    }

    /// The values of a row, as a record.
    fn record(&mut self, header: u32, row: u32, cells: &BTreeMap<u32, Cell>) {
        // Whatever is in columns that nobody knows is told once, at their headers.
        for column in cells.keys() {
            let titled =
                self.grid.rows.get(&header).is_some_and(|cells| cells.contains_key(column));
            if !titled {
                let at = cell_name(header, *column);
                self.tell(row, *column, Problem::new("no_header").with("header", at));
            }
        }
        let Some(id) = self.columns.iter().find(|(_, field)| **field == Field::Id) else { return };
        let id = *id.0;
        if !cells.keys().any(|column| self.columns.contains_key(column)) {
            return;
        }
        let kind = self.page.kind.name;
        self.line((row, id), |toml| writeln!(toml, "[[{kind}]]"));
        for (column, cell) in cells {
            let Some(field) = self.columns.get(column).copied() else { continue };
            match self.value(field, cell) {
                Ok(Written::Value(value)) => {
                    let code = field.code();
                    self.line((row, *column), |toml| writeln!(toml, "{code} = {value}"));
                }
                Ok(Written::List(members)) => {
                    let code = field.code();
                    self.line((row, *column), |toml| writeln!(toml, "{code} = ["));
                    for member in members {
                        self.line((row, *column), |toml| writeln!(toml, "{member},"));
                    }
                    self.line((row, *column), |toml| writeln!(toml, "]"));
                }
                Err(problem) => {
                    let title = self.page.titles.get(field.code()).cloned().unwrap_or_default();
                    self.tell(row, *column, problem.with("field", title));
                    self.page.lacks_things |= field == Field::Id;
                }
            }
        }
    }

    /// Writes a line and remembers its cell.
    fn line(&mut self, cell: (u32, u32), write: impl FnOnce(&mut String) -> std::fmt::Result) {
        // Writing to a string cannot fail.
        if write(&mut self.page.toml).is_ok() {
            self.page.lines.push(cell);
        }
    }

    /// `vert: intern` on a line each, as a table in TOML.
    fn classes(&self, text: &str) -> Result<String, Problem> {
        let mut fields: BTreeMap<&str, &str> = BTreeMap::new();
        for line in text.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty()) {
            let problem = || {
                let class = self.words.plain("class-internal");
                Problem::new("no_field_class").with("text", line).with("class", class)
            };
            // A title may hold a colon, a class does not.
            let (title, class) = line.rsplit_once(':').ok_or_else(problem)?;
            let field = self.names.column(self.page.kind, title).ok_or_else(problem)?;
            let Field::Attribute(row) = field else { return Err(problem()) };
            let class = self.names.word("class", class).ok_or_else(problem)?;
            fields.insert(row.name, class);
        }
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, class)| format!("{name} = {}", value::quoted(class)))
            .collect();
        Ok(format!("{{ {} }}", fields.join(", ")))
    }

    fn value(&self, field: Field, cell: &Cell) -> Result<Written, Problem> {
        let value = match field {
            Field::Id | Field::Name | Field::Note => value::quoted(&value::text(cell)?),
            Field::Basis => {
                let word = self.names.word("basis", &value::text(cell)?);
                value::quoted(word.ok_or_else(|| self.no_word("basis", cell))?)
            }
            Field::Class => {
                let word = self.names.word("class", &value::text(cell)?);
                value::quoted(word.ok_or_else(|| self.no_word("class", cell))?)
            }
            Field::Classes => self.classes(&value::text(cell)?)?,
            Field::Attribute(row) => match row.value {
                ValueType::Bool => value::flag(cell, self.names, self.words)?.to_string(),
                ValueType::Int { .. } => value::whole(cell)?.to_string(),
                ValueType::Host => value::quoted(&value::text(cell)?),
                ValueType::Time => value::moment(cell)?.to_string(),
                ValueType::Word(_) => {
                    let text = match cell {
                        Cell::Bool(true) => "yes".to_owned(),
                        Cell::Bool(false) => "no".to_owned(),
                        _ => value::text(cell)?,
                    };
                    let word = self.names.word(row.name, &text);
                    value::quoted(word.ok_or_else(|| self.no_word(row.name, cell))?)
                }
            },
            Field::Relation(_) => {
                let text = value::text(cell)?;
                return group::read(&text, self.names.groups()).map(Written::List);
            }
        };
        Ok(Written::Value(value))
    }

    fn no_word(&self, field: &str, cell: &Cell) -> Problem {
        let problem = Problem::new("no_word").with("text", value::shown(cell));
        with_all(problem, value::words(self.page.kind, field, self.words))
    }
}

/// A value in TOML.
enum Written {
    Value(String),
    /// The members of a list.
    List(Vec<String>),
}
