//! Lengths of time and dates.

use toml::de::DeValue;

use super::{Sheet, Value};
use crate::Span;
use crate::mistake::Problem;

impl Sheet<'_> {
    /// A length of time, longer than nothing.
    pub(crate) fn span_in(&mut self, field: &str, value: Value<'_, '_>) -> Option<Span> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(field, value, "span");
            return None;
        };
        let span = text.parse().ok().filter(|span: &Span| span.as_millis() > 0);
        if span.is_none() {
            let problem = Problem::new("bad_span").with("field", field).with("text", text);
            self.tell(value.span().start, problem);
        }
        span
    }

    /// A date, in quotes or not, as `2022-03-04`.
    pub(crate) fn date_in(&mut self, field: &str, value: Value<'_, '_>) -> Option<String> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.clone().into_owned(),
            DeValue::Datetime(written) => written.to_string(),
            _ => {
                self.wrong_type(field, value, "date");
                return None;
            }
        };
        let date: Option<jiff::civil::Date> = text.parse().ok();
        if date.is_some_and(|date| date.to_string() == text) {
            return Some(text);
        }
        let problem = Problem::new("bad_date").with("field", field).with("text", text);
        self.tell(value.span().start, problem);
        None
    }
}
