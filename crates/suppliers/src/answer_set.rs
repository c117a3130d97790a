//! A supplier's answers as a file that works in other municipalities as well: answered once, used everywhere (letter points 1b, 1c
//! and 2d).
//!
//! The file is a text of one line, canonical JSON, and after an empty line any number of signatures (C2SP signed-note). It says who
//! answers, what the answers are about and of which day they are. Each answer stands with a digest of the question as it was asked:
//! where another catalogue asks otherwise under the same id, the answer is not taken. An answer from a file is what an answer typed
//! by hand is, a word.

use std::collections::BTreeMap;

use arvak_core::catalogue::guide::{Answer, Question};
use arvak_core::{Digest, Name};
use arvak_words::end_of_day;
use serde_json::{Value, json};

use crate::receipt::{answer, value};
use crate::typed::{How, TEXT_CHARS_MAX, Typed};

/// The form of the text.
pub const FORM: &str = "arvak-answer-set/1";

/// Most bytes of a file: as many as a signed note may have.
pub const BYTES_MAX: usize = 64 * 1024;

/// Most characters of the supplier's name and of what the answers are about.
pub const WORDS_CHARS_MAX: usize = 400;

/// A supplier's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerSet {
    /// Who answers, as people call it.
    pub supplier: String,
    /// What the answers are about, in the supplier's words.
    pub scope: String,
    /// The day they are of, as `2026-11-29`.
    pub date: String,
    /// The answers, by question.
    pub answers: BTreeMap<Name, Said>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Digest of the question as it was asked, see [`asked`].
    pub asked: Digest,
    /// The answer.
    pub answer: Answer,
    /// What was written beside it.
    pub comment: Option<String>,
}

/// Why a file is no set of answers. Each tells what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotASet {
    /// It has more than [`BYTES_MAX`] bytes.
    TooLong,
    /// It is not UTF-8, or its first line is no JSON.
    NotJson,
    /// It is JSON of another form, or of a later version.
    OtherForm,
    /// A field is missing or holds what it may not.
    Field(&'static str),
}

impl NotASet {
    /// Its name in sentences' ids.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TooLong => "long",
            Self::NotJson => "json",
            Self::OtherForm => "form",
            Self::Field(_) => "field",
        }
    }

    /// The field that is wrong.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Field(field) => field,
            _ => "",
        }
    }
}

/// A digest of everything in a question that its answer depends on: texts, type and options.
pub fn asked(question: &Question) -> Digest {
    let texts = |text: &arvak_core::catalogue::Text| json!([text.nb, text.nn, text.en]);
    let options = question.options.iter().map(|one| json!([one.id, texts(&one.text)]));
    let whole = json!([
        question.id,
        question.answer.name(),
        texts(&question.text),
        options.collect::<Vec<_>>()
    ]);
    Digest::of(whole.to_string().as_bytes())
}

impl AnswerSet {
    /// Of what was answered, with the questions as they were asked. Files stay behind: a set has no room for them.
    pub fn of(
        (supplier, scope, date): (&str, &str, &str),
        questions: &[&Question],
        answers: &BTreeMap<Name, Answer>,
        comments: &BTreeMap<Name, String>,
    ) -> Self {
        let said = questions.iter().filter(|one| one.is_asked(answers)).filter_map(|question| {
            let answer = answers.get(&question.id)?;
            let comment = comments.get(&question.id).filter(|text| !text.is_empty()).cloned();
            let is_file = matches!(answer, Answer::Files(_));
            let said = Said { asked: asked(question), answer: answer.clone(), comment };
            (!is_file).then(|| (question.id.clone(), said))
        });
        let most = |text: &str| text.trim().chars().take(WORDS_CHARS_MAX).collect::<String>();
        Self {
            supplier: most(supplier),
            scope: most(scope),
            date: date.to_owned(),
            answers: said.collect(),
        }
    }

    /// The text, with the end of its line: what is signed.
    pub fn text(&self) -> String {
        let answers = self.answers.iter().map(|(question, said)| {
            json!({
                "question": question, "asked": said.asked.to_string(),
                "answer": value(&said.answer), "comment": said.comment,
            })
        });
        let whole = json!({
            "form": FORM, "supplier": self.supplier, "scope": self.scope, "date": self.date,
            "answers": answers.collect::<Vec<_>>(),
        });
        format!("{whole}\n")
    }

