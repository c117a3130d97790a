//! Names, ids, digests, instants, lengths of time, hosts.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use arvak_core::{Digest, EntityId, EntryId, Instant, Name, Span};
use arvak_probe::Host;
use bolero::check;

use crate::changed::Foreign;

/// What is read is written so that it reads as the same.
fn reads_what_it_writes<T: FromStr + Display + PartialEq + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        let written = value.to_string();
        assert_eq!(written.parse::<T>().ok(), Some(value), "{text:?} was written as {written:?}");
    }
}

#[test]
fn names_and_ids() {
    let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let seeds = ["mfa.enforced", "service/epj", "417", digest];
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        reads_what_it_writes::<Name>(&text);
        reads_what_it_writes::<EntityId>(&text);
        reads_what_it_writes::<EntryId>(&text);
        reads_what_it_writes::<Digest>(&text);
        if let Ok(id) = text.parse::<EntityId>() {
            assert_eq!(format!("{}/{}", id.kind(), id.slug()), text);
        }
    });
}

#[test]
fn instants_and_lengths_of_time() {
    let seeds = ["2026-02-01T12:00:00Z", "2026-02-01T13:00:00.123+01:00", "7d", "4h", "15m", "90s"];
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        reads_what_it_writes::<Instant>(&text);
        reads_what_it_writes::<Span>(&text);
    });
}

#[test]
fn hosts() {
    let seeds = ["epj.nordvik.example", "xn--bl-yia.example", "192.0.2.17", "[2001:db8::1]"];
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        reads_what_it_writes::<Host>(&text);
    });
}
