//! Reading answers. All mistakes are told at once, each at its cell, and with one anywhere nothing is read.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::guide::{Answer, AnswerType, Question};
use arvak_core::mistake::{Problem, nearest};
use arvak_core::{Name, countries};
use arvak_suppliers::answer_set::AnswerSet;
use arvak_suppliers::receipt::Reply;
use arvak_suppliers::typed;
use arvak_words::{Lang, Words, written_moment};

use super::{ANSWER_COLUMN, Answered, COMMENT_COLUMN, ID_COLUMN, LABELS, label_id};
use crate::grid::{Cell, Grid};
use crate::mistake::{Mistake, Place, Told, with_all};
use crate::names::{Names, plain};
use crate::table::value;
use crate::xlsx;

/// Most characters of a text.
const TEXT_CHARS_MAX: usize = 4_000;

/// Reads what a supplier sent back. `known` are the questions of the catalogue; those that are left out are not
/// answered, and no others may stand there.
pub fn answers(
    name: &str,
    bytes: &[u8],
    known: &[Question],
    words: &Words,
) -> Result<Answered, Vec<Mistake>> {
    let mut told = Told::default();
    let grids = xlsx::open(name, bytes, 0, &mut told).unwrap_or_default();
    let languages: Vec<Words> = Lang::ALL.into_iter().map(Words::new).collect();
    let mut reading = Reading {
        known: known.iter().map(|question| (question.id.as_str(), question)).collect(),
        names: Names::new(),
        languages,
        words,
        told,
    };
    let answered = reading.all(name, &grids);
    match answered {
        Some(answered) if reading.told.is_empty() => Ok(answered),
        _ => Err(reading.told.into_all()),
    }
}

/// The request that a workbook says it answers, whatever else is wrong in it; nothing when it is no workbook with answers.
pub fn request_in(name: &str, bytes: &[u8]) -> Option<Name> {
    let words = Words::new(Lang::Nb);
    let mut told = Told::default();
    let grids = xlsx::open(name, bytes, 0, &mut told)?;
    let languages: Vec<Words> = Lang::ALL.into_iter().map(Words::new).collect();
    let (known, names) = (BTreeMap::new(), Names::new());
    let mut reading = Reading { known, names, languages, words: &words, told };
    let grid = grids.iter().find(|grid| reading.label(grid, "request").is_some())?;
    reading.parsed(grid, "request")
}

/// The answers in what a supplier sent in, whether on the page, as a set or as a workbook; nothing when they cannot be read any more, by the
/// questions that there are now.
pub fn replied(bytes: &[u8], known: &[Question], words: &Words) -> Option<BTreeMap<Name, Answer>> {
    if let Some(reply) = Reply::read(bytes) {
        return Some(reply.answers);
    }
    if let Ok(set) = AnswerSet::read(bytes) {
        let questions: Vec<&Question> = known.iter().collect();
        let taken = set.taken(&questions);
        return Some(typed::answers(&questions, &taken.typed, &BTreeMap::new()).0);
    }
    answers("", bytes, known, words).ok().map(|answered| answered.answers)
}

struct Reading<'r> {
    known: BTreeMap<&'r str, &'r Question>,
    names: Names,
    languages: Vec<Words>,
    words: &'r Words,
    told: Told,
}