    /// Reads a file, signed or not. Whether a signature is good is for whoever knows the key.
    pub fn read(bytes: &[u8]) -> Result<Self, NotASet> {
        if bytes.len() > BYTES_MAX {
            return Err(NotASet::TooLong);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| NotASet::NotJson)?;
        let line = text.lines().next().unwrap_or_default();
        let whole: Value = serde_json::from_str(line).map_err(|_| NotASet::NotJson)?;
        if whole.get("form").and_then(Value::as_str) != Some(FORM) {
            return Err(NotASet::OtherForm);
        }
        let words = |field: &'static str| {
            let text = whole.get(field).and_then(Value::as_str).map(str::trim);
            let text = text.filter(|text| !text.is_empty());
            let text = text.filter(|text| text.chars().count() <= WORDS_CHARS_MAX);
            text.map(str::to_owned).ok_or(NotASet::Field(field))
        };
        let (supplier, scope, date) = (words("supplier")?, words("scope")?, words("date")?);
        if date.len() != 10 || end_of_day(&date).is_none() {
            return Err(NotASet::Field("date"));
        }
        let all = whole.get("answers").and_then(Value::as_array);
        let mut answers = BTreeMap::new();
        for one in all.ok_or(NotASet::Field("answers"))? {
            let (question, said) = said(one).ok_or(NotASet::Field("answers"))?;
            if answers.insert(question, said).is_some() {
                return Err(NotASet::Field("answers"));
            }
        }
        Ok(Self { supplier, scope, date, answers })
    }

    /// What of it answers these questions, as it would be typed; and what does not, and why.
    pub fn taken(&self, questions: &[&Question]) -> Taken {
        let mut taken = Taken::default();
        for question in questions {
            match self.answers.get(&question.id) {
                None => {}
                Some(said) if said.asked != asked(question) => {
                    taken.otherwise.push(question.id.clone());
                }
                Some(said) => {
                    let comment = said.comment.clone().unwrap_or_default();
                    let typed = typed(&said.answer).map(|(how, text)| Typed { how, text, comment });
                    taken.typed.extend(typed.map(|typed| (question.id.clone(), typed)));
                }
            }
        }
        taken
    }
}

/// What a set answers of a request's questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// What would be typed, by question.
    pub typed: BTreeMap<Name, Typed>,
    /// Questions that are asked otherwise here.
    pub otherwise: Vec<Name>,
}

fn said(one: &Value) -> Option<(Name, Said)> {
    let comment = match one.get("comment") {
        None | Some(Value::Null) => None,
        Some(text) => Some(text.as_str()?.to_owned()),
    };
    let is_short = |text: &String| text.chars().count() <= TEXT_CHARS_MAX;
    let said = Said {
        asked: one.get("asked")?.as_str()?.parse().ok()?,
        answer: answer(one.get("answer")?)?,
        comment: comment.filter(is_short),
    };
    Some((one.get("question")?.as_str()?.parse().ok()?, said))
}

/// An answer as somebody would type it; nothing of files, which nobody types.
pub fn typed(answer: &Answer) -> Option<(How, String)> {
    let text = match answer {
        Answer::YesNo(true) => "yes".to_owned(),
        Answer::YesNo(false) => "no".to_owned(),
        Answer::Choice(id) => id.to_string(),
        Answer::Choices(ids) => ids.iter().map(Name::as_str).collect::<Vec<_>>().join(" "),
        Answer::Text(text) | Answer::Date(text) => text.clone(),
        Answer::Number(number) => number.to_string(),
        Answer::Countries(codes) => codes.join(", "),
        Answer::Files(_) => return None,
        Answer::DoesNotKnow => return Some((How::DoesNotKnow, String::new())),
        Answer::SubSupplier => return Some((How::SubSupplier, String::new())),
    };
    Some((How::Answer, text))
}

/// An answer that is another one than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference<'q> {
    /// The question.
    pub question: &'q Question,
    /// What was answered before; nothing where it was not.
    pub before: Option<Answer>,
    /// What is answered now; nothing where it is not any more.
    pub after: Option<Answer>,
}

/// What a renewal changes, in the order of the questions. Those that neither answered are passed over.
pub fn differences<'q>(
    questions: &[&'q Question],
    before: &BTreeMap<Name, Answer>,
    after: &BTreeMap<Name, Answer>,
) -> Vec<Difference<'q>> {
    let differs = |question: &&'q Question| {
        let (before, after) = (before.get(&question.id), after.get(&question.id));
        (before != after).then(|| Difference {
            question,
            before: before.cloned(),
            after: after.cloned(),
        })
    };
    questions.iter().filter_map(differs).collect()
}

#[cfg(test)]
mod tests {
    use arvak_core::Catalogue;
    use arvak_core::catalogue::SHIPPED;
    use proptest::prelude::*;

