//! How a run goes, on stderr: a bar on a terminal, nothing where nobody watches.

use arvak_probe::Progress as Event;
use arvak_words::{Say, Words};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::settings::Settings;

/// The bar of one run.
pub(crate) struct Progress {
    bar: ProgressBar,
    words: Words,
}

impl Progress {
    /// A bar; it draws nothing unless stderr is a terminal.
    pub(crate) fn new(settings: &Settings) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar, words: Words::new(settings.lang) }
    }

    /// Follows a run to its end.
    pub(crate) async fn watch(self, mut events: UnboundedReceiver<Event>) {
        while let Some(event) = events.recv().await {
            self.show(&event);
        }
        self.bar.finish_and_clear();
    }

    fn show(&self, event: &Event) {
        match event {
            Event::Planned { checks } => {
                self.bar.set_length(u64::try_from(*checks).unwrap_or(u64::MAX));
                let count = Say::Number(i64::try_from(*checks).unwrap_or(i64::MAX));
                self.bar.set_message(self.words.say("verify-planned", &[("count", count)]));
            }
            Event::Started { check } => {
                self.bar.set_message(format!("{} {}", check.probe, check.host));
            }
            Event::Finished { .. } => self.bar.inc(1),
            Event::Retrying { check, code, after } => {
                self.bar.set_message(format!("{} {}: {code}, +{after}", check.probe, check.host));
            }
            Event::Stopped { .. } => self.bar.set_message(self.words.plain("verify-stopping")),
        }
    }
}

/// A bar over the days of the demonstration.
pub(crate) fn days(days: u64, settings: &Settings) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(days + 1), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
        bar.set_style(style);
    }
    bar.set_message(Words::new(settings.lang).plain("demo-playing"));
    bar
}
