//! What stands at the questions of a request now: what was typed, which files, what it amounts to.

use std::collections::BTreeMap;

use arvak_core::catalogue::guide::{Answer, Question};
use arvak_core::{Digest, Name};
use arvak_store::supplier::{FileRow, TypedRow};
use arvak_suppliers::receipt::Reply;
use arvak_suppliers::typed::{self, How, Typed, Wrong};

use super::contact::Contact;
use crate::failure::Failure;

/// All of it.
pub(super) struct Standing {
    /// What was typed, by question.
    pub(super) rows: BTreeMap<String, TypedRow>,
    /// The files, in the order in which they came.
    pub(super) files: Vec<FileRow>,
    /// The answers that it amounts to.
    pub(super) answers: BTreeMap<Name, Answer>,
    /// What is wrong, by question.
    pub(super) wrong: BTreeMap<Name, Wrong>,
}

impl Standing {
    pub(super) async fn of(contact: &Contact) -> Result<Self, Failure> {
        let operation = contact.visit.app.folder().operation();
        let rows = operation.supplier_answers(&contact.request.id).await?;
        let files = operation.supplier_files(&contact.request.id).await?;
        let typed: BTreeMap<Name, Typed> = rows
            .iter()
            .filter_map(|row| Some((row.question.parse().ok()?, typed_of(row))))
            .collect();
        let mut attached: BTreeMap<Name, BTreeMap<Digest, String>> = BTreeMap::new();
        for file in &files {
            let at = attached.entry(file.question.clone()).or_default();
            at.insert(file.digest, file.name.clone());
        }
        let (answers, wrong) = typed::answers(&contact.questions(), &typed, &attached);
        let wrong = wrong.into_iter().map(|(question, why)| (question.id.clone(), why)).collect();
        let rows = rows.into_iter().map(|row| (row.question.clone(), row)).collect();
        Ok(Self { rows, files, answers, wrong })
    }

    /// What stands at a question.
    pub(super) fn row(&self, question: &str) -> TypedRow {
        self.rows.get(question).cloned().unwrap_or_else(|| TypedRow::empty(question))
    }

    /// The files at a question.
    pub(super) fn files_of<'s>(&'s self, question: &'s Name) -> impl Iterator<Item = &'s FileRow> {
        self.files.iter().filter(move |file| file.question == *question)
    }

    /// What would be sent in.
    pub(super) fn reply(&self, contact: &Contact) -> Reply {
        let commented = self.rows.values().filter(|row| !row.comment.trim().is_empty());
        let comments = commented
            .filter_map(|row| Some((row.question.parse().ok()?, row.comment.trim().to_owned())))
            .collect();
        let further = contact.further();
        let further = further.iter().map(|one| {
            let answer = self.rows.get(&one.id).map(|row| row.text.trim().to_owned());
            (one.text.to_owned(), answer.unwrap_or_default())
        });
        Reply {
            request: contact.request.id.clone(),
            supplier: contact.request.supplier.clone(),
            answers: self.answers.clone(),
            comments,
            further: further.collect(),
        }
    }

    /// Those questions that are asked, by what is answered so far.
    pub(super) fn asked<'c>(&self, contact: &'c Contact) -> Vec<&'c Question> {
        let all = contact.questions().into_iter();
        all.filter(|one| one.is_asked(&self.answers)).collect()
    }
}

pub(super) fn typed_of(row: &TypedRow) -> Typed {
    Typed { how: How::from_name(&row.how), text: row.text.clone(), comment: row.comment.clone() }
}
