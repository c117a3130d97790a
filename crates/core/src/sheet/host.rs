//! Host names.

use super::{Sheet, Value};
use crate::Name;
use crate::mistake::Problem;

impl Sheet<'_> {
    /// A host name in lower case ASCII.
    pub(crate) fn host_in(&mut self, field: &str, value: Value<'_, '_>) -> Option<Name> {
        let text = self.text_in(field, value)?;
        let name = host(text);
        if name.is_none() {
            let problem = Problem::new("bad_host").with("field", field).with("text", text);
            self.tell(value.span().start, problem);
        }
        name
    }
}

/// The host name that a text is, if it is one.
pub(crate) fn host(text: &str) -> Option<Name> {
    let label = |label: &str| {
        let signs = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let edges = label.starts_with('-') || label.ends_with('-');
        !label.is_empty() && label.len() <= 63 && !edges && label.bytes().all(signs)
    };
    text.parse().ok().filter(|_| text.split('.').all(label))
}
