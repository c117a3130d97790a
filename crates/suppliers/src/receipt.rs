//! What was sent in, as bytes that are the same whoever writes them, and the receipt over them.
//!
//! The canonical form is JSON with its names in order, without blanks, in UTF-8: the request, the supplier, each question that
//! was asked with its answer and comment, and the files by SHA-256. Anybody can compute the receipt's hash from it.

use std::collections::BTreeMap;

use arvak_core::catalogue::guide::{Answer, Question};
use arvak_core::{Digest, EntityId, Name};
use serde_json::{Value, json};

/// The form of the canonical bytes.
pub const FORM: &str = "arvak-supplier-reply/1";

/// Most bytes of the canonical form that are read: all answers and comments of the longest kind, and names of files.
pub const REPLY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// What a supplier sent in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The request that is answered.
    pub request: Name,
    /// Who answers.
    pub supplier: EntityId,
    /// Answers by question.
    pub answers: BTreeMap<Name, Answer>,
    /// What was written beside them, by question.
    pub comments: BTreeMap<Name, String>,
    /// What was asked further, each with the answer.
    pub further: Vec<(String, String)>,
}

impl Reply {
    /// The canonical bytes. Their SHA-256 is what the receipt says.
    pub fn canonical(&self, asked: &[&Question]) -> Vec<u8> {
        let asked = asked.iter().filter(|one| one.is_asked(&self.answers));
        let answers = asked.map(|question| {
            json!({
                "question": question.id, "type": question.answer.name(),
                "answer": self.answers.get(&question.id).map(value),
                "comment": self.comments.get(&question.id).filter(|text| !text.is_empty()),
            })
        });
        let further =
            self.further.iter().map(|(asked, answer)| json!({ "asked": asked, "answer": answer }));
        let whole = json!({
            "form": FORM, "request": self.request, "supplier": self.supplier,
            "answers": answers.collect::<Vec<_>>(), "further": further.collect::<Vec<_>>(),
        });
        whole.to_string().into_bytes()
    }

    /// Reads the canonical bytes; nothing when they are of another form.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > REPLY_BYTES_MAX {
            return None;
        }
        let whole: Value = serde_json::from_slice(bytes).ok()?;
        if whole.get("form")?.as_str()? != FORM {
            return None;
        }
        let text = |value: &Value, name: &str| value.get(name)?.as_str().map(str::to_owned);
        let (mut answers, mut comments) = (BTreeMap::new(), BTreeMap::new());
        for one in whole.get("answers")?.as_array()? {
            let question: Name = one.get("question")?.as_str()?.parse().ok()?;
            if let Some(comment) = text(one, "comment") {
                comments.insert(question.clone(), comment);
            }
            match one.get("answer")? {
                Value::Null => {}
                value => drop(answers.insert(question, answer(value)?)),
            }
        }
        let further = whole.get("further")?.as_array()?.iter();
        let further = further.map(|one| Some((text(one, "asked")?, text(one, "answer")?)));
        Some(Self {
            request: whole.get("request")?.as_str()?.parse().ok()?,
            supplier: whole.get("supplier")?.as_str()?.parse().ok()?,
            answers,
            comments,
            further: further.collect::<Option<_>>()?,
        })
    }

    /// How many questions are answered.
    pub fn count(&self) -> usize {
        self.answers.len()
    }

    /// The files, by digest.
    pub fn files(&self) -> BTreeMap<Digest, String> {
        let of = |answer: &Answer| match answer {
            Answer::Files(files) => files.clone(),
            _ => BTreeMap::new(),
        };
        self.answers.values().flat_map(of).collect()
    }
}

fn value(answer: &Answer) -> Value {
    match answer {
        Answer::YesNo(yes) => json!({ "yes": yes }),
        Answer::Choice(id) => json!({ "chosen": id }),
        Answer::Choices(ids) => json!({ "chosen": ids }),
        Answer::Text(text) => json!({ "text": text }),
        Answer::Number(number) => json!({ "number": number }),
        Answer::Date(date) => json!({ "date": date }),
        Answer::Countries(codes) => json!({ "countries": codes }),
        Answer::Files(files) => {
            let files = files
                .iter()
                .map(|(digest, name)| json!({ "sha256": digest.to_string(), "name": name }));
            json!({ "files": files.collect::<Vec<_>>() })
        }
        Answer::DoesNotKnow => json!({ "unknown": true }),
        Answer::SubSupplier => json!({ "sub_supplier": true }),
    }
}

