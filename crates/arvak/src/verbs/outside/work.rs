//! On the machine outside: carrying out errands.

use std::path::Path;
use std::sync::Arc;

use arvak_core::{Digest, Span};
use arvak_ledger::{Key, PublicKey, durable};
use arvak_outside::{Errand, Package, asking};
use arvak_probe::outbound::target_of;
use arvak_probe::{Clock, Outbound, Stop, SystemClock};
use arvak_words::{Say, Words};
use hyper::body::Bytes;
use hyper::{Request, StatusCode, Uri};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::{not_home, path_of};
use crate::cli::{Doors, Work};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::verbs::serve::log_to_stderr;
use crate::verbs::verify::stop_at_interrupt;
use crate::wiring::doors;
use crate::wiring::outside::{Place, carry_out, key_of};

/// How long a worker waits until it asks again, when nothing was due or home did not answer.
const WAIT: Span = Span::from_millis(5 * 60 * 1_000);

/// Most bytes of an errand: a signed note has at most 64 KiB.
const ERRAND_BYTES_MAX: usize = 64 * 1024;

/// A worker at work.
struct Worker<'a> {
    key: Key,
    home: &'a PublicKey,
    place: Place,
    settings: &'a Settings,
    doors: &'a Doors,
    clock: Arc<dyn Clock>,
    stop: Stop,
    words: Words,
}

pub(super) async fn run(args: &Work, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    not_home(settings, &words)?;
    log_to_stderr();
    let stop = Stop::default();
    let worker = Worker {
        key: key_of(&settings.data)?,
        home: &args.home_key,
        place: Place::open(&settings.data)?,
        settings,
        doors: &args.doors,
        clock: Arc::new(SystemClock),
        stop: stop.clone(),
        words,
    };
    let listening = tokio::spawn(stop_at_interrupt(stop));
    let done = match (&args.home, &args.errand, &args.out) {
        (Some(home), _, _) => worker.at_home(home, args.once).await,
        (None, Some(errand), Some(out)) => worker.by_file(errand, out).await,
        // The command line holds that one of them is there.
        _ => Ok(Exit::Usage),
    };
    listening.abort();
    done
}

impl Worker<'_> {
    /// Reads an errand that home wrote for this worker.
    fn read(&self, signed: &str) -> anyhow::Result<Errand> {
        let bad = |why: String| {
            BadInput(self.words.say("outside-bad-errand", &[("why", Say::Owned(why))]))
        };
        let errand = Errand::open(signed, self.home).map_err(bad)?;
        if errand.worker != self.key.name() {
            return Err(bad(format!("{} ≠ {}", errand.worker, self.key.name())).into());
        }
        Ok(errand)
    }

    async fn work_on(&self, signed: &str) -> anyhow::Result<()> {
        let errand = self.read(signed)?;
        let clock = Arc::clone(&self.clock);
        // The end of the errand stops its own looks alone.
        let stop = Stop::default();
        let run = carry_out(&errand, &self.place, self.settings, self.doors, clock, &stop);
        tokio::pin!(run);
        tokio::select! {
            done = &mut run => drop(done?),
            () = self.stop.stopped() => {
                stop.stop();
                run.await?;
            }
        }
        Ok(())
    }

    /// Without a connection: one errand from a file, what was seen into another.
    async fn by_file(&self, errand: &Path, out: &Path) -> anyhow::Result<Exit> {
        let bytes = crate::verbs::evidence::whole(errand, ERRAND_BYTES_MAX, &self.words)?;
        let signed = String::from_utf8_lossy(&bytes).into_owned();
        let read = self.read(&signed)?;
        if read.until <= self.clock.now() {
            return Err(BadInput(self.words.plain("outside-over")).into());
        }
        self.place.begin(&signed)?;
        self.work_on(&signed).await?;
        let seen: Vec<String> = self.place.unsent()?.into_iter().map(|(_, text)| text).collect();
        let count = seen.len();
        let package = Package::sign(signed, seen, &self.key)?;
        durable::write_file(out, &serde_json::to_vec(&package)?)?;
        if self.settings.json {
            let report = json!({ "written": out, "looks": count, "asked": read.checks.len() });
            crate::verbs::print(&report.to_string())?;
        } else {
            let looks = Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
            let args = [("path", path_of(out)), ("count", looks)];
            crate::verbs::print(&self.words.say("outside-seen", &args))?;
        }
        Ok(if count == read.checks.len() { Exit::Done } else { Exit::Found })
    }

    /// Asks home for errands and sends what was seen, again and again.
    async fn at_home(&self, home: &str, once: bool) -> anyhow::Result<Exit> {
        let line = Line::to(home, self.settings, self.doors)?;
        while !self.stop.is_stopped() {
            match self.round(&line).await {
                Ok(true) => continue,
                Ok(false) if once => return Ok(Exit::Done),
                Ok(false) => {}
                Err(error) if once || error.is::<BadInput>() => return Err(error),
                Err(error) => tracing::warn!(%error, "home did not answer"),
            }
            tokio::select! {
                () = self.stop.stopped() => {}
                () = self.clock.sleep(WAIT) => {}
            }
        }
        Ok(Exit::Done)
    }

    /// Sends what is not sent, goes on with the errand in hand, or asks for one; whether there was anything to do.
    async fn round(&self, line: &Line) -> anyhow::Result<bool> {
        if let Some(signed) = self.place.errand()? {
            if self.read(&signed)?.until > self.clock.now() {
                self.work_on(&signed).await?;
                self.send(line).await?;
            }
            // What home did not get is due there all the same; of an errand that is over it takes nothing more.
            if !self.stop.is_stopped() {
                self.place.end()?;
            }
            return Ok(true);
        }
        let asked = asking(self.home, self.clock.now(), &self.key)?;
        let asked = json!({ "asking": asked }).to_string().into_bytes();
        let answer: Answered = line.post("errands", asked, &self.words).await?;
        let Some(signed) = answer.errand else { return Ok(false) };
        self.read(&signed)?;
        self.place.begin(&signed)?;
        Ok(true)
    }

    async fn send(&self, line: &Line) -> anyhow::Result<()> {
        while let Some((package, files)) = self.place.package(&self.key)? {
            let package_bytes = serde_json::to_vec(&package)?;
            let Acknowledged { taken } = line.post("seen", package_bytes, &self.words).await?;
            let sent = package.transcripts.iter().map(|one| Digest::of(one.as_bytes()));
            anyhow::ensure!(sent.eq(taken), "home acknowledged something else");
            self.place.acknowledged(&files)?;
        }
        Ok(())
    }
}

