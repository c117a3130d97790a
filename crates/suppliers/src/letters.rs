//! Mails to suppliers in plain language: who asks, why, by when, and how to see that the mail is genuine. Plain text without
//! pictures or tracking; the subject tells a stranger who asks and nothing of what.

use arvak_core::{Instant, Name};
use arvak_words::{Say, Words, date, last_day};

/// Where the code of a link, or a code of six digits, belongs in the text: a sign that nobody types.
pub const CODE_PLACE: &str = "\u{fffc}";

/// Most characters of the municipality's own sentence.
pub const OWN_CHARS_MAX: usize = 500;

/// What kind of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The questions, with the link.
    Invitation,
    /// So many days are left.
    Before(u32),
    /// The date has passed: to the leader of whoever was asked.
    Leader,
    /// It counts as not answered.
    Silent,
    /// Something more is asked.
    FollowUp,
    /// What was sent in has come, with its hash.
    Receipt,
    /// A code of six digits for whoever opened the link.
    Code,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Invitation,
        Self::Before(7),
        Self::Before(3),
        Self::Before(1),
        Self::Leader,
        Self::Silent,
        Self::FollowUp,
        Self::Receipt,
        Self::Code,
    ];

    /// Its name in the database and in sentences' ids.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Before(7) => "before-7",
            Self::Before(3) => "before-3",
            Self::Before(_) => "before-1",
            Self::Leader => "leader",
            Self::Silent => "silent",
            Self::FollowUp => "follow-up",
            Self::Receipt => "receipt",
            Self::Code => "code",
        }
    }

    /// The kind called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is of use only while an answer is waited for.
    pub const fn is_reminder(self) -> bool {
        matches!(self, Self::Before(_) | Self::Leader | Self::Silent)
    }
}

/// What a mail tells.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// Who asks, as people call it.
    pub from: &'a str,
    /// Who is asked.
    pub supplier: &'a str,
    /// The request.
    pub request: &'a Name,
    /// How many questions.
    pub questions: usize,
    /// By when an answer is expected.
    pub due: Instant,
    /// When the link was sent first, where it was.
    pub asked_at: Option<Instant>,
    /// The origin of the pages, without a slash at its end.
    pub origin: &'a str,
    /// Whom to call to learn whether the mail is genuine.
    pub call: &'a str,
    /// What the municipality adds.
    pub own: Option<&'a str>,
    /// What was asked further, or the hash of what was sent in.
    pub text: &'a str,
    /// Whether a code is sent to whoever opens the link.
    pub wants_code: bool,
}

impl Letter<'_> {
    /// Subject and text. A link and a code have [`CODE_PLACE`] where the code belongs.
    pub fn write(&self, kind: Kind, words: &Words) -> (String, String) {
        let name = kind.name();
        let lang = words.lang();
        let count = i64::try_from(self.questions).unwrap_or(i64::MAX);
        let days = match kind {
            Kind::Before(days) => i64::from(days),
            _ => 0,
        };
        let args = [
            ("from", Say::Text(self.from)),
            ("supplier", Say::Text(self.supplier)),
            ("request", Say::Text(self.request.as_str())),
            ("count", Say::Number(count)),
            ("days", Say::Number(days)),
            ("due", Say::Owned(last_day(lang, self.due))),
            (
                "asked",
                Say::Owned(self.asked_at.map_or_else(|| "–".to_owned(), |at| date(lang, at))),
            ),
            ("page", Say::Owned(format!("{}/foresporsel", self.origin))),
            ("call", Say::Text(self.call)),
            ("text", Say::Text(self.text)),
        ];
        let shared = if matches!(kind, Kind::Before(_)) { "before" } else { name };
        let subject = words.say(&format!("supplier-mail-{shared}-subject"), &args);
        let mut parts = vec![words.say("supplier-mail-hello", &args)];
        parts.push(words.say(&format!("supplier-mail-{shared}"), &args));
        match kind {
            Kind::Invitation => {
                parts.push(format!("{}/foresporsel#{CODE_PLACE}", self.origin));
                parts.push(words.plain("supplier-mail-link"));
                if self.wants_code {
                    parts.push(words.plain("supplier-mail-link-code"));
                }
            }
            Kind::Before(_) | Kind::Leader | Kind::Silent | Kind::FollowUp => {
                parts.push(words.say("supplier-mail-where", &args));
            }
            Kind::Receipt => {}
            Kind::Code => parts.push(format!("    {CODE_PLACE}")),
        }
        if kind == Kind::Code {
            parts.push(words.plain("supplier-mail-code-keep"));
        } else {
            parts.push(words.say("supplier-mail-genuine", &args));
        }
        if let Some(own) = self.own.filter(|_| kind != Kind::Code) {
            parts.push(own.trim().to_owned());
        }
        parts.push(words.say("supplier-mail-closing", &args));
        (subject, format!("{}\n", parts.join("\n\n")))
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use arvak_words::Lang;

    use super::*;

    fn written(kind: Kind, lang: Lang) -> (String, String) {
        let request = "nordlys-2026-03-01".parse().unwrap();
        let letter = Letter {
            from: "Nordvik kommune",
            supplier: "Nordlys Drift AS",
            request: &request,
            questions: 12,
            due: "2026-03-19T23:00:00Z".parse().unwrap(),
            asked_at: Some("2026-03-01T08:00:00Z".parse().unwrap()),
            origin: "https://arvak.nordvik.example",
            call: "Kari Nordmann, 99 00 00 00",
            own: Some("Vi tar gjerne svarene på vårmøtet også."),
            text: "Hvem ringer dere om natten?",
            wants_code: true,
        };
        letter.write(kind, &Words::new(lang))
    }

    #[test]
    fn every_mail_reads_well_in_three_languages() {
        for lang in Lang::ALL {
            let mut all = String::new();
            for kind in Kind::ALL {
                let (subject, body) = written(kind, lang);
                let body = body.replace(CODE_PLACE, "CODE");
                let _ = writeln!(all, "=== {}\nSubject: {subject}\n\n{body}", kind.name());
            }
            insta::assert_snapshot!(format!("letters_{}", lang.tag()), all);
        }
    }

    #[test]
    fn a_subject_says_who_asks_and_nothing_of_what() {
        for lang in Lang::ALL {
            for kind in Kind::ALL {
                let (subject, body) = written(kind, lang);
                assert!(subject.starts_with("Nordvik kommune: "), "{subject}");
                assert!(
                    !subject.contains("Nordlys")
                        && !subject.contains("nordlys")
                        && !subject.contains("natten"),
                    "{subject}"
                );
                assert!(!subject.contains(CODE_PLACE));
                let places = body.matches(CODE_PLACE).count();
                let wanted = usize::from(matches!(kind, Kind::Invitation | Kind::Code));
                assert_eq!(places, wanted, "{kind:?}");
                assert!(!body.contains('<'), "no HTML");
            }
        }
    }

    #[test]
    fn whoever_gets_a_mail_can_see_that_it_is_genuine() {
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Code) {
            let (_, body) = written(kind, Lang::Nb);
            assert!(
                body.contains("https://arvak.nordvik.example/foresporsel")
                    && body.contains("99 00 00 00"),
                "{body}"
            );
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
        }
    }
}
