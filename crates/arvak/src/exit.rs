//! Exit codes that scripts rely on (0, 1, 2, 3) and how an error becomes one.

use std::process::ExitCode;

use arvak_store::drafts::NotDrafted;
use arvak_words::{Say, Words};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did what was asked.
    Done,
    /// It ran, and found damage or findings.
    Found,
    /// It was asked in a way that it does not understand, or was given bad input.
    Usage,
    /// It could not run.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::Usage => 2,
            Exit::Failed => 3,
        })
    }
}

/// Bad input: the person who gave it must change it. Ends the program with 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BadInput(pub(crate) String);

/// What is marked as graded (law 10). Ends the program with 2; `main` says it in the language of the person.
#[derive(Debug, thiserror::Error)]
#[error("{what}marked {grade}")]
pub(crate) struct Graded {
    /// The file, with a colon after it; empty for a text that was typed.
    pub(crate) what: String,
    pub(crate) grade: &'static str,
}

impl Graded {
    /// Whether a text that was typed bears a marking.
    pub(crate) fn check(text: &str) -> Result<(), Self> {
        match arvak_core::marking::graded(text) {
            Some(found) => Err(Self { what: String::new(), grade: found.grade }),
            None => Ok(()),
        }
    }

    /// The same of a file's bytes.
    pub(crate) fn check_file(name: &str, bytes: &[u8]) -> Result<(), Self> {
        match arvak_documents::graded(bytes) {
            Some(found) => Err(Self { what: format!("{name}: "), grade: found.grade }),
            None => Ok(()),
        }
    }

    /// The marking that an error tells of, whoever found it.
    pub(crate) fn of(error: &anyhow::Error) -> Option<Self> {
        match (error.downcast_ref::<Self>(), error.downcast_ref::<NotDrafted>()) {
            (Some(Self { what, grade }), _) => Some(Self { what: what.clone(), grade }),
            (None, Some(NotDrafted::Graded { grade })) => Some(Self { what: String::new(), grade }),
            _ => None,
        }
    }

    /// What is wrong and what to do.
    pub(crate) fn said(&self, words: &Words) -> String {
        let said = words.say("refusal-graded", &[("grade", Say::Text(self.grade))]);
        format!("{}{said}", self.what)
    }
}

impl Exit {
    /// The code for an error that ended a verb.
    pub(crate) fn of(error: &anyhow::Error) -> Self {
        if is_closed_pipe(error) {
            Self::Done
        } else if error.is::<BadInput>() || Graded::of(error).is_some() {
            Self::Usage
        } else {
            Self::Failed
        }
    }
}

/// Whether there is no room on the disk.
pub(crate) fn is_full_disk(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let store = cause.downcast_ref::<arvak_store::Error>();
        let port = cause.downcast_ref::<arvak_probe::PortError>();
        let io = cause.downcast_ref::<std::io::Error>();
        store.is_some_and(arvak_store::Error::is_full)
            || port.is_some_and(|port| matches!(port, arvak_probe::PortError::Full { .. }))
            || io.is_some_and(|io| io.kind() == std::io::ErrorKind::StorageFull)
    })
}

/// Whether the reader of our output has gone away (`arvak status | head`), which is no error.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// Waits for Ctrl-C or SIGTERM; `false` when the system gives no signals.
pub(crate) async fn interrupted() -> bool {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return false };
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed.is_ok(),
        got = terminate.recv() => got.is_some(),
    }
}
