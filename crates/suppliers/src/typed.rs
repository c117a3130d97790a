//! What somebody typed at a question, as it is kept while they write, and the answer that it is.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::guide::{Answer, AnswerType, Question};
use arvak_core::{Digest, Name, countries};
use arvak_words::end_of_day;

/// Most characters of an answer, and of a comment.
pub const TEXT_CHARS_MAX: usize = 4_000;

/// Most countries of one answer: all there are.
const COUNTRIES_MAX: usize = countries::CODES.len();

/// How a question is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// By what was typed, chosen or attached.
    #[default]
    Answer,
    /// *Vet ikke.*
    DoesNotKnow,
    /// *Underleverandør svarer.*
    SubSupplier,
}

impl How {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Answer, Self::DoesNotKnow, Self::SubSupplier];

    /// Its name in forms and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::DoesNotKnow => "unknown",
            Self::SubSupplier => "sub",
        }
    }

    /// The one called `name`; what is unknown is an answer by what was typed.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|how| how.name() == name).unwrap_or_default()
    }
}

/// What stands at a question. It need not be right: nothing that was typed is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// How it is answered.
    pub how: How,
    /// What was typed: `yes`, `no`, an option's id or several with blanks between them, a date, codes of countries, a text.
    pub text: String,
    /// What was written beside it.
    pub comment: String,
}

impl Typed {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.how == How::Answer && self.text.trim().is_empty() && self.comment.trim().is_empty()
    }
}

/// Why what was typed is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is neither yes nor no.
    YesNo,
    /// It is none of the options.
    Option,
    /// One of several is no option, or one that says that nothing holds stands beside others.
    Options,
    /// It is no whole number from 0.
    Number,
    /// It is no date.
    Date,
    /// That is no code of a country.
    Country(String),
    /// No telephone number and no mail address stands in it.
    Contact,
    /// It has more than [`TEXT_CHARS_MAX`] characters.
    TooLong,
}

impl Wrong {
    /// Its name in sentences' ids.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::YesNo => "yes-no",
            Self::Option => "option",
            Self::Options => "options",
            Self::Number => "number",
            Self::Date => "date",
            Self::Country(_) => "country",
            Self::Contact => "contact",
            Self::TooLong => "long",
        }
    }
}

/// The answer that stands at a question; nothing when it is not answered. `files` are those attached to it.
pub fn answer(
    question: &Question,
    typed: &Typed,
    files: &BTreeMap<Digest, String>,
) -> Result<Option<Answer>, Wrong> {
    let count = typed.text.chars().count().max(typed.comment.chars().count());
    if count > TEXT_CHARS_MAX {
        return Err(Wrong::TooLong);
    }
    match typed.how {
        How::DoesNotKnow => return Ok(Some(Answer::DoesNotKnow)),
        How::SubSupplier => return Ok(Some(Answer::SubSupplier)),
        How::Answer => {}
    }
    if question.answer == AnswerType::File {
        return Ok((!files.is_empty()).then(|| Answer::Files(files.clone())));
    }
    let text = typed.text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let answer = match question.answer {
        AnswerType::YesNo => match text {
            "yes" => Answer::YesNo(true),
            "no" => Answer::YesNo(false),
            _ => return Err(Wrong::YesNo),
        },
        AnswerType::Choice => {
            let id: Name = text.parse().map_err(|_| Wrong::Option)?;
            let is_known = question.option(&id).is_some();
            if is_known { Answer::Choice(id) } else { return Err(Wrong::Option) }
        }
        AnswerType::Choices => {
            let chosen: Result<Vec<Name>, _> = text.split_whitespace().map(str::parse).collect();
            let chosen = chosen.map_err(|_| Wrong::Options)?;
            Answer::Choices(question.choices(&chosen).ok_or(Wrong::Options)?)
        }
        AnswerType::Number => Answer::Number(text.parse().map_err(|_| Wrong::Number)?),
        AnswerType::Date => {
            let is_date = text.len() == 10 && end_of_day(text).is_some();
            if is_date { Answer::Date(text.to_owned()) } else { return Err(Wrong::Date) }
        }
        AnswerType::Countries => Answer::Countries(codes(text)?),
        AnswerType::Contact if !can_be_reached(text) => return Err(Wrong::Contact),
        AnswerType::Contact | AnswerType::Text | AnswerType::File => Answer::Text(text.to_owned()),
    };
    Ok(Some(answer))
}

/// Codes of countries in any letters, with anything between them.
fn codes(text: &str) -> Result<Vec<String>, Wrong> {
    let words = text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty());
    let mut codes = BTreeSet::new();
    for word in words.take(10 * COUNTRIES_MAX) {
        let code = word.to_uppercase();
        if !countries::is_code(&code) {
            return Err(Wrong::Country(word.chars().take(40).collect()));
        }
        codes.insert(code);
    }
    if codes.is_empty() {
        return Err(Wrong::Country(text.chars().take(40).collect()));
    }
    Ok(codes.into_iter().collect())
}

/// Whether a telephone number (five digits and up: some in Norway have five) or a mail address stands in a text.
fn can_be_reached(text: &str) -> bool {
    let is_mail = |word: &str| {
        let parts = word.trim_matches(|sign: char| !sign.is_alphanumeric()).split_once('@');
        parts.is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
    };
    text.chars().filter(char::is_ascii_digit).count() >= 5 || text.split_whitespace().any(is_mail)
}

