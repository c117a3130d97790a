//! Two days beside each other: which ones somebody asked for, and the fields that ask.

use std::sync::Arc;

use arvak_words::moment;
use maud::{Markup, html};

use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::view::View;
use crate::visit::Visit;

/// What was known on the two days.
pub(crate) struct TwoDays {
    /// On the day of the field `per`; a week ago when it is empty.
    pub(crate) earlier: Arc<View>,
    /// On the day of the field `mot`; now when it is empty.
    pub(crate) later: Arc<View>,
}

impl TwoDays {
    /// As the fields say: the end of each day, never later than now. What is no day is told, and passed over.
    pub(crate) async fn asked(
        visit: &Visit,
        asked: &Typed,
        mistakes: &mut Mistakes,
    ) -> Result<Self, Failure> {
        let mut of = |name: &str| {
            let at = moment(asked.some(name)?);
            if at.is_none() {
                mistakes.tell(name, visit.plain("rooms-bad-date"));
            }
            at.map(|at| at.min(visit.view.at))
        };
        let (per, mot) = (of("per"), of("mot"));
        let earlier = match per {
            Some(at) => visit.as_of(at).await?,
            None => visit.week_ago().await?,
        };
        let later = match mot {
            Some(at) => visit.as_of(at).await?,
            None => Arc::clone(&visit.view),
        };
        Ok(Self { earlier, later })
    }
}

/// The form that asks for them; `variant` is the button's.
pub(crate) fn form(
    visit: &Visit,
    fields: &Fields<'_>,
    action: &str,
    variant: Option<&str>,
) -> Markup {
    html! {
        form class="a-form" method="get" action=(action) {
            div class="a-pair" {
                (fields.input("date", "per", &visit.plain("rooms-as-of"), None))
                (fields.input("date", "mot", &visit.plain("rooms-beside"), Some(&visit.plain("rooms-beside-hint"))))
            }
            div class="a-actions" {
                button class="ds-button" data-variant=[variant] type="submit" { (visit.plain("rooms-show")) }
            }
        }
    }
}