/// An answer as [`value`] writes it.
fn answer(value: &Value) -> Option<Answer> {
    let (form, value) = value.as_object().filter(|one| one.len() == 1)?.iter().next()?;
    let texts = |value: &Value| {
        let all = value.as_array()?.iter();
        all.map(|one| one.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    Some(match (form.as_str(), value) {
        ("yes", value) => Answer::YesNo(value.as_bool()?),
        ("chosen", Value::String(id)) => Answer::Choice(id.parse().ok()?),
        ("chosen", value) => {
            let ids = texts(value)?.iter().map(|id| id.parse().ok()).collect::<Option<_>>();
            Answer::Choices(ids?)
        }
        ("text", value) => Answer::Text(value.as_str()?.to_owned()),
        ("number", value) => Answer::Number(value.as_u64()?),
        ("date", value) => Answer::Date(value.as_str()?.to_owned()),
        ("countries", value) => Answer::Countries(texts(value)?),
        ("files", value) => {
            let file = |one: &Value| {
                let digest: Digest = one.get("sha256")?.as_str()?.parse().ok()?;
                Some((digest, one.get("name")?.as_str()?.to_owned()))
            };
            Answer::Files(value.as_array()?.iter().map(file).collect::<Option<_>>()?)
        }
        ("unknown", Value::Bool(true)) => Answer::DoesNotKnow,
        ("sub_supplier", Value::Bool(true)) => Answer::SubSupplier,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use arvak_core::Catalogue;
    use arvak_core::catalogue::SHIPPED;

    use super::*;

    fn name(text: &str) -> Name {
        text.parse().unwrap()
    }

    #[test]
    fn the_canonical_form_is_the_same_for_the_same_answers_and_another_for_others() {
        let catalogue = Catalogue::parse(SHIPPED).unwrap();
        let ids = ["monitoring-done", "monitoring-notice", "countries-support", "measures-sbom"];
        let questions = catalogue.guide.questions.iter();
        let asked: Vec<_> = questions.filter(|one| ids.contains(&one.id.as_str())).collect();
        let digest = Digest::of(b"bom");
        let reply = Reply {
            request: name("drift-2026-11-29"),
            supplier: "supplier/drift".parse().unwrap(),
            answers: BTreeMap::from([
                (name("monitoring-done"), Answer::YesNo(true)),
                (name("countries-support"), Answer::Countries(vec!["NO".to_owned()])),
                (
                    name("measures-sbom"),
                    Answer::Files(BTreeMap::from([(digest, "bom \"1\".json".to_owned())])),
                ),
            ]),
            comments: BTreeMap::from([(name("monitoring-done"), "æøå\n<b>".to_owned())]),
            further: vec![("Hvem?".to_owned(), "Kari".to_owned())],
        };
        let text = String::from_utf8(reply.canonical(&asked)).unwrap();
        let expected = format!(
            "{{\"answers\":[{{\"answer\":{{\"yes\":true}},\"comment\":\"æøå\\n<b>\",\"question\":\"monitoring-done\",\
             \"type\":\"yes_no\"}},{{\"answer\":null,\"comment\":null,\"question\":\"monitoring-notice\",\"type\":\"number\"}},\
             {{\"answer\":{{\"files\":[{{\"name\":\"bom \\\"1\\\".json\",\"sha256\":\"{digest}\"}}]}},\"comment\":null,\
             \"question\":\"measures-sbom\",\"type\":\"file\"}},{{\"answer\":{{\"countries\":[\"NO\"]}},\"comment\":null,\
             \"question\":\"countries-support\",\"type\":\"countries\"}}],\
             \"form\":\"arvak-supplier-reply/1\",\"further\":[{{\"answer\":\"Kari\",\"asked\":\"Hvem?\"}}],\
             \"request\":\"drift-2026-11-29\",\"supplier\":\"supplier/drift\"}}"
        );
        assert_eq!(text, expected);
        assert_eq!((reply.count(), reply.files().len()), (3, 1));
        assert_eq!(Reply::read(text.as_bytes()), Some(reply.clone()));
        let mut other = reply.clone();
        other.answers.insert(name("monitoring-done"), Answer::YesNo(false));
        assert_ne!(other.canonical(&asked), reply.canonical(&asked));
        let text = String::from_utf8(other.canonical(&asked)).unwrap();
        assert!(!text.contains("monitoring-notice"), "what its condition leaves out is not asked");
    }

    #[test]
    fn every_answer_comes_back_as_it_was_written() {
        let all = [
            Answer::YesNo(false),
            Answer::Choice(name("always")),
            Answer::Choices(vec![name("keys-only"), name("dnssec")]),
            Answer::Text("æ\u{0}\"".to_owned()),
            Answer::Files(BTreeMap::from([(Digest::of(b"x"), "x".to_owned())])),
            Answer::Number(u64::MAX),
            Answer::Date("2026-11-29".to_owned()),
            Answer::Countries(vec!["NO".to_owned()]),
            Answer::DoesNotKnow,
            Answer::SubSupplier,
        ];
        for one in all {
            assert_eq!(answer(&value(&one)), Some(one));
        }
        for bad in ["{}", "[]", "{\"form\":\"arvak-supplier-reply/2\"}", "\u{feff}"] {
            assert_eq!(Reply::read(bad.as_bytes()), None, "{bad}");
        }
    }
}
