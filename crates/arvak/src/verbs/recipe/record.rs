//! `arvak recipe record`: one log-in with the canary, page after page. Each question has a guess; an empty line takes it. The
//! answers come from standard input, so that they may come from a file too.

use std::io::{BufRead as _, Read as _, Write as _};
use std::sync::Arc;

use arvak_mfa::{
    Asks, Codes, Control, Looks, Params, Place, Recipe, Shown, Unrecorded, What, parse_target,
    record,
};
use arvak_probe::{Clock, Context, Host, Stop, SystemClock};
use arvak_words::{Say, Words};
use serde_json::json;

use crate::cli::RecordRecipe;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::doors;

/// Most bytes of the canary's file, and of one answer.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024 + 1;
const ANSWER_BYTES_MAX: u64 = 1_000;

pub(super) async fn run(args: &RecordRecipe, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let bad_address = || BadInput(words.plain("recipe-bad-address"));
    let place = Place::read(&args.address, 443).ok_or_else(bad_address)?;
    if !matches!(place.scheme.as_deref(), Some("http" | "https")) {
        return Err(bad_address().into());
    }
    let host: Host = place.target.host;
    let file = args.canary.display().to_string();
    let bad = |error: std::io::Error| BadInput(format!("{file}: {error}"));
    let mut bytes = Vec::new();
    std::fs::File::open(&args.canary)
        .map_err(bad)?
        .take(FILE_BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(bad)?;
    let service =
        parse_target("recipe", &bytes).map_err(|mistake| BadInput(format!("{file}: {mistake}")))?;
    if !matches!(service.params, Params::HttpForm(_)) {
        return Err(BadInput(words.plain("recipe-only-forms")).into());
    }
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let scope = doors::scope_of_target(host.as_str());
    let net = doors::open(settings, &args.doors, scope, Stop::default(), Arc::clone(&clock))?;
    let vantage = doors::vantage(settings)?;
    let context = Context { net: &net, clock: &*clock, vantage: &vantage };
    let mut asker = Asker { words: Words::new(settings.lang), page: 0 };
    let codes = Codes::default();
    let text = match record(&service, &host, &context, &codes, &args.address, &mut asker).await? {
        Ok(text) => text,
        Err(Unrecorded { seen, page }) => {
            let seen = words.plain(&format!("mfa-seen-{seen}"));
            let page = i64::try_from(page)?;
            let args = [("page", Say::Number(page)), ("seen", Say::Owned(seen))];
            Asker::say(&words.say("recipe-unrecorded", &args));
            return Ok(Exit::Found);
        }
    };
    // What was answered may be no selector: the file is not written before it can be read.
    Recipe::parse(&text).map_err(|bad| BadInput(bad.to_string()))?;
    let Some(out) = &args.out else {
        let text = if settings.json {
            json!({ "toml": text }).to_string()
        } else {
            text.trim_end().into()
        };
        super::super::print(&text)?;
        return Ok(Exit::Done);
    };
    arvak_ledger::durable::write_file(out, text.as_bytes())?;
    Asker::say(&words.say("recipe-written", &[("file", Say::Owned(out.display().to_string()))]));
    Ok(Exit::Done)
}

/// Asks on standard error, and reads from standard input.
struct Asker {
    words: Words,
    page: i64,
}

impl Asker {
    fn say(text: &str) {
        // Who reads nothing there is told nothing.
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// The answer to a question; nothing for an empty line, and at the end of the answers.
    fn ask(question: &str) -> Option<String> {
        Self::say(question);
        let mut line = String::new();
        std::io::stdin().lock().take(ANSWER_BYTES_MAX).read_line(&mut line).ok()?;
        let line = line.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }

    /// The number of a control, from one; `-` is none.
    fn number(&self, id: &str, guess: Option<usize>) -> Option<usize> {
        let shown = guess.map_or_else(|| "-".to_owned(), |number| (number + 1).to_string());
        let question = self.words.say(id, &[("guess", Say::Owned(shown))]);
        loop {
            let Some(answer) = Self::ask(&question) else { return guess };
            if answer == "-" {
                return None;
            }
            match answer.parse::<usize>() {
                Ok(number) if number > 0 => return Some(number - 1),
                _ => Self::say(&self.words.plain("recipe-answer-number")),
            }
        }
    }
}

impl Asks for Asker {
    fn show(&mut self, shown: &Shown) {
        self.page += 1;
        let args = [
            ("page", Say::Number(self.page)),
            ("url", Say::Text(&shown.url)),
            ("status", Say::Owned(shown.status.to_string())),
        ];
        Self::say(&self.words.say("recipe-page", &args));
        Self::say(&format!("    {}", shown.text));
        for (number, Control { kind, spot, told }) in (1..).zip(&shown.controls) {
            Self::say(&format!("{number:>4}  {kind:<10} {spot:<30} {told}"));
        }
    }

    fn looks(&mut self, guess: Looks) -> Looks {
        let letters = [("a", Looks::Asks), ("r", Looks::Refuses), ("s", Looks::Session)];
        let shown = letters.iter().find(|(_, looks)| *looks == guess).map_or("a", |(one, _)| *one);
        let question = self.words.say("recipe-ask-page", &[("guess", Say::Text(shown))]);
        loop {
            let Some(answer) = Self::ask(&question) else { return guess };
            if let Some((_, looks)) = letters.iter().find(|(one, _)| *one == answer) {
                return *looks;
            }
            Self::say(&self.words.plain("recipe-answer-letter"));
        }
    }

    fn control(&mut self, what: What, guess: Option<usize>) -> Option<usize> {
        let id = match what {
            What::User => "recipe-ask-user",
            What::Password => "recipe-ask-password",
            What::Code => "recipe-ask-code",
        };
        self.number(id, guess)
    }

    fn button(&mut self, guess: Option<usize>) -> Option<usize> {
        self.number("recipe-ask-button", guess)
    }

    fn session(&mut self, guess: &str) -> String {
        let question = self.words.say("recipe-ask-session", &[("guess", Say::Text(guess))]);
        Self::ask(&question).unwrap_or_else(|| guess.to_owned())
    }
}
