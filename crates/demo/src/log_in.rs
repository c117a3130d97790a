//! What people log in to in Nordvik, and the canaries that stand there: accounts without rights, made anew with each world.
//!
//! Four servers: a portal whose page for the code can be passed by, a web mail that demands both factors beside an IMAP server
//! that takes the password alone, an OpenID provider, and an SSH server that wants a key and a code. None of them knows what
//! will be found of it.

mod account;
mod canaries;
mod imap;
mod pages;
mod provider;
mod request;
mod shell;

pub use canaries::Canary;

pub(crate) use account::Account;
pub(crate) use canaries::canaries;
pub(crate) use imap::serve as serve_imap;
pub(crate) use pages::Pages;
pub(crate) use provider::Provider;
pub(crate) use request::{Asked, Reply, read};
pub(crate) use shell::{Door as ShellDoor, Visitor as ShellVisitor};

use std::sync::Arc;

use crate::DemoError;
use crate::calendar::Calendar;
use crate::sites::Front;

/// What stands behind the log-ins of one world.
#[derive(Clone, Debug)]
pub(crate) struct Houses {
    pub(crate) portal: Arc<Pages>,
    pub(crate) mail: Arc<Pages>,
    pub(crate) provider: Arc<Provider>,
    pub(crate) shell: Arc<ShellDoor>,
}

impl Houses {
    pub(crate) fn new(calendar: &Calendar) -> Result<Self, DemoError> {
        let account = || Account::new(calendar.clone());
        Ok(Self {
            portal: Arc::new(Pages::new("Fjerntilgang", false, account()?)),
            mail: Arc::new(Pages::new("E-post på nett", true, account()?)),
            provider: Arc::new(Provider::new(account()?, calendar.clone())?),
            shell: Arc::new(ShellDoor::new(account()?)?),
        })
    }

    /// What a site answers besides its first page.
    pub(crate) fn answer(&self, front: Front, asked: &Asked) -> Option<Reply> {
        match front {
            Front::Page => None,
            Front::Portal => self.portal.answer(asked),
            Front::Mail => self.mail.answer(asked),
            Front::Provider => self.provider.answer(asked),
        }
    }
}