impl Reading<'_> {
    fn all(&mut self, file: &str, grids: &[Grid]) -> Option<Answered> {
        // The sheet that names a request: others may have been added beside it.
        let labels = |grid: &Grid| self.label(grid, "request").is_some();
        let Some(grid) = grids.iter().find(|grid| labels(grid)) else {
            if self.told.is_empty() {
                let label = self.words.plain(&label_id("request"));
                let problem = Problem::new("no_request").with("label", label);
                self.told.tell((0, 0), Mistake::new(file, Place::File, problem));
            }
            return None;
        };
        let request = self.parsed::<Name>(grid, "request");
        let supplier = self.parsed(grid, "supplier");
        let date = self.date_of_answer(grid);
        let (answers, comments) = self.rows(grid);
        if answers.is_empty() && self.told.is_empty() {
            self.tell(grid, Place::File, Problem::new("answered_nothing"));
        }
        Some(Answered { request: request?, supplier: supplier?, date, answers, comments })
    }

    fn tell(&mut self, grid: &Grid, place: Place, problem: Problem) {
        self.told.tell(grid.order, Mistake::new(&grid.file, place, problem));
    }

    /// The row in which a label stands, as it is called in any language, above the first question.
    fn label(&self, grid: &Grid, label: &str) -> Option<u32> {
        let called: BTreeSet<String> =
            self.languages.iter().map(|words| plain(&words.plain(&label_id(label)))).collect();
        let found = grid.rows.iter().find(|(_, cells)| {
            matches!(cells.get(&ID_COLUMN), Some(Cell::Text(text)) if called.contains(&plain(text)))
        });
        found.map(|(row, _)| *row)
    }

    /// The value beside a label that must be there.
    fn parsed<T: std::str::FromStr>(&mut self, grid: &Grid, label: &str) -> Option<T> {
        let row = self.label(grid, label);
        let cell = row.and_then(|row| grid.rows.get(&row)?.get(&2));
        let text = cell.map(value::shown).unwrap_or_default();
        let parsed = text.trim().parse().ok();
        if parsed.is_none() {
            let place = row.map_or(Place::File, |row| grid.at(row, 2));
            let title = self.words.plain(&label_id(label));
            let problem = Problem::new("label_value").with("label", title).with("text", text);
            self.tell(grid, place, problem);
        }
        parsed
    }

    fn date_of_answer(&mut self, grid: &Grid) -> Option<String> {
        let row = self.label(grid, "date")?;
        let cell = grid.rows.get(&row)?.get(&2)?;
        match date(cell) {
            Ok(date) => Some(date),
            Err(problem) => {
                let title = self.words.plain(&label_id("date"));
                self.tell(grid, grid.at(row, 2), problem.with("field", title));
                None
            }
        }
    }

    /// Every row below the labels whose first cell names a question.
    fn rows(&mut self, grid: &Grid) -> (BTreeMap<Name, Answer>, BTreeMap<Name, String>) {
        let labels = LABELS.iter().filter_map(|label| self.label(grid, label)).max();
        let head = self.label(grid, "id").or(labels).unwrap_or_default();
        let (mut answers, mut comments) = (BTreeMap::new(), BTreeMap::new());
        let mut seen: BTreeMap<Name, u32> = BTreeMap::new();
        for (row, cells) in grid.rows.range(head + 1..) {
            let written = [ANSWER_COLUMN, COMMENT_COLUMN].map(|column| cells.get(&column));
            let id = cells.get(&ID_COLUMN).map(value::shown).unwrap_or_default();
            let Some(question) = self.known.get(id.as_str()).copied() else {
                if !id.is_empty() || written.iter().any(Option::is_some) {
                    let problem = self.unknown(&id);
                    self.tell(grid, grid.at(*row, ID_COLUMN), problem);
                }
                continue;
            };
            if let Some(first) = seen.insert(question.id.clone(), *row) {
                let problem = Problem::new("question_twice").with("id", &question.id);
                self.tell(grid, grid.at(*row, ID_COLUMN), problem.with("row", first));
                continue;
            }
            let [answer, comment] = written;
            if let Some(cell) = answer {
                match self.answer(cell, question) {
                    Ok(answer) => drop(answers.insert(question.id.clone(), answer)),
                    Err(problem) => {
                        let title = self.words.plain(&label_id("answer"));
                        let problem = problem.with("field", title);
                        self.tell(grid, grid.at(*row, ANSWER_COLUMN), problem);
                    }
                }
            }
            if let Some(cell) = comment {
                match text(cell) {
                    Ok(text) => drop(comments.insert(question.id.clone(), text)),
                    Err(problem) => {
                        let title = self.words.plain(&label_id("comment"));
                        let problem = problem.with("field", title);
                        self.tell(grid, grid.at(*row, COMMENT_COLUMN), problem);
                    }
                }
            }
        }
        (answers, comments)
    }

    fn unknown(&self, id: &str) -> Problem {
        let problem = match nearest(id, self.known.keys().copied()) {
            Some(near) => Problem::new("unknown_question_near").with("near", near),
            None => Problem::new("unknown_question"),
        };
        problem.with("id", id)
    }

    fn answer(&self, cell: &Cell, question: &Question) -> Result<Answer, Problem> {
        if let Cell::Text(written) = cell {
            if self.says(written, "questionnaire-does-not-know") {
                return Ok(Answer::DoesNotKnow);
            }
            if self.says(written, "questionnaire-sub-supplier") {
                return Ok(Answer::SubSupplier);
            }
        }
        Ok(match question.answer {
            AnswerType::YesNo => Answer::YesNo(value::flag(cell, &self.names, self.words)?),
            AnswerType::Choice => Answer::Choice(self.option(&value::text(cell)?, question)?),
            AnswerType::Choices => self.options(cell, question)?,
            // Files come beside the workbook; their names stand in it.
            AnswerType::Text | AnswerType::Contact | AnswerType::File => Answer::Text(text(cell)?),
            AnswerType::Number => {
                let number = value::whole(cell)?;
                let shown = || Problem::new("not_whole").with("text", value::shown(cell));
                Answer::Number(u64::try_from(number).map_err(|_| shown())?)
            }
            AnswerType::Date => Answer::Date(date(cell)?),
            AnswerType::Countries => Answer::Countries(country_codes(cell)?),
        })
    }

    fn says(&self, written: &str, id: &str) -> bool {
        self.languages.iter().any(|words| plain(&words.plain(id)) == plain(written))
    }

    /// The option that is named in any language, or by its id.
    fn option(&self, written: &str, question: &Question) -> Result<Name, Problem> {
        // The list in the cell has no commas.
        let same = |text: &str| {
            plain(text) == plain(written) || plain(&text.replace(',', " ")) == plain(written)
        };
        let found = question.options.iter().find(|option| {
            same(option.id.as_str())
                || Lang::ALL.into_iter().any(|lang| same(lang.of(&option.text)))
        });
        found.map(|option| option.id.clone()).ok_or_else(|| {
            let lang = self.words.lang();
            let all = question.options.iter().map(|option| lang.of(&option.text).to_owned());
            with_all(Problem::new("no_word"), all).with("text", written)
        })
    }

    /// The options that are named, one a line or with semicolons between them.
    fn options(&self, cell: &Cell, question: &Question) -> Result<Answer, Problem> {
        let written = value::text(cell)?;
        let named = written.split(['\n', ';']).map(str::trim).filter(|one| !one.is_empty());
        let named = named.map(|one| self.option(one, question)).collect::<Result<Vec<_>, _>>()?;
        match question.choices(&named) {
            Some(ids) => Ok(Answer::Choices(ids)),
            None => Err(Problem::new("words_exclude").with("text", written)),
        }
    }
}

