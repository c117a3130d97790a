//! The clouds' lists of addresses. Each is told by the names of its fields.

use arvak_core::Instant;
use serde::Deserialize;

use super::{BadPlaces, Form, Read, prefix};
use crate::places::regions::country;
use crate::places::table::Place;

/// The fields of all three; what else stands there is of no use here.
#[derive(Deserialize)]
struct Whole {
    /// AWS: `2026-11-20-10-20-30`, in UTC.
    #[serde(rename = "createDate")]
    create_date: Option<String>,
    /// Google: `2026-11-20T10:20:30.123456`, in UTC without saying so.
    #[serde(rename = "creationTime")]
    creation_time: Option<String>,
    #[serde(default)]
    prefixes: Vec<Prefix>,
    #[serde(default)]
    ipv6_prefixes: Vec<Prefix>,
    /// Azure.
    #[serde(default)]
    values: Vec<Tag>,
}

#[derive(Deserialize)]
struct Prefix {
    #[serde(rename = "ip_prefix")]
    aws_four: Option<String>,
    #[serde(rename = "ipv6_prefix")]
    aws_six: Option<String>,
    region: Option<String>,
    network_border_group: Option<String>,
    #[serde(rename = "ipv4Prefix")]
    google_four: Option<String>,
    #[serde(rename = "ipv6Prefix")]
    google_six: Option<String>,
    scope: Option<String>,
}

#[derive(Deserialize)]
struct Tag {
    name: String,
    properties: Properties,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    #[serde(default)]
    region: String,
    #[serde(default)]
    address_prefixes: Vec<String>,
}

/// What Azure calls the services whose addresses are answered by the nearest of many machines.
const AZURE_ANYWHERE: [&str; 2] = ["AzureFrontDoor", "AzureTrafficManager"];

pub(super) fn read(text: &str) -> Result<Read, BadPlaces> {
    let whole: Whole = serde_json::from_str(text).map_err(|error| {
        let rule = error.to_string();
        let rule = rule.rsplit_once(" at line ").map_or(&*rule, |(rule, _)| rule).to_owned();
        BadPlaces { place: format!("line {}, column {}", error.line(), error.column()), rule }
    })?;
    let is_google = whole.prefixes.iter().any(|one| one.scope.is_some());
    let form = match () {
        () if !whole.values.is_empty() => Form::Azure,
        () if is_google => Form::Google,
        () => Form::Aws,
    };
    let made_at = match form {
        Form::Azure | Form::Geofeed => None,
        Form::Google => whole.creation_time.as_deref().and_then(google_time),
        Form::Aws => whole.create_date.as_deref().and_then(aws_time),
    };
    let mut read = Read { form, made_at, rows: Vec::new(), left_out: 0 };
    for (index, tag) in whole.values.iter().enumerate() {
        let is_anywhere = AZURE_ANYWHERE.iter().any(|known| tag.name.starts_with(known));
        let region = tag.properties.region.to_ascii_lowercase();
        if region.is_empty() && !is_anywhere {
            // The same addresses stand under their regions.
            continue;
        }
        let place = if is_anywhere { Some(Place::Anywhere) } else { known("azure", &region) };
        for text in &tag.properties.address_prefixes {
            read.add(text, place, &format!("values[{index}]"))?;
        }
    }
    let all = [("prefixes", &whole.prefixes), ("ipv6_prefixes", &whole.ipv6_prefixes)];
    for (list, index, one) in all.into_iter().flat_map(|(name, list)| {
        list.iter().enumerate().map(move |(index, one)| (name, index, one))
    }) {
        let at = format!("{list}[{index}]");
        let texts = [&one.aws_four, &one.aws_six, &one.google_four, &one.google_six];
        let Some(text) = texts.into_iter().flatten().next() else {
            return Err(BadPlaces { place: at, rule: "there is no prefix".to_owned() });
        };
        let place = if form == Form::Google {
            one.scope.as_deref().and_then(|scope| known("google", scope))
        } else {
            // The group names where the machines stand; where it is absent, the region does.
            let group = one.network_border_group.as_deref().or(one.region.as_deref());
            group.and_then(|group| known("aws", group))
        };
        read.add(text, place, &at)?;
    }
    Ok(read)
}

impl Read {
    fn add(&mut self, text: &str, place: Option<Place>, at: &str) -> Result<(), BadPlaces> {
        let prefix = prefix(text).map_err(|rule| BadPlaces { place: at.to_owned(), rule })?;
        match place {
            Some(place) => self.rows.push((prefix, place)),
            None => self.left_out += 1,
        }
        Ok(())
    }
}

fn known(provider: &str, region: &str) -> Option<Place> {
    if region.eq_ignore_ascii_case("global") {
        return Some(Place::Anywhere);
    }
    Place::country(country(provider, region)?)
}

fn aws_time(text: &str) -> Option<Instant> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day, hour, minute, second] = parts.as_slice() else { return None };
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z").parse().ok()
}

fn google_time(text: &str) -> Option<Instant> {
    let seconds = text.split('.').next()?.trim_end_matches('Z');
    format!("{seconds}Z").parse().ok()
}
