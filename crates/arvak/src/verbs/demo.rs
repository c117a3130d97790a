//! `arvak demo`: Nordvik's ninety days are played through the same code as any municipality's, against
//! servers that live in this process; then the first screen shows what came of it.

mod callout;
mod canaries;
mod contradictions;
mod flip;
mod letter;
mod people;
mod place;
mod play;
mod story;
mod suppliers;
mod telling;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arvak_core::{Instant, Span};
use arvak_demo::World;
use arvak_probe::{Clock as _, SystemClock};
use arvak_web::{Tours, first_run};
use arvak_words::{Say, Words};

use self::play::Play;
use super::serve::Pages;
use crate::cli::{Demo, Doors};
use crate::exit::Exit;
use crate::render::demo::{Screen, first_screen};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// The time of day at which the history's events happen; the probes look later that day.
const MORNING: Span = Span::from_millis(7 * 3_600_000);

/// What to try afterwards.
const TRY: [&str; 5] =
    ["status", "explain 1c.2", "report changes", "ledger verify", "ledger list --last 20"];

pub(super) async fn run(args: &Demo, settings: &Settings) -> anyhow::Result<Exit> {
    if let Some(story) = args.story {
        return story::run(story, settings).await;
    }
    let words = Words::new(settings.lang);
    let mut settings = settings.clone();
    place::prepare(&mut settings, &words)?;
    let start = first_day(SystemClock.now());
    let world = Arc::new(World::start(start).await?);
    place::describe(&mut settings, &world)?;

    let mut play = Play::begin(start, &settings, Arc::clone(&world)).await?;
    play.all_days(&settings).await?;
    let probes = play.looks();
    play.end().await?;

    let reading = Reading::open(&settings, None).await?;
    let assessment = reading.assess();
    if settings.json {
        super::print(&serde_json::to_string(&assessment)?)?;
    } else {
        let pages = reading.pages(&settings).await?;
        let contradictions = contradictions::find(&reading, &pages.page())?;
        let flipped = flip::flip_and_verify(&settings.data).await?;
        let screen = Screen {
            assessment: &assessment,
            contradictions: &contradictions,
            flipped: &flipped,
            letter: &letter::laid_upon(&reading, &words)?,
            days: arvak_demo::DAYS,
            probes,
        };
        super::print(&first_screen(&screen, &pages.page()))?;
        let mut commands = TRY.map(str::to_owned).to_vec();
        // While Nordvik lives, it can be looked at again.
        commands.extend((!args.once).then(|| "verify --all".to_owned()));
        let lead = if args.once { "demo-left" } else { "demo-serving" };
        super::print(&farewell(&settings.data, lead, &commands, &words))?;
    }
    if !args.once {
        let at = reading.at;
        drop(reading);
        serve(&world, at, &settings, &words).await?;
    }
    Ok(Exit::Done)
}

/// Midnight (UTC) ninety days before today: so the last day played is today.
fn first_day(now: Instant) -> Instant {
    let day = Span::from_days(1).as_millis();
    let midnight = now.as_millis() - now.as_millis().rem_euclid(day);
    Instant::from_millis(midnight - i64::from(arvak_demo::DAYS) * day)
}

/// Where it lies, and what to try on it.
fn farewell(data: &Path, lead: &str, commands: &[String], words: &Words) -> String {
    let path = data.display().to_string();
    let lead = words.say(lead, &[("path", Say::Text(&path))]);
    let lines = commands.iter().map(|verb| format!("  arvak {verb} --data {path}"));
    std::iter::once(format!("\n{lead}")).chain(lines).collect::<Vec<_>>().join("\n")
}

/// Nordvik lives on, at the pace of the machine's clock, with its pages open on this machine alone, until somebody ends it.
async fn serve(
    world: &Arc<World>,
    base: Instant,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<()> {
    super::serve::log_to_stderr();
    let recording = Recording::open(settings).await?;
    let doors = Doors::default();
    // The usual port may be taken by another one; then any will do.
    let tours = Tours::new()?;
    let with = || Some(tours.clone());
    let usual = Pages::open(None, None, &doors, &recording, settings, with()).await;
    let pages = if let Ok(pages) = usual {
        pages
    } else {
        let any = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        Pages::open(any, None, &doors, &recording, settings, with()).await?
    };
    first_run::end(recording.folder.operation()).await?;
    let origin = &pages.app.site().origin;
    let people = people::make(&recording.folder, origin, &tours, words).await?;
    if !settings.json {
        super::print(&format!("\n{people}"))?;
    }
    let ticking = tokio::spawn(tick(Arc::clone(world), base));
    pages.serve().await?;
    ticking.abort();
    recording.close().await
}

/// The world's time goes on.
async fn tick(world: Arc<World>, base: Instant) {
    let started = SystemClock.now();
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        world.set_time(base.plus(SystemClock.now().since(started)));
    }
}
