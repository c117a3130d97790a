//! `[[question]]`: what a supplier is asked, and what an answer becomes. An answer is a word and counts as a
//! statement (law 5).

use std::collections::BTreeMap;

use super::held_against::{self, HeldAgainst};
use super::nested;
use super::read::Reader;
use super::references::What;
use crate::catalogue::text::{self, ORIGIN_FIELDS};
use crate::catalogue::{Origin, Text};
use crate::mistake::Problem;
use crate::requirement::Quantifier;
use crate::sheet::{Record, Sheet};
use crate::{Digest, Name, Outcome};

/// A question to a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id, which no other question has.
    pub id: Name,
    /// Who is asked: `supplier where operates_ict`.
    pub of: Quantifier,
    /// The claims that it is asked for.
    pub claims: Vec<Name>,
    /// The evidence kind that the answer becomes.
    pub evidence: Name,
    /// What kind of answer is wanted.
    pub answer: AnswerType,
    /// Whether the evidence hangs on it: what is not answered then supports nothing.
    pub decides: bool,
    /// Whether the evidence holds no longer than the date that is answered.
    pub ends: bool,
    /// What an earlier question must be answered for this one to be asked; always asked without.
    pub when: Option<Condition>,
    /// The question.
    pub text: Text,
    /// What may be chosen.
    pub options: Vec<QuestionOption>,
    /// What is found by others than the supplier, and contradicts some of its answers.
    pub held_against: Vec<HeldAgainst>,
    /// Where this comes from.
    pub origin: Origin,
}

/// A question is asked only when an earlier one was answered so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The earlier question.
    pub question: Name,
    /// Its answers that let this one be asked: `yes`, `no`, or ids of options.
    pub answers: Vec<Name>,
}

impl Condition {
    /// Whether it is met; nothing as long as the earlier question has no definite answer.
    pub fn is_met(&self, answers: &BTreeMap<Name, Answer>) -> Option<bool> {
        let given = match answers.get(&self.question)? {
            Answer::YesNo(true) => "yes",
            Answer::YesNo(false) => "no",
            Answer::Choice(id) => id.as_str(),
            _ => return None,
        };
        Some(self.answers.iter().any(|one| one.as_str() == given))
    }
}

/// One of several answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionOption {
    /// Its id, which no other option of the question has.
    pub id: Name,
    /// What it says.
    pub text: Text,
    /// Whether it says that what is asked for is not so.
    pub refutes: bool,
}

/// What kind of answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerType {
    /// Yes, or no, which says that what is asked for is not so.
    YesNo,
    /// One of the options.
    Choice,
    /// Some of the options: those that hold.
    Choices,
    /// A text.
    Text,
    /// A whole number from 0; the question names the unit.
    Number,
    /// A date.
    Date,
    /// Countries by their codes of ISO 3166-1 alpha-2.
    Countries,
    /// Whom to reach, and how: a telephone number or a mail address must be in it.
    Contact,
    /// Files; in a workbook, their names, since they come beside it.
    File,
}

impl AnswerType {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::YesNo,
        Self::Choice,
        Self::Choices,
        Self::Text,
        Self::Number,
        Self::Date,
        Self::Countries,
        Self::Contact,
        Self::File,
    ];

    /// The name in data files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::YesNo => "yes_no",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Countries => "countries",
            Self::Contact => "contact",
            Self::File => "file",
        }
    }
}

/// What somebody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    YesNo(bool),
    /// The id of an option.
    Choice(Name),
    /// The ids of options, in the question's order, each once.
    Choices(Vec<Name>),
    /// A text; whom to reach; the names of files that came beside a workbook.
    Text(String),
    /// Files that were sent in with the answer, by digest, each with the name that its sender gave it.
    Files(BTreeMap<Digest, String>),
    /// A whole number.
    Number(u64),
    /// A date, as `2026-11-25`.
    Date(String),
    /// Codes of countries, in order, each once.
    Countries(Vec<String>),
    /// Whoever answers does not know.
    DoesNotKnow,
    /// A sub-supplier has to answer.
    SubSupplier,
}

