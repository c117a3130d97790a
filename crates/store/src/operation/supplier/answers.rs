//! What is kept while a request is being answered: what stands at each question, and files. Several people may write at once:
//! a change is kept only over what its writer saw.

use arvak_core::{Digest, Instant, Name};

use super::super::Operation;
use crate::Result;

/// What stands at a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedRow {
    /// The question.
    pub question: String,
    /// How it is answered: `answer`, `unknown`, `sub`.
    pub how: String,
    /// What was typed.
    pub text: String,
    /// What was written beside it.
    pub comment: String,
    /// When it was last changed.
    pub at: Instant,
}

impl TypedRow {
    /// Nothing yet.
    pub fn empty(question: &str) -> Self {
        Self {
            question: question.to_owned(),
            how: "answer".to_owned(),
            text: String::new(),
            comment: String::new(),
            at: Instant::from_millis(0),
        }
    }

    /// What it is known by to whoever changes it: the same content has the same mark.
    pub fn mark(&self) -> String {
        let Self { how, text, comment, .. } = self;
        // Lengths before the parts, so that no two contents are told alike.
        let whole = format!("{}:{how}{}:{text}{}:{comment}", how.len(), text.len(), comment.len());
        Digest::of(whole.as_bytes()).to_string().chars().take(16).collect()
    }
}

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is kept.
    Changed,
    /// It is as it was, or its writer did not change it.
    Same,
    /// Somebody else changed it meanwhile: this stands there, and is left as it is.
    Meanwhile(TypedRow),
}

/// A file to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewFile<'a> {
    /// The question.
    pub question: &'a Name,
    /// Its name.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// A file as it is kept, without what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Its number, given by the database.
    pub id: i64,
    /// The question.
    pub question: Name,
    /// Its name, as whoever sent it gave it.
    pub name: String,
    /// SHA-256 of it.
    pub digest: Digest,
    /// Its length in bytes.
    pub size: u64,
    /// Its name among the blobs, from when it is about to be sent in.
    pub blob: Option<Digest>,
}

type FileColumns = (i64, String, String, Vec<u8>, i64, Option<Vec<u8>>);

impl Operation {
    /// Keeps what stands at a question, when there stands what its writer saw. `seen` is the mark of that
    /// ([`TypedRow::mark`]); of nothing, that of an empty row.
    pub async fn keep_supplier_answer(
        &self,
        request: &Name,
        row: &TypedRow,
        seen: &str,
    ) -> Result<Kept> {
        let mut transaction = self.begin().await?;
        let known: Option<(String, String, String, i64)> = sqlx::query_as(
            "SELECT how, text, comment, at FROM supplier_answer WHERE request = ? AND question = ?",
        )
        .bind(request.as_str())
        .bind(&row.question)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(self.failed())?;
        let known = known.map(|(how, text, comment, at)| TypedRow {
            question: row.question.clone(),
            how,
            text,
            comment,
            at: Instant::from_millis(at),
        });
        let known = known.unwrap_or_else(|| TypedRow::empty(&row.question));
        let mine = row.mark();
        if mine == known.mark() || mine == seen {
            return Ok(Kept::Same);
        }
        if known.mark() != seen {
            return Ok(Kept::Meanwhile(known));
        }
        sqlx::query(
            "INSERT INTO supplier_answer (request, question, how, text, comment, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (request, question) DO UPDATE SET how = ?3, text = ?4, comment = ?5, at = ?6",
        )
        .bind(request.as_str())
        .bind(&row.question)
        .bind(&row.how)
        .bind(&row.text)
        .bind(&row.comment)
        .bind(row.at.as_millis())
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(Kept::Changed)
    }

    /// What stands at the questions of a request.
    pub async fn supplier_answers(&self, request: &Name) -> Result<Vec<TypedRow>> {
        let rows: Vec<(String, String, String, String, i64)> = sqlx::query_as(
            "SELECT question, how, text, comment, at FROM supplier_answer WHERE request = ?",
        )
        .bind(request.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let row = |(question, how, text, comment, at)| TypedRow {
            question,
            how,
            text,
            comment,
            at: Instant::from_millis(at),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Keeps a file, unless there would be more than `files_most`, or more than `bytes_most` in all. The same file at the same
    /// question is kept once. `false` when it is not kept.
    pub async fn add_supplier_file(
        &self,
        request: &Name,
        file: NewFile<'_>,
        (files_most, bytes_most): (usize, usize),
        at: Instant,
    ) -> Result<bool> {
        let digest = Digest::of(file.bytes);
        let mut transaction = self.begin().await?;
        let (count, size, same): (i64, i64, i64) = sqlx::query_as(
            "SELECT COUNT(*), COALESCE(SUM(size), 0), COALESCE(SUM(digest = ? AND question = ?), 0)
             FROM supplier_file WHERE request = ?",
        )
        .bind(&digest.0[..])
        .bind(file.question.as_str())
        .bind(request.as_str())
        .fetch_one(&mut *transaction)
        .await
        .map_err(self.failed())?;
        if same > 0 {
            return Ok(true);
        }
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let whole = size.saturating_add(number(file.bytes.len()));
        if count >= number(files_most) || whole > number(bytes_most) {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO supplier_file (request, question, name, digest, size, bytes, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(request.as_str())
        .bind(file.question.as_str())
        .bind(file.name)
        .bind(&digest.0[..])
        .bind(number(file.bytes.len()))
        .bind(file.bytes)
        .bind(at.as_millis())
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(true)
    }

    /// The files of a request, in the order in which they came.
    pub async fn supplier_files(&self, request: &Name) -> Result<Vec<FileRow>> {
        let rows: Vec<FileColumns> = sqlx::query_as(
            "SELECT id, question, name, digest, size, blob FROM supplier_file WHERE request = ? ORDER BY id",
        )
        .bind(request.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let row = |(id, question, name, digest, size, blob): FileColumns| {
            Ok(FileRow {
                id,
                question: self.name(&question)?,
                name,
                digest: Digest(self.hash(&digest)?),
                size: u64::try_from(size).unwrap_or_default(),
                blob: blob.map(|blob| self.hash(&blob).map(Digest)).transpose()?,
            })
        };
        rows.into_iter().map(row).collect()
    }

    /// Notes that a file is among the blobs under that name.
    pub async fn set_supplier_file_blob(
        &self,
        request: &Name,
        id: i64,
        blob: Digest,
    ) -> Result<()> {
        sqlx::query("UPDATE supplier_file SET blob = ? WHERE request = ? AND id = ?")
            .bind(&blob.0[..])
            .bind(request.as_str())
            .bind(id)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// What a file of a request holds; nothing when there is none such, or it was sent in.
    pub async fn supplier_file_bytes(&self, request: &Name, id: i64) -> Result<Option<Vec<u8>>> {
        let bytes: Option<Option<Vec<u8>>> =
            sqlx::query_scalar("SELECT bytes FROM supplier_file WHERE request = ? AND id = ?")
                .bind(request.as_str())
                .bind(id)
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        Ok(bytes.flatten())
    }

    /// Removes a file from a request; `false` when it has none such.
    pub async fn remove_supplier_file(&self, request: &Name, id: i64) -> Result<bool> {
        let done = sqlx::query("DELETE FROM supplier_file WHERE request = ? AND id = ?")
            .bind(request.as_str())
            .bind(id)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }
}