/// All answers that stand, and what is wrong, by question. What a condition leaves out is not read.
pub fn answers<'q>(
    questions: &[&'q Question],
    typed: &BTreeMap<Name, Typed>,
    files: &BTreeMap<Name, BTreeMap<Digest, String>>,
) -> (BTreeMap<Name, Answer>, Vec<(&'q Question, Wrong)>) {
    let (mut found, mut wrong) = (BTreeMap::new(), Vec::new());
    let (no_text, no_files) = (Typed::default(), BTreeMap::new());
    // A question waits for an earlier one only.
    for question in questions {
        if !question.is_asked(&found) {
            continue;
        }
        let typed = typed.get(&question.id).unwrap_or(&no_text);
        let files = files.get(&question.id).unwrap_or(&no_files);
        match answer(question, typed, files) {
            Ok(Some(answer)) => drop(found.insert(question.id.clone(), answer)),
            Ok(None) => {}
            Err(one) => wrong.push((*question, one)),
        }
    }
    (found, wrong)
}

#[cfg(test)]
mod tests {
    use arvak_core::Catalogue;
    use arvak_core::catalogue::SHIPPED;
    use arvak_core::catalogue::guide::outcomes;

    use super::*;

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    fn typed(text: &str) -> Typed {
        Typed { text: text.to_owned(), ..Typed::default() }
    }

    fn read(id: &str, typed: &Typed) -> Result<Option<Answer>, Wrong> {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let question = catalogue.guide.questions.iter().find(|one| one.id == name(id)).unwrap();
        answer(question, typed, &BTreeMap::new())
    }

    #[test]
    fn every_type_takes_what_is_an_answer_and_tells_what_is_none() {
        let yes = |answer| Ok(Some(answer));
        assert_eq!(read("monitoring-done", &typed("yes")), yes(Answer::YesNo(true)));
        assert_eq!(read("monitoring-done", &typed("kanskje")), Err(Wrong::YesNo));
        assert_eq!(read("monitoring-watch", &typed("always")), yes(Answer::Choice(name("always"))));
        assert_eq!(read("monitoring-watch", &typed("never")), Err(Wrong::Option));
        assert_eq!(read("monitoring-notice", &typed(" 4 ")), yes(Answer::Number(4)));
        for bad in ["-1", "4,5", "1e3", "99999999999999999999"] {
            assert_eq!(read("monitoring-notice", &typed(bad)), Err(Wrong::Number), "{bad}");
        }
        let chosen = Answer::Choices(["keys-only", "mail-spoofing"].map(name).into());
        assert_eq!(read("measures-list", &typed("keys-only mail-spoofing keys-only")), yes(chosen));
        let none = Answer::Choices(vec![name("none")]);
        assert_eq!(read("measures-list", &typed("none")), yes(none));
        for bad in ["none keys-only", "keys-only, none", "keys-only unheard-of", "Æ"] {
            assert_eq!(read("measures-list", &typed(bad)), Err(Wrong::Options), "{bad}");
        }
        let date = Answer::Date("2028-02-29".to_owned());
        assert_eq!(read("assurance-until", &typed("2028-02-29")), yes(date));
        for bad in ["2027-02-29", "29.02.2028", "2028-2-9"] {
            assert_eq!(read("assurance-until", &typed(bad)), Err(Wrong::Date), "{bad}");
        }
        let countries = Answer::Countries(["NO", "SE"].map(str::to_owned).into());
        assert_eq!(read("countries-support", &typed("se, no;SE")), yes(countries));
        let wrong = Wrong::Country("Norge".to_owned());
        assert_eq!(read("countries-support", &typed("NO, Norge")), Err(wrong));
        assert_eq!(read("preparedness-contact", &typed("ring vakta")), Err(Wrong::Contact));
        for good in ["02 800", "vakt <vakt@drift.example>"] {
            let answer = Answer::Text(good.to_owned());
            assert_eq!(read("preparedness-contact", &typed(good)), yes(answer));
        }
        assert_eq!(read("measures-done", &typed(&"å".repeat(4_001))), Err(Wrong::TooLong));
        assert_eq!(read("measures-done", &typed("  \n")), Ok(None));
        assert_eq!(read("measures-sbom", &typed("bom.json")), Ok(None), "a file is attached");
    }

    #[test]
    fn not_knowing_answers_every_question_and_supports_nothing() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let questions: Vec<_> = catalogue.guide.questions.iter().collect();
        for how in [How::DoesNotKnow, How::SubSupplier] {
            let all = questions.iter().map(|one| {
                (one.id.clone(), Typed { how, text: "yes".to_owned(), ..Typed::default() })
            });
            let (answers, wrong) = answers(&questions, &all.collect(), &BTreeMap::new());
            assert_eq!((answers.len(), wrong.len()), (questions.len(), 0));
            let said = outcomes(&questions, &answers);
            assert!(said.values().all(|one| *one == arvak_core::Outcome::Inconclusive), "{said:?}");
        }
    }

    #[test]
    fn what_a_condition_leaves_out_is_not_read() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let questions: Vec<_> = catalogue.guide.questions.iter().collect();
        let all = BTreeMap::from([
            (name("assurance-report"), typed("none")),
            (name("assurance-until"), typed("no date at all")),
        ]);
        let (answers, wrong) = answers(&questions, &all, &BTreeMap::new());
        assert_eq!((answers.len(), wrong.len()), (1, 0));
    }
}