impl Question {
    /// Whether it is to be answered, by what is answered so far. As long as the earlier question is open, it is.
    pub fn is_asked(&self, answers: &BTreeMap<Name, Answer>) -> bool {
        self.when.as_ref().and_then(|when| when.is_met(answers)) != Some(false)
    }

    /// The option with that id.
    pub fn option(&self, id: &Name) -> Option<&QuestionOption> {
        self.options.iter().find(|option| option.id == *id)
    }

    /// Those of `chosen` that are options, in the question's order, each once; nothing when one is none, or when one that says
    /// that nothing holds stands beside others.
    pub fn choices(&self, chosen: &[Name]) -> Option<Vec<Name>> {
        let ids = self.options.iter().filter(|option| chosen.contains(&option.id));
        let ids: Vec<Name> = ids.map(|option| option.id.clone()).collect();
        let is_known = chosen.iter().all(|id| self.option(id).is_some());
        let refutes = |id: &Name| self.option(id).is_some_and(|option| option.refutes);
        let is_sound = is_known && !ids.is_empty() && (ids.len() == 1 || !ids.iter().any(refutes));
        is_sound.then_some(ids)
    }

    /// What an answer says of what is asked for; nothing definite when nobody knows.
    fn says(&self, answer: Option<&Answer>) -> Outcome {
        let refutes = match answer {
            None | Some(Answer::DoesNotKnow | Answer::SubSupplier) => return Outcome::Inconclusive,
            Some(Answer::YesNo(yes)) => !yes,
            Some(Answer::Choice(id)) => self.option(id).is_some_and(|option| option.refutes),
            Some(Answer::Choices(ids)) => {
                ids.iter().any(|id| self.option(id).is_some_and(|option| option.refutes))
            }
            Some(_) => false,
        };
        if refutes { Outcome::Refutes } else { Outcome::Supports }
    }
}

/// What answers say of each evidence kind that was asked for and answered at all: refuted when one question that
/// decides is answered with no, supported when every one that decides is answered, else nothing definite. A question
/// whose condition is not met is not asked, whatever stands there.
pub fn outcomes<'q>(
    questions: &[&'q Question],
    answers: &BTreeMap<Name, Answer>,
) -> BTreeMap<&'q Name, Outcome> {
    let mut found: BTreeMap<&Name, Outcome> = BTreeMap::new();
    let asked: Vec<_> = questions.iter().filter(|one| one.is_asked(answers)).collect();
    let answered = |kind: &Name| {
        asked.iter().any(|one| one.evidence == *kind && answers.contains_key(&one.id))
    };
    for question in asked.iter().filter(|one| one.decides && answered(&one.evidence)) {
        let says = question.says(answers.get(&question.id));
        let known = found.entry(&question.evidence).or_insert(Outcome::Supports);
        *known = match (*known, says) {
            (Outcome::Refutes, _) | (_, Outcome::Refutes) => Outcome::Refutes,
            (Outcome::Inconclusive, _) | (_, Outcome::Inconclusive) => Outcome::Inconclusive,
            _ => Outcome::Supports,
        };
    }
    found
}

/// The fields of a question beside those that say where it comes from.
const OWN_FIELDS: [&str; 12] = [
    "id",
    "of",
    "claims",
    "evidence",
    "answer",
    "decides",
    "ends",
    "when",
    "when_answer",
    "text",
    "option",
    "held_against",
];

pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    reader: &mut Reader<'_>,
    earlier: &[Question],
) -> Option<Question> {
    record.only(sheet, || OWN_FIELDS.into_iter().chain(ORIGIN_FIELDS).collect());
    let id = reader.id(sheet, record);
    let of = record.need(sheet, "of").and_then(|value| {
        match sheet.text_in("of", value)?.parse::<Quantifier>() {
            Ok(quantifier) => Some(quantifier),
            Err(misread) => {
                sheet.misread(value, misread);
                None
            }
        }
    });
    let claims = reader.seen.references.names(sheet, record, "claims", What::Claim);
    let evidence = record.need_name(sheet, "evidence");
    if let (Some(name), Some(value)) = (&evidence, record.get("evidence")) {
        reader.known.kinds.find(sheet, name, value);
    }
    let answer = record.need(sheet, "answer").and_then(|value| {
        let word = sheet.word_in("answer", value, &AnswerType::ALL.map(AnswerType::name))?;
        AnswerType::ALL.into_iter().find(|answer| answer.name() == word)
    });
    let decides = record.flag(sheet, "decides");
    let ends = record.flag(sheet, "ends");
    let when = condition(sheet, record, earlier);
    let text = nested::body(sheet, record, "text");
    let options = options(sheet, record, answer);
    let held_against =
        held_against::read(sheet, record, reader, answer, options.as_deref().unwrap_or_default());
    let origin = text::origin(sheet, record);
    Some(Question {
        id: id?,
        of: of?,
        claims: claims?,
        evidence: evidence?,
        answer: answer?,
        decides: decides?,
        ends: ends?,
        when: when?,
        text: text?,
        options: options?,
        held_against: held_against?,
        origin: origin?,
    })
}

/// The condition, which may be absent: the inner value is nothing then, the outer one when it is misread.
#[expect(clippy::option_option, reason = "absent and misread are not the same")]
fn condition(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    earlier: &[Question],
) -> Option<Option<Condition>> {
    if record.get("when").is_none() && record.get("when_answer").is_none() {
        return Some(None);
    }
    let (when, answers) = (record.need(sheet, "when"), record.need(sheet, "when_answer"));
    let (when, answers) = (when?, answers?);
    let name = sheet.name_in("when", when)?;
    let may_decide = |one: &&Question| {
        one.id == name && matches!(one.answer, AnswerType::YesNo | AnswerType::Choice)
    };
    let Some(known) = earlier.iter().find(may_decide) else {
        sheet.tell(when.span().start, Problem::new("unknown_condition").with("id", &name));
        return None;
    };
    let list = sheet.list_in("when_answer", answers, "list")?;
    let mut found = Vec::with_capacity(list.len());
    for value in list {
        let answer = sheet.name_in("when_answer", value)?;
        let is_known = match known.answer {
            AnswerType::YesNo => matches!(answer.as_str(), "yes" | "no"),
            _ => known.options.iter().any(|option| option.id == answer),
        };
        if !is_known {
            let problem = Problem::new("unknown_condition_answer").with("answer", &answer);
            sheet.tell(value.span().start, problem.with("id", &name));
            return None;
        }
        found.push(answer);
    }
    if found.is_empty() {
        let problem = Problem::new("empty_list").with("field", "when_answer");
        sheet.tell(answers.span().start, problem);
        return None;
    }
    Some(Some(Condition { question: name, answers: found }))
}

