//! What one step of a trial met, as codes.

use std::fmt;
use std::str::FromStr;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// What one step met. The codes are stable: they stand in transcripts and in JSON.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Seen {
            $($(#[$doc])* $variant,)*
        }

        impl Seen {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its code, as in JSON.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

codes! {
    /// Logged in: what needs a session opened.
    Session = "session",
    /// Asked for a second factor, and not logged in.
    SecondFactorAsked = "second-factor-asked",
    /// Refused in the way that this service refuses.
    Refused = "refused",
    /// The right password met the very page that a wrong one met.
    SamePage = "same-page-as-wrong-password",
    /// What needs a session is shut to strangers: as it should be before anything is tried.
    Shut = "shut",
    /// What should need a session opens to strangers: then nothing can be told by it.
    OpenToAll = "open-to-all",
    /// Some of what should need a session opens to strangers; the rest may still tell.
    PartlyOpen = "partly-open",
    /// There is no such way in.
    Absent = "absent",
    /// A puzzle for people.
    Captcha = "captcha",
    /// The account is locked, or the service wants us to slow down.
    Locked = "locked",
    /// A new password is demanded.
    PasswordExpired = "password-expired",
    /// A second factor is to be set up: the canary has none there.
    NotEnrolled = "not-enrolled",
    /// Nobody answered, or the connection broke.
    Unreachable = "unreachable",
    /// The certificate is not to be trusted, so no secret was sent.
    Certificate = "certificate",
    /// The scope gate refused: an address, a host or a redirect that was not allowed.
    OutOfScope = "out-of-scope",
    /// The answer was larger than any log-in page.
    TooLarge = "too-large",
    /// Redirects in a circle, or too many of them.
    TooManySteps = "too-many-steps",
    /// A step of the recipe does not fit what is there.
    RecipeStep = "recipe-step",
    /// No form that could be a log-in.
    NoForm = "no-form",
    /// The page makes its log-in by script.
    NeedsScript = "needs-script",
    /// The pages came to no end: a script that goes on for ever, or one answer too late.
    TookTooLong = "took-too-long",
    /// The service failed by its own account.
    ServerError = "server-error",
    /// An answer that this program cannot place.
    Unexpected = "unexpected",
    /// The wrong password of the day has been used.
    NoPermit = "no-permit",
    /// The canary has no seed, so there is no code to send.
    NoSeed = "no-seed",
    /// The way in is not offered here at all.
    NotOffered = "not-offered",
    /// A token or assertion that shows one factor where two are demanded was taken.
    WeakAccepted = "weak-accepted",
    /// A token or assertion that is not signed as it must be, or not for us.
    BadToken = "bad-token",
    /// The token shows no second factor, although one was given.
    NotShown = "factor-not-shown",
    /// The assertion is encrypted, so it cannot be read what it says.
    Encrypted = "encrypted-assertion",
    /// The server's key is another than the one that was written down, or none was; no password was sent.
    HostKey = "host-key",
    /// The server speaks only what this program does not, such as keys of RSA in SSH.
    NothingInCommon = "nothing-in-common",
    /// A way in that this program cannot try, and that may let the password alone in.
    NotTried = "not-tried",
    /// The server has no TLS, and no password is sent without it.
    NoTls = "no-tls",
    /// The server says that it wants a password of its own for each program.
    AppPassword = "app-password",
    /// An accept that came slowly: somebody, or something, may have confirmed it elsewhere.
    PushSuspected = "push-suspected",
    /// What is written about the service does not fit it: a key, a secret, an option.
    Settings = "settings",
}

impl Seen {
    /// Whether this is how one may expect to be turned away.
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::Refused | Self::SecondFactorAsked | Self::SamePage)
    }

    /// Whether another way in that met this is known not to let anybody in with the password alone.
    pub const fn keeps_out(self) -> bool {
        self.is_refusal()
            || matches!(self, Self::Absent | Self::NotOffered | Self::Shut | Self::AppPassword)
    }

    /// Whether this ends a trial at once: nothing more is sent.
    pub const fn ends(self) -> bool {
        matches!(
            self,
            Self::Captcha
                | Self::Locked
                | Self::OpenToAll
                | Self::RecipeStep
                | Self::PasswordExpired
                | Self::Unreachable
                | Self::Certificate
                | Self::OutOfScope
                | Self::HostKey
                | Self::NothingInCommon
                | Self::NoTls
                | Self::PushSuspected
                | Self::Settings
                | Self::TookTooLong
        )
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Seen {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|seen| seen.code() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_as_itself() {
        for seen in Seen::ALL {
            assert_eq!(seen.code().parse(), Ok(*seen));
        }
    }
}
