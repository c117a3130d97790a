//! What a reply becomes in the ledger: the reply itself is documented, what it says is stated, by kind of evidence; and the
//! request is met. The same for a workbook that came by mail and for answers on the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use arvak_core::catalogue::guide::{Answer, Question};
use arvak_core::fact::{Obligation, ObligationMet};
use arvak_core::id::BadId;
use arvak_core::{Basis, Digest, EntityId, Evidence, Fact, Instant, Name, Outcome, State};
use arvak_words::{Words, end_of_day};

use crate::DUE;
use crate::receipt::Reply;

/// A fact that is to be recorded.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The fact.
    pub fact: Fact,
    /// The questions and answers in words, where there are any.
    pub note: Option<String>,
    /// What keeps the same reply from being recorded twice.
    pub key: String,
    /// Whether what was sent in belongs to it.
    pub with_files: bool,
}

/// Evidence that nothing but people stand behind.
pub fn evidence(
    kind: &str,
    subject: &EntityId,
    basis: Basis,
    at: Instant,
) -> Result<Evidence, BadId> {
    Ok(Evidence {
        kind: kind.parse()?,
        subject: subject.clone(),
        result: Outcome::Supports,
        basis,
        collected_at: at,
        valid_until: None,
        method: None,
        vantage: None,
        attributes: BTreeMap::new(),
        code: None,
        transcript: None,
        supersedes: None,
    })
}

/// The date by which the supplier must answer; whoever owns the supplier here sees to it, else `by`.
pub fn due(
    state: &State,
    request: &Name,
    supplier: &EntityId,
    at: Instant,
    by: &EntityId,
) -> Result<Taken, BadId> {
    let owner = state.related(supplier, "owner").first().map(|role| (*role).clone());
    let fact = Obligation {
        id: request.clone(),
        kind: DUE.parse()?,
        subject: supplier.clone(),
        due: at,
        owner: Some(owner.unwrap_or_else(|| by.clone())),
    };
    let key = format!("request\n{request}");
    Ok(Taken { fact: Fact::Obligation(fact), note: None, key, with_files: false })
}

/// That the questions were sent, by a document or by somebody's word.
pub fn sent(
    request: &Name,
    supplier: &EntityId,
    basis: Basis,
    at: Instant,
) -> Result<Vec<Taken>, BadId> {
    let one = |kind: &&str| {
        let fact = Fact::Evidence(evidence(kind, supplier, basis, at)?);
        let key = format!("request\n{request}\n{kind}\n{}", basis.name());
        Ok(Taken { fact, note: None, key, with_files: true })
    };
    crate::SENT.iter().map(one).collect()
}

/// What a reply says, and to whom it is due.
#[derive(Clone, Copy)]
pub struct Taking<'a> {
    /// What was sent in.
    pub reply: &'a Reply,
    /// What was asked.
    pub asked: &'a [&'a Question],
    /// What the answers say, by kind of evidence.
    pub found: &'a BTreeMap<&'a Name, Outcome>,
    /// When it was answered.
    pub at: Instant,
    /// The digest of what was sent in.
    pub digest: Digest,
    /// Whether the request is met already.
    pub is_met: bool,
    /// For the questions and answers in words.
    pub words: &'a Words,
}

impl Taking<'_> {
    /// The facts, in the order in which they are recorded.
    pub fn facts(&self) -> Result<Vec<Taken>, BadId> {
        let supplier = &self.reply.supplier;
        let replied = evidence("supplier.replied", supplier, Basis::Document, self.at)?;
        let mut all = vec![self.taken(Fact::Evidence(replied), self.further())];
        for (kind, said) in self.found {
            let of_kind: Vec<_> =
                self.asked.iter().copied().filter(|one| one.evidence == **kind).collect();
            let mut fact = evidence(kind.as_str(), supplier, Basis::Statement, self.at)?;
            fact.result = *said;
            fact.valid_until = ends(&of_kind, &self.reply.answers);
            all.push(self.taken(Fact::Evidence(fact), Some(self.note(&of_kind))));
        }
        if !self.is_met {
            let fact = Fact::ObligationMet(ObligationMet { id: self.reply.request.clone() });
            all.push(self.taken(fact, None));
        }
        Ok(all)
    }

    fn taken(&self, fact: Fact, note: Option<String>) -> Taken {
        let kind = match &fact {
            Fact::Evidence(evidence) => evidence.kind.as_str(),
            other => other.name(),
        };
        let key = format!("answer\n{}\n{}\n{kind}", self.reply.request, self.digest);
        let with_files = matches!(fact, Fact::Evidence(_));
        Taken { fact, note, key, with_files }
    }

    /// The questions and answers in words; what was not answered, and what was not asked, is left out.
    fn note(&self, of_kind: &[&Question]) -> String {
        let (reply, mut note) = (self.reply, String::new());
        for question in of_kind.iter().filter(|one| one.is_asked(&reply.answers)) {
            let Some(answer) = reply.answers.get(&question.id) else { continue };
            let text = self.words.lang().of(&question.text);
            let _ = write!(note, "{text} {}", shown(answer, question, self.words));
            if let Some(comment) = reply.comments.get(&question.id) {
                let _ = write!(note, " ({comment})");
            }
            note.push('\n');
        }
        note.trim_end().to_owned()
    }

    fn further(&self) -> Option<String> {
        let all = self.reply.further.iter().filter(|(_, answer)| !answer.is_empty());
        let all: Vec<_> = all.map(|(asked, answer)| format!("{asked} {answer}")).collect();
        (!all.is_empty()).then(|| all.join("\n"))
    }
}

/// The first date after which it does not hold any more.
fn ends(of_kind: &[&Question], answers: &BTreeMap<Name, Answer>) -> Option<Instant> {
    let ending = of_kind.iter().filter(|one| one.ends && one.is_asked(answers));
    let dates = ending.filter_map(|one| match answers.get(&one.id) {
        Some(Answer::Date(date)) => end_of_day(date),
        _ => None,
    });
    dates.min()
}

/// An answer as people read it.
pub fn shown(answer: &Answer, question: &Question, words: &Words) -> String {
    match answer {
        Answer::YesNo(true) => words.plain("flag-yes"),
        Answer::YesNo(false) => words.plain("flag-no"),
        Answer::Choice(id) => option(id, question, words),
        Answer::Choices(ids) => {
            let texts = ids.iter().map(|id| option(id, question, words));
            texts.collect::<Vec<_>>().join("; ")
        }
        Answer::Text(text) | Answer::Date(text) => text.clone(),
        Answer::Number(number) => number.to_string(),
        Answer::Countries(codes) => codes.join(", "),
        Answer::Files(files) => files.values().cloned().collect::<Vec<_>>().join(", "),
        Answer::DoesNotKnow => words.plain("questionnaire-does-not-know"),
        Answer::SubSupplier => words.plain("questionnaire-sub-supplier"),
    }
}

fn option(id: &Name, question: &Question, words: &Words) -> String {
    let option = question.option(id);
    option.map_or_else(|| id.to_string(), |one| words.lang().of(&one.text).to_owned())
}