/// A text; a number or date as it is shown.
fn text(cell: &Cell) -> Result<String, Problem> {
    let text = match cell {
        Cell::Date(text) => text.clone(),
        cell => value::text(cell)?,
    };
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(Problem::new("text_too_long").with("most", TEXT_CHARS_MAX));
    }
    Ok(text)
}

/// A date, as `2026-11-25`.
fn date(cell: &Cell) -> Result<String, Problem> {
    let shown = value::shown(cell);
    if let Cell::Date(date) = cell {
        return Ok(date.chars().take(10).collect());
    }
    // `01.03.2026` and `2026-03-01`; what may be said of a time of day is no date.
    let parts: Vec<&str> = shown.split('.').map(str::trim).collect();
    let iso = match parts.as_slice() {
        [day, month, year] => format!("{year:0>4}-{month:0>2}-{day:0>2}"),
        _ => shown.trim().to_owned(),
    };
    let sound = iso.len() == 10 && written_moment(&iso).is_some();
    if sound { Ok(iso) } else { Err(Problem::new("not_a_date").with("text", shown)) }
}

/// Codes of countries, in any letters and with anything between them.
fn country_codes(cell: &Cell) -> Result<Vec<String>, Problem> {
    let written = value::text(cell)?;
    let mut codes = BTreeSet::new();
    for code in written.split(|sign: char| !sign.is_alphabetic()).filter(|code| !code.is_empty()) {
        let code = code.to_uppercase();
        if !countries::is_code(&code) {
            return Err(Problem::new("no_country").with("code", code).with("text", written));
        }
        codes.insert(code);
    }
    if codes.is_empty() {
        return Err(Problem::new("no_country").with("code", &written).with("text", &written));
    }
    Ok(codes.into_iter().collect())
}
