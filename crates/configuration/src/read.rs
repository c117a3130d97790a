//! The formats, and the one way in.

use arvak_core::Instant;
use arvak_csv::decode;

use crate::conditional_access::{self, Policies};
use crate::directory::{self, Directory};
use crate::firewall::{self, Range, Rules};
use crate::mistake::Mistake;
use crate::software::{self, Software};
use crate::{Judgement, Place, json};

/// Most bytes of an export.
pub const BYTES_MAX: usize = 32 * 1024 * 1024;

/// What an export is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Conditional-access policies of Microsoft Entra, as Graph lists them.
    ConditionalAccess,
    /// Firewall rules as separated values.
    Firewall,
    /// Users, groups and computers of Active Directory.
    Directory,
    /// Installed software, as osquery lists it.
    Software,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::ConditionalAccess, Self::Firewall, Self::Directory, Self::Software];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConditionalAccess => "conditional-access",
            Self::Firewall => "firewall",
            Self::Directory => "directory",
            Self::Software => "software",
        }
    }

    /// The format with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The method of the evidence: what `healed_by` in the catalogue names.
    pub const fn method(self) -> &'static str {
        match self {
            Self::ConditionalAccess => "conditional_access_export",
            Self::Firewall => "firewall_export",
            Self::Directory => "directory_export",
            Self::Software => "software_list",
        }
    }

    /// The version of the method. A newer one may judge the same bytes again.
    pub const fn version(self) -> u32 {
        match self {
            Self::ConditionalAccess => conditional_access::VERSION,
            Self::Firewall => firewall::VERSION,
            Self::Directory => directory::VERSION,
            Self::Software => software::VERSION,
        }
    }

    /// The evidence kinds that it can give.
    pub const fn gives(self) -> &'static [&'static str] {
        match self {
            Self::ConditionalAccess => conditional_access::GIVES,
            Self::Firewall => firewall::GIVES,
            Self::Directory => directory::GIVES,
            Self::Software => software::GIVES,
        }
    }
}

/// An export that was read.
#[derive(Clone, Debug)]
pub enum Export {
    /// Conditional-access policies.
    ConditionalAccess(Policies),
    /// Firewall rules.
    Firewall(Rules),
    /// Users, groups and computers.
    Directory(Directory),
    /// Installed software.
    Software(Software),
}

/// What is asked of an export.
#[derive(Clone, Debug)]
pub struct Question {
    /// When the export was made: ages are counted from there.
    pub at: Instant,
    /// Addresses that were to be shut out, for a firewall.
    pub closed: Vec<Range>,
    /// Servers that keep the backups, for a directory.
    pub servers: Vec<String>,
}

/// Reads the bytes of an export, or tells every mistake in it.
pub fn read(format: Format, bytes: &[u8]) -> Result<Export, Vec<Mistake>> {
    let text = text(bytes)?;
    match format {
        Format::ConditionalAccess => Policies::read(&text).map(Export::ConditionalAccess),
        Format::Firewall => Rules::read(&text).map(Export::Firewall),
        Format::Directory => Directory::read(&text).map(Export::Directory),
        Format::Software => Software::read(&text).map(Export::Software),
    }
}

/// The one format that the bytes can be read as; nothing when there is none, or more than one. Bytes that are no text
/// at all are told.
pub fn guess(bytes: &[u8]) -> Result<Option<Format>, Vec<Mistake>> {
    let text = text(bytes)?;
    let looks = |format: &Format| match format {
        Format::ConditionalAccess => {
            json::parse(&text).is_ok_and(|value| conditional_access::looks_like(&value))
        }
        Format::Firewall => firewall::looks_like(&text),
        Format::Directory => directory::looks_like(&text),
        Format::Software => software::looks_like(&text),
    };
    let mut found = Format::ALL.into_iter().filter(looks);
    let first = found.next();
    Ok(first.filter(|_| found.next().is_none()))
}

fn text(bytes: &[u8]) -> Result<std::borrow::Cow<'_, str>, Vec<Mistake>> {
    if bytes.len() > BYTES_MAX {
        return Err(vec![Mistake::new(Place::File, "too_large").with("most", &BYTES_MAX)]);
    }
    let text = decode(bytes).map_err(|(line, byte)| {
        vec![Mistake::new(Place::File, "encoding").with("line", &line).with("byte", &byte)]
    })?;
    if text.trim().is_empty() {
        return Err(vec![Mistake::new(Place::File, "empty")]);
    }
    Ok(text)
}

impl Export {
    /// What it is of.
    pub const fn format(&self) -> Format {
        match self {
            Self::ConditionalAccess(_) => Format::ConditionalAccess,
            Self::Firewall(_) => Format::Firewall,
            Self::Directory(_) => Format::Directory,
            Self::Software(_) => Format::Software,
        }
    }

    /// When it was made, where the file says so.
    pub const fn exported_at(&self) -> Option<Instant> {
        match self {
            Self::ConditionalAccess(_) | Self::Firewall(_) | Self::Directory(_) => None,
            Self::Software(software) => software.exported_at(),
        }
    }

    /// The newest time that it speaks of as past: it was not made before.
    pub fn not_before(&self) -> Option<Instant> {
        match self {
            Self::ConditionalAccess(policies) => policies.newest(),
            Self::Firewall(_) | Self::Software(_) => None,
            Self::Directory(directory) => directory.newest(),
        }
    }

    /// What it shows.
    pub fn judge(&self, question: &Question) -> Judgement {
        match self {
            Self::ConditionalAccess(policies) => policies.judge(),
            Self::Firewall(rules) => rules.judge(&question.closed),
            Self::Directory(directory) => directory.judge(question.at, &question.servers),
            Self::Software(software) => software.judge(question.at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sample_is_known_for_what_it_is_and_for_nothing_else() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let format = Format::ALL.into_iter().find(|format| name.starts_with(format.name()));
            let Some(format) = format else { continue };
            let bytes = std::fs::read(&path).unwrap();
            assert_eq!(guess(&bytes), Ok(Some(format)), "{name}");
            assert!(read(format, &bytes).is_ok(), "{name}");
            count += 1;
        }
        assert!(count >= 8, "{count}");
        assert_eq!(guess(b"name;colour\na;b\n"), Ok(None));
    }
}
