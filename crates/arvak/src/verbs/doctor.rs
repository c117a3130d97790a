//! `arvak doctor`: is everything in order here. Looks only, and changes nothing.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use arvak_core::Span;
use arvak_core::fact::ClockKind;
use arvak_probe::{Clock as _, ResolverConfig, SystemClock};
use arvak_store::{Layout, Reading};
use arvak_words::{Say, Words};
use serde::Serialize;

use crate::exit::Exit;
use crate::render::columns::fit;
use crate::settings::Settings;

/// The writer refuses a clock that is further behind its last entry than this.
const BEHIND_MOST: Span = Span::from_millis(5 * 60_000);

/// Less room than this is little.
const FREE_BYTES_LEAST: u64 = 512 * 1024 * 1024;

#[derive(Serialize)]
struct Found {
    check: &'static str,
    ok: bool,
    seen: String,
}

pub(super) async fn run(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let layout = Layout::new(&settings.data);
    let exists = layout.format().exists();
    let reading = if exists { Some(Reading::open(&settings.data).await) } else { None };
    let mut found = vec![disk(&settings.data, &words)];
    match &reading {
        None => {
            let args = [("path", Say::Owned(settings.data.display().to_string()))];
            found.push(Found {
                check: "folder",
                ok: false,
                seen: words.say("doctor-folder-none", &args),
            });
        }
        Some(Err(error)) => {
            found.push(Found { check: "folder", ok: false, seen: error.to_string() });
        }
        Some(Ok(reading)) => {
            found.push(clock(reading, &words));
            found.push(version(&layout, reading, &words));
        }
    }
    if exists {
        found.push(permissions(&layout, &words));
    }
    found.push(network(settings, &words));
    let ok = found.iter().all(|found| found.ok);
    if settings.json {
        super::print(&serde_json::json!({ "ok": ok, "checks": found }).to_string())?;
    } else {
        for found in &found {
            super::print(&line(found, &words))?;
        }
    }
    Ok(if ok { Exit::Done } else { Exit::Found })
}

fn line(found: &Found, words: &Words) -> String {
    let name = words.plain(&format!("doctor-{}", found.check));
    let verdict = words.plain(if found.ok { "doctor-ok" } else { "doctor-bad" });
    format!("{} {} {}", fit(&name, 16), fit(&verdict, 14), found.seen)
}

fn clock(reading: &Reading, words: &Words) -> Found {
    let now = SystemClock.now();
    let simulated = reading.genesis().is_some_and(|genesis| genesis.clock == ClockKind::Simulated);
    let behind = match reading.state().last_received() {
        Some(last) if !simulated => last.since(now),
        _ => Span::from_millis(0),
    };
    let ok = behind <= BEHIND_MOST;
    let seen = if ok {
        arvak_words::date_and_time(words.lang(), now)
    } else {
        let minutes = [("minutes", Say::Number(behind.as_millis() / 60_000))];
        words.say("doctor-clock-behind", &minutes)
    };
    Found { check: "clock", ok, seen }
}

fn version(layout: &Layout, reading: &Reading, words: &Words) -> Found {
    let format = std::fs::read_to_string(layout.format()).unwrap_or_default();
    let args = [
        ("version", Say::Owned(format.trim().to_owned())),
        ("entries", Say::Number(i64::try_from(reading.size()).unwrap_or(i64::MAX))),
    ];
    Found { check: "folder", ok: true, seen: words.say("doctor-folder-version", &args) }
}

/// Room where the data folder is, or would be.
fn disk(data: &Path, words: &Words) -> Found {
    let place = data
        .ancestors()
        .find(|place| place.exists())
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    match rustix::fs::statvfs(&place) {
        Ok(room) => {
            let free = room.f_bavail.saturating_mul(room.f_frsize);
            let ok = free >= FREE_BYTES_LEAST;
            let megabytes = Say::Number(i64::try_from(free / 1_000_000).unwrap_or(i64::MAX));
            let id = if ok { "doctor-disk-free" } else { "doctor-disk-low" };
            Found { check: "disk", ok, seen: words.say(id, &[("megabytes", megabytes)]) }
        }
        Err(error) => {
            Found { check: "disk", ok: false, seen: format!("{}: {error}", place.display()) }
        }
    }
}

/// Keys and databases are their owner's alone.
fn permissions(layout: &Layout, words: &Words) -> Found {
    let private = [
        (layout.ledger_key(), "600"),
        (layout.keys().join("seal.key"), "600"),
        (layout.operation(), "600"),
        (layout.index(), "600"),
    ];
    let open = private.iter().find(|(path, _)| {
        std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
    });
    match open {
        None => Found { check: "permissions", ok: true, seen: String::new() },
        Some((path, mode)) => {
            let args =
                [("path", Say::Owned(path.display().to_string())), ("mode", Say::Text(mode))];
            Found {
                check: "permissions",
                ok: false,
                seen: words.say("doctor-permissions-open", &args),
            }
        }
    }
}

fn network(settings: &Settings, words: &Words) -> Found {
    let configured = &settings.file.net.resolver;
    let servers =
        if configured.is_empty() { ResolverConfig::system().0 } else { configured.clone() };
    let ok = !servers.is_empty();
    let seen = if ok {
        servers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    } else {
        words.plain("doctor-network-none")
    };
    Found { check: "network", ok, seen }
}
