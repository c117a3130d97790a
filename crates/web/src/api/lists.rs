//! Lists, a part at a time. A part begins after the last thing of the one before, not at a number: what is recorded meanwhile
//! neither repeats nor hides anything.

use axum::http::HeaderValue;
use axum::http::header::LINK;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::ask::Asked;
use super::problem::Problem;
use crate::inventory::escaped;
use crate::visit::Visit;

/// Things in a part unless more or fewer are asked for.
const USUAL: usize = 50;

/// Most things in a part.
pub(super) const MOST: usize = 200;

/// Which part of a list is asked for.
pub(super) struct Part {
    limit: usize,
    after: Option<String>,
}

impl Part {
    /// By the parameters `limit` and `after`.
    pub(super) fn asked(asked: &Asked<'_>) -> Result<Self, Problem> {
        let limit = asked.read_with("limit", |text| {
            text.parse().ok().filter(|limit| (1..=MOST).contains(limit))
        })?;
        let after = asked.read_with("after", |text| {
            let place = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
            Some(place).filter(|place| !place.is_empty())
        })?;
        Ok(Self { limit: limit.unwrap_or(USUAL), after })
    }

    /// How many there are in it at most.
    pub(super) const fn limit(&self) -> usize {
        self.limit
    }

    /// The place after which it begins.
    pub(super) fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// The part of things that are in the order of their places; and the cursor of the next part.
    pub(super) fn of<T>(
        &self,
        all: impl IntoIterator<Item = T>,
        place: impl Fn(&T) -> String,
    ) -> (Vec<T>, Option<String>) {
        let is_later = |one: &T| self.after().is_none_or(|after| place(one).as_str() > after);
        let mut rest = all.into_iter().filter(is_later);
        let part: Vec<T> = rest.by_ref().take(self.limit).collect();
        let next = part.last().filter(|_| rest.next().is_some()).map(place);
        (part, next.map(|place| cursor(&place)))
    }
}

/// A place as programs carry it: they need not understand it.
pub(super) fn cursor(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(place)
}

/// A number as a place of a list that begins with the greatest.
pub(super) fn backwards(number: u64) -> String {
    format!("{:020}", u64::MAX - number)
}

/// The answer with a link to the next part (RFC 8288).
pub(super) fn linked(visit: &Visit, mut answer: Response, next: Option<&str>) -> Response {
    let Some(next) = next else { return answer };
    let kept = visit.uri.query().unwrap_or_default().split('&');
    let kept = kept.filter(|pair| !pair.is_empty() && !pair.starts_with("after="));
    let mut query: Vec<&str> = kept.collect();
    let after = format!("after={}", escaped(next));
    query.push(&after);
    let line = format!("<{}?{}>; rel=\"next\"", visit.uri.path(), query.join("&"));
    if let Ok(line) = HeaderValue::from_str(&line) {
        answer.headers_mut().insert(LINK, line);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(limit: usize, after: Option<&str>) -> Part {
        Part { limit, after: after.map(str::to_owned) }
    }

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn parts_follow_each_other_without_gap_or_repetition_whatever_comes_between() {
        let mut all = vec!["a", "c", "e", "g"];
        let (first, next) = part(2, None).of(names(&all), String::clone);
        assert_eq!(first, ["a", "c"]);
        let next = next.unwrap();
        let after = String::from_utf8(URL_SAFE_NO_PAD.decode(next).unwrap()).unwrap();
        // One comes before, one after, and the one that it begins after goes.
        all.retain(|name| *name != "c");
        all.extend(["b", "f"]);
        all.sort_unstable();
        let (second, next) = part(2, Some(&after)).of(names(&all), String::clone);
        assert_eq!((second, next.is_some()), (names(&["e", "f"]), true));
        let (third, next) = part(2, Some("f")).of(names(&all), String::clone);
        assert_eq!((third, next), (names(&["g"]), None));
    }

    #[test]
    fn the_greatest_number_comes_first() {
        assert!(backwards(100) < backwards(99) && backwards(9) < backwards(0));
    }
}
