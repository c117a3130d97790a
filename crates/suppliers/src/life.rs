//! A request's life, from what happened to it. Nobody sets its stage.
//!
//! draft → sent → opened → answering → sent in → follow-up → … → closed; revoked or expired while it was open.

use arvak_core::{Instant, Span};

/// Most days that a supplier may have to answer.
pub const DAYS_MOST: u32 = 180;

/// How long a link lasts after an answer was due: until it counts as not answered, and a day.
const AFTER_DUE: Span = Span::from_days(crate::remind::DAYS_TO_SILENT + 1);

/// When a link that is made now ends, by the clock that people go by. What is due goes by the folder's clock, of which it is
/// `folder_now`; a demonstration's is another one.
pub const fn link_ends(due: Instant, folder_now: Instant, people_now: Instant) -> Instant {
    people_now.plus(due.since(folder_now)).plus(AFTER_DUE)
}

/// What happened to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// It was made, with a link.
    Made,
    /// Somebody here says that it was sent.
    Sent,
    /// Somebody opened it with the link.
    Opened,
    /// The first answer was kept.
    Answered,
    /// The supplier sent it in.
    SentIn,
    /// The municipality asks something more.
    FollowUp,
    /// The municipality needs no more.
    Closed,
    /// The link was taken back.
    Revoked,
    /// There is a new link, or the link lasts longer.
    Renewed,
}

impl Event {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Made,
        Self::Sent,
        Self::Opened,
        Self::Answered,
        Self::SentIn,
        Self::FollowUp,
        Self::Closed,
        Self::Revoked,
        Self::Renewed,
    ];

    /// Its name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Sent => "sent",
            Self::Opened => "opened",
            Self::Answered => "answered",
            Self::SentIn => "sent_in",
            Self::FollowUp => "follow_up",
            Self::Closed => "closed",
            Self::Revoked => "revoked",
            Self::Renewed => "renewed",
        }
    }

    /// The event called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It was made, and nobody says that it was sent.
    Draft,
    /// It was sent.
    Sent,
    /// The supplier has opened it.
    Opened,
    /// The supplier has begun to answer.
    Answering,
    /// The supplier has sent it in.
    SentIn,
    /// The municipality has asked something more.
    FollowUp,
    /// The municipality needs no more.
    Closed,
    /// The link was taken back.
    Revoked,
    /// The link's time ran out before it was sent in.
    Expired,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Sent,
        Self::Opened,
        Self::Answering,
        Self::SentIn,
        Self::FollowUp,
        Self::Closed,
        Self::Revoked,
        Self::Expired,
    ];

    /// Its name in sentences' ids and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Opened => "opened",
            Self::Answering => "answering",
            Self::SentIn => "sent-in",
            Self::FollowUp => "follow-up",
            Self::Closed => "closed",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    /// Whether the supplier may answer.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Sent | Self::Opened | Self::Answering | Self::FollowUp)
    }

    /// Whether an answer is still to come. Who was revoked or whose link ran out has not answered either.
    pub const fn is_waiting(self) -> bool {
        !matches!(self, Self::SentIn | Self::Closed)
    }

    /// Whether that may happen now; what may not is not noted.
    pub const fn allows(self, event: Event) -> bool {
        match event {
            Event::Made => false,
            Event::Sent => matches!(self, Self::Draft),
            Event::Opened => matches!(self, Self::Draft | Self::Sent),
            Event::Answered => matches!(self, Self::Draft | Self::Sent | Self::Opened),
            Event::SentIn | Event::Revoked => self.is_open(),
            Event::FollowUp => matches!(self, Self::SentIn),
            Event::Closed => !matches!(self, Self::Closed),
            Event::Renewed => self.is_open() || matches!(self, Self::Revoked | Self::Expired),
        }
    }
}

