//! A catalogue's files as one run of bytes: what a ledger adopts, and a data folder keeps.

use serde::{Deserialize, Serialize};

use super::Catalogue;
use crate::{Mistake, SourceFile};

/// `{"files":[{"name":…,"text":…}]}`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bundle {
    files: Vec<File>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    text: String,
}

/// Bytes that are no catalogue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadCatalogue {
    /// They are no bundle of files.
    #[error("these bytes are no catalogue: {message}")]
    NoBundle {
        /// What was expected, and where, in English.
        message: String,
    },
    /// The files in it have mistakes.
    #[error("the catalogue has mistakes ({}); the first is {}", .0.len(), first(.0))]
    Mistakes(Vec<Mistake>),
}

impl BadCatalogue {
    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoBundle { .. } => "no_bundle",
            Self::Mistakes(_) => "mistakes",
        }
    }
}

fn first(mistakes: &[Mistake]) -> String {
    mistakes.first().map(ToString::to_string).unwrap_or_default()
}

impl Catalogue {
    /// The files as one run of bytes. The same files in the same order give the same bytes.
    pub fn pack(files: &[SourceFile<'_>]) -> Vec<u8> {
        let file =
            |file: &SourceFile<'_>| File { name: file.name.to_owned(), text: file.text.to_owned() };
        let bundle = Bundle { files: files.iter().map(file).collect() };
        // Texts alone always have a JSON form.
        serde_json::to_vec(&bundle).unwrap_or_default()
    }

    /// The files in such bytes, as names and texts: to adopt them again with another beside them.
    pub fn files(bytes: &[u8]) -> Result<Vec<(String, String)>, BadCatalogue> {
        let bundle: Bundle = serde_json::from_slice(bytes)
            .map_err(|error| BadCatalogue::NoBundle { message: error.to_string() })?;
        Ok(bundle.files.into_iter().map(|File { name, text }| (name, text)).collect())
    }

    /// The catalogue in such bytes. The digest is left open, as by [`Catalogue::parse`].
    pub fn unpack(bytes: &[u8]) -> Result<Self, BadCatalogue> {
        let bundle: Bundle = serde_json::from_slice(bytes)
            .map_err(|error| BadCatalogue::NoBundle { message: error.to_string() })?;
        let files: Vec<_> =
            bundle.files.iter().map(|File { name, text }| SourceFile { name, text }).collect();
        Self::parse(&files).map_err(BadCatalogue::Mistakes)
    }
}