    use super::*;
    use crate::typed;

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    fn answers() -> BTreeMap<Name, Answer> {
        BTreeMap::from([
            (name("monitoring-done"), Answer::YesNo(true)),
            (name("monitoring-watch"), Answer::Choice(name("always"))),
            (name("measures-list"), Answer::Choices(vec![name("keys-only"), name("dnssec")])),
            (name("measures-patch-days"), Answer::Number(7)),
            (name("assurance-report"), Answer::Choice(name("iso-27001"))),
            (name("assurance-until"), Answer::Date("2027-03-01".to_owned())),
            (name("countries-support"), Answer::Countries(vec!["NO".to_owned(), "SE".to_owned()])),
            (name("countries-development"), Answer::SubSupplier),
            (name("measures-backup"), Answer::DoesNotKnow),
            (
                name("measures-sbom"),
                Answer::Files(BTreeMap::from([(Digest::of(b"x"), "x".to_owned())])),
            ),
        ])
    }

    #[test]
    fn a_set_answers_the_same_questions_elsewhere_as_if_they_were_typed() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let questions: Vec<_> = catalogue.guide.questions.iter().collect();
        let comments = BTreeMap::from([(name("monitoring-done"), "æ\n\n\u{2014} x y".to_owned())]);
        let about = ("Drift AS", "alt vi drifter", "2026-11-29");
        let set = AnswerSet::of(about, &questions, &answers(), &comments);
        assert_eq!(AnswerSet::read(set.text().as_bytes()), Ok(set.clone()));
        let signed = format!("{}\n\u{2014} drift.example AAAA\n", set.text());
        assert_eq!(AnswerSet::read(signed.as_bytes()), Ok(set.clone()));
        assert_eq!(set.text().lines().count(), 1, "signatures come after the first empty line");
        let taken = set.taken(&questions);
        assert!(taken.otherwise.is_empty());
        let (again, wrong) = typed::answers(&questions, &taken.typed, &BTreeMap::new());
        let mut expected = answers();
        expected.remove(&name("measures-sbom"));
        assert_eq!((again, wrong.len()), (expected, 0));
    }

    #[test]
    fn a_question_that_is_asked_otherwise_is_not_answered() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let mut other = catalogue.guide.questions.clone();
        let questions: Vec<_> = catalogue.guide.questions.iter().collect();
        let set =
            AnswerSet::of(("D", "alt", "2026-11-29"), &questions, &answers(), &BTreeMap::new());
        let changed = other.iter_mut().find(|one| one.id == name("measures-backup")).unwrap();
        changed.text.nb.push('!');
        let taken = set.taken(&other.iter().collect::<Vec<_>>());
        assert_eq!(taken.otherwise, [name("measures-backup")]);
        assert!(!taken.typed.contains_key(&name("measures-backup")));
    }

    #[test]
    fn only_what_is_another_answer_is_a_difference() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let questions: Vec<_> = catalogue.guide.questions.iter().collect();
        let (before, mut after) = (answers(), answers());
        assert!(differences(&questions, &before, &after).is_empty());
        after.insert(name("measures-patch-days"), Answer::Number(30));
        after.remove(&name("measures-backup"));
        after.insert(name("preparedness-plan"), Answer::YesNo(true));
        let found = differences(&questions, &before, &after);
        let ids: Vec<_> = found.iter().map(|one| one.question.id.as_str()).collect();
        assert_eq!(ids, ["preparedness-plan", "measures-patch-days", "measures-backup"]);
        assert_eq!(found[2].after, None);
    }

    #[test]
    fn what_is_no_set_says_why() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let questions: Vec<_> = catalogue.guide.questions.iter().collect();
        let set =
            AnswerSet::of(("D", "alt", "2026-11-29"), &questions, &answers(), &BTreeMap::new());
        let good = set.text();
        let bad = [
            (vec![b' '; BYTES_MAX + 1], NotASet::TooLong),
            (vec![0xff], NotASet::NotJson),
            (b"PK\x03\x04".to_vec(), NotASet::NotJson),
            (b"{}".to_vec(), NotASet::OtherForm),
            (good.replace("answer-set/1", "answer-set/2").into_bytes(), NotASet::OtherForm),
            (good.replace("\"D\"", "\"\"").into_bytes(), NotASet::Field("supplier")),
            (good.replace("\"alt\"", "7").into_bytes(), NotASet::Field("scope")),
            (good.replace("2026-11-29", "2026-13-29").into_bytes(), NotASet::Field("date")),
            (good.replace("\"number\":7", "\"number\":-7").into_bytes(), NotASet::Field("answers")),
        ];
        for (bytes, why) in bad {
            assert_eq!(AnswerSet::read(&bytes), Err(why), "{why:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = AnswerSet::read(&bytes);
        }
    }
}