/// The stage of a request by what happened to it, in order, and when its link ends. What could not have happened at its
/// turn counts for nothing.
pub fn stage(events: &[Event], link_ends: Option<Instant>, now: Instant) -> Stage {
    // What it goes back to when a link that was taken back is given anew.
    let mut beneath = Stage::Draft;
    let mut is_revoked = false;
    for event in events {
        let here = if is_revoked { Stage::Revoked } else { beneath };
        if !here.allows(*event) {
            continue;
        }
        match event {
            Event::Made => {}
            Event::Sent => beneath = Stage::Sent,
            Event::Opened => beneath = Stage::Opened,
            Event::Answered => beneath = Stage::Answering,
            Event::SentIn => beneath = Stage::SentIn,
            Event::FollowUp => beneath = Stage::FollowUp,
            Event::Closed => (beneath, is_revoked) = (Stage::Closed, false),
            Event::Revoked => is_revoked = true,
            Event::Renewed => is_revoked = false,
        }
    }
    if is_revoked {
        Stage::Revoked
    } else if beneath.is_open() && link_ends.is_some_and(|ends| ends <= now) {
        Stage::Expired
    } else {
        beneath
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant::from_millis(1_000_000);

    fn events() -> impl Strategy<Value = Vec<Event>> {
        proptest::collection::vec(proptest::sample::select(&Event::ALL[..]), 0..20)
    }

    fn at(events: &[Event]) -> Stage {
        stage(events, None, NOW)
    }

    proptest! {
        #[test]
        fn what_may_not_happen_changes_nothing(events in events(), next in proptest::sample::select(&Event::ALL[..])) {
            let before = at(&events);
            let mut more = events;
            more.push(next);
            if !before.allows(next) {
                prop_assert_eq!(at(&more), before);
            }
        }

        #[test]
        fn nobody_answers_what_is_over_or_was_taken_back(events in events()) {
            let before = at(&events);
            if !before.is_open() {
                prop_assert!(!before.allows(Event::Answered) && !before.allows(Event::SentIn));
                let mut more = events;
                more.extend([Event::Opened, Event::Answered, Event::SentIn]);
                prop_assert_eq!(at(&more), before);
            }
        }

        #[test]
        fn time_alone_only_ends_what_is_open(events in events(), ends in 0..2_000_000_i64) {
            let before = at(&events);
            let after = stage(&events, Some(Instant::from_millis(ends)), NOW);
            if before.is_open() && ends <= NOW.as_millis() {
                prop_assert_eq!(after, Stage::Expired);
            } else {
                prop_assert_eq!(after, before);
            }
        }

        #[test]
        fn a_new_link_opens_it_again_where_it_was(events in events()) {
            let before = at(&events);
            if before.is_open() {
                let mut more = events;
                more.push(Event::Revoked);
                prop_assert_eq!(at(&more), Stage::Revoked);
                more.push(Event::Renewed);
                prop_assert_eq!(at(&more), before);
            }
        }

        #[test]
        fn what_was_sent_in_is_never_unsent(events in events(), later in events()) {
            let mut all = events;
            if at(&all) == Stage::SentIn {
                all.extend(later);
                prop_assert!(matches!(
                    at(&all),
                    Stage::SentIn | Stage::FollowUp | Stage::Closed | Stage::Revoked
                ));
            }
        }
    }

    #[test]
    fn a_link_lasts_until_it_counts_as_not_answered_and_at_least_as_long_from_now() {
        let day = |number: i64| Instant::from_millis(number * 86_400_000);
        assert_eq!(link_ends(day(14), day(0), day(1_000)), day(1_029));
        assert_eq!(link_ends(day(14), day(20), day(20)), day(35), "it was due long ago");
    }

    #[test]
    fn a_request_goes_from_draft_to_closed_and_may_be_asked_more() {
        let steps = [
            (Event::Made, Stage::Draft),
            (Event::Sent, Stage::Sent),
            (Event::Opened, Stage::Opened),
            (Event::Answered, Stage::Answering),
            (Event::SentIn, Stage::SentIn),
            (Event::FollowUp, Stage::FollowUp),
            (Event::SentIn, Stage::SentIn),
            (Event::Closed, Stage::Closed),
            (Event::FollowUp, Stage::Closed),
        ];
        let mut so_far = Vec::new();
        for (event, then) in steps {
            so_far.push(event);
            assert_eq!(at(&so_far), then, "{event:?}");
        }
        for event in Event::ALL {
            assert_eq!(Event::from_name(event.name()), Some(event));
        }
    }
}