/// What home answers to a worker that asks.
#[derive(Debug, Deserialize)]
struct Answered {
    errand: Option<String>,
}

/// What home answers to what was seen.
#[derive(Debug, Deserialize)]
struct Acknowledged {
    taken: Vec<Digest>,
}

/// The way home: one host, and no other.
struct Line {
    door: Outbound,
    base: String,
}

impl Line {
    fn to(home: &str, settings: &Settings, flags: &Doors) -> anyhow::Result<Self> {
        let base = home.trim_end_matches('/').to_owned();
        let uri =
            base.parse::<Uri>().map_err(|error| BadInput(format!("--home {home}: {error}")))?;
        if !matches!(uri.path(), "" | "/") {
            return Err(BadInput(format!("--home {home}: only a host, without a path")).into());
        }
        let target = target_of(&uri).map_err(|error| BadInput(format!("--home: {error}")))?;
        let door = Outbound::new([target], doors::roots(settings, flags)?);
        Ok(Self { door, base })
    }

    /// Sends a body; what home refuses is told as it says it.
    async fn post<T: DeserializeOwned>(
        &self,
        what: &str,
        body: Vec<u8>,
        words: &Words,
    ) -> anyhow::Result<T> {
        let request = Request::post(format!("{}/api/v1/outside/{what}", self.base))
            // No browser is here whose cookies could be used; home asks every write whence it comes.
            .header("origin", &self.base)
            .header("content-type", "application/json")
            .body(Bytes::from(body))?;
        let answer = self.door.send(request).await?;
        if answer.status.is_success() {
            return Ok(serde_json::from_slice(&answer.body)?);
        }
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        let problem: serde_json::Value = serde_json::from_str(&said).unwrap_or_default();
        let detail = problem.get("detail").and_then(serde_json::Value::as_str).unwrap_or_default();
        let args = [
            ("status", Say::Number(i64::from(answer.status.as_u16()))),
            ("why", Say::Text(detail)),
        ];
        let told = words.say("outside-refused", &args);
        // What may go better later is tried again; what home refuses, a person must look at.
        let passing =
            answer.status.is_server_error() || answer.status == StatusCode::TOO_MANY_REQUESTS;
        if passing { Err(anyhow::anyhow!(told)) } else { Err(BadInput(told).into()) }
    }
}
