//! Following log-in pages without a browser: a client with cookies, pages read as forms, and what a page is asking for.

mod acts;
mod ask;
mod browser;
mod date;
mod draft;
mod form;
mod guess;
mod jar;
mod line;
mod marks;
mod page;
mod screen;
mod select;
mod walk;

pub(crate) use ask::{Ask, Filled};
pub(crate) use browser::{Answer, Browser, Leads};
pub(crate) use draft::Draft;
pub(crate) use form::{Body, Form, Input, encoded};
pub(crate) use guess::{ends_session, skips};
pub(crate) use jar::Jar;
pub(crate) use line::{Line, Sent};
pub(crate) use marks::{Marks, names_second, refuses};
pub(crate) use page::Page;
pub(crate) use screen::{Lasting, Person, Screen};
pub(crate) use select::Element;
pub use select::Selector;
pub(crate) use walk::{Code, How, Landing, Stuck, Walk};

/// How many forms and controls are read of a page: for whoever holds the reader against foreign bytes.
pub fn read_page(html: &str) -> (usize, usize) {
    let page = Page::read(html);
    (page.forms.len(), page.forms.iter().map(|form| form.inputs.len()).sum())
}