/// The options: at least two of a choice or of choices, none of anything else.
fn options(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    answer: Option<AnswerType>,
) -> Option<Vec<QuestionOption>> {
    let records = nested::records(sheet, record, "option");
    let mut options: Vec<QuestionOption> = Vec::with_capacity(records.len());
    for record in &records {
        record.only(sheet, || vec!["id", "text", "refutes"]);
        let id = record.need_name(sheet, "id");
        let text = nested::body(sheet, *record, "text");
        let refutes = record.flag(sheet, "refutes");
        let (id, text, refutes) = (id?, text?, refutes?);
        if options.iter().any(|option| option.id == id) {
            let at = record.get("id").map_or(record.at, |value| value.span().start);
            let problem = Problem::new("repeated_reference").with("field", "option");
            sheet.tell(at, problem.with("id", &id));
            return None;
        }
        options.push(QuestionOption { id, text, refutes });
    }
    let at = record.get("option").map_or(record.at, |value| value.span().start);
    match answer {
        Some(AnswerType::Choice | AnswerType::Choices) if options.len() < 2 => {
            sheet.tell(at, Problem::new("empty_list").with("field", "option"));
            None
        }
        Some(AnswerType::Choice | AnswerType::Choices) | None => Some(options),
        Some(_) if options.is_empty() => Some(options),
        Some(other) => {
            let problem = Problem::new("options_without_choice").with("answer", other.name());
            sheet.tell(at, problem);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;
    use crate::catalogue::SHIPPED;

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    fn of_kind<'c>(catalogue: &'c Catalogue, kind: &str) -> Vec<&'c Question> {
        catalogue.guide.questions.iter().filter(|one| one.evidence.as_str() == kind).collect()
    }

    #[test]
    fn at_most_24_questions_stand_for_every_claim_about_suppliers_answers() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let questions = &catalogue.guide.questions;
        assert!((12..=24).contains(&questions.len()));
        let asked: std::collections::BTreeSet<_> =
            questions.iter().flat_map(|one| &one.claims).map(Name::as_str).collect();
        assert_eq!(asked.into_iter().collect::<Vec<_>>(), ["1b.2", "1b.3", "1c.2", "2d.1", "2d.2"]);
        for one in questions {
            assert_eq!(one.of.kind.as_str(), "supplier", "{}", one.id);
            assert_eq!(catalogue.kinds[&one.evidence].subject.as_str(), "supplier", "{}", one.id);
            assert!(of_kind(&catalogue, one.evidence.as_str()).iter().any(|one| one.decides));
        }
    }

    #[test]
    fn one_no_refutes_whatever_else_is_answered() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let questions = of_kind(&catalogue, "supplier.preparedness");
        let kind = name("supplier.preparedness");
        let mut answers = BTreeMap::from([(name("preparedness-plan"), Answer::YesNo(true))]);
        assert_eq!(outcomes(&questions, &answers)[&kind], Outcome::Inconclusive);
        answers.insert(name("preparedness-duty"), Answer::YesNo(true));
        answers.insert(name("preparedness-contact"), Answer::Text("55 55 55 55".to_owned()));
        assert_eq!(outcomes(&questions, &answers)[&kind], Outcome::Supports);
        answers.insert(name("preparedness-contact"), Answer::DoesNotKnow);
        assert_eq!(outcomes(&questions, &answers)[&kind], Outcome::Inconclusive);
        answers.insert(name("preparedness-duty"), Answer::YesNo(false));
        assert_eq!(outcomes(&questions, &answers)[&kind], Outcome::Refutes);
    }

    #[test]
    fn a_question_whose_condition_is_not_met_says_nothing_and_holds_nothing_up() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let questions = of_kind(&catalogue, "supplier.monitoring");
        let kind = name("supplier.monitoring");
        let watch = *questions.iter().find(|one| one.id == name("monitoring-watch")).unwrap();
        let mut answers = BTreeMap::new();
        assert!(watch.is_asked(&answers), "as long as the first is open");
        answers.insert(name("monitoring-done"), Answer::YesNo(false));
        assert!(!watch.is_asked(&answers));
        assert_eq!(outcomes(&questions, &answers)[&kind], Outcome::Refutes);
        answers.insert(name("monitoring-done"), Answer::YesNo(true));
        answers.insert(name("monitoring-watch"), Answer::Choice(name("always")));
        assert_eq!(outcomes(&questions, &answers)[&kind], Outcome::Inconclusive);
        answers.insert(name("monitoring-systems"), Answer::Text("All".to_owned()));
        assert_eq!(outcomes(&questions, &answers)[&kind], Outcome::Supports);
        answers.insert(name("monitoring-done"), Answer::DoesNotKnow);
        assert_eq!(outcomes(&questions, &answers)[&kind], Outcome::Inconclusive);
    }

    #[test]
    fn nothing_is_said_of_what_nobody_answered() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let questions: Vec<_> = catalogue.guide.questions.iter().collect();
        assert!(outcomes(&questions, &BTreeMap::new()).is_empty());
        let answers = BTreeMap::from([(name("monitoring-watch"), Answer::Choice(name("nobody")))]);
        let found = outcomes(&questions, &answers);
        assert_eq!(found.len(), 1);
        assert_eq!(found[&name("supplier.monitoring")], Outcome::Refutes);
    }
}
