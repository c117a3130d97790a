//! The three arms of a trial.

use std::fmt;
use std::str::FromStr;

use arvak_core::Span;

/// One way of being wrong, or right. The order is that of a trial: what refuses comes first, and the last success sets the
/// service's own counters of failures back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arm {
    /// A wrong password. It adds up at the service, and so needs a permit.
    WrongPassword,
    /// The right password, and a wrong code.
    WrongCode,
    /// Both right.
    Right,
}

impl Arm {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::WrongPassword, Self::WrongCode, Self::Right];

    /// The time over which wrong passwords are counted: a day, and as long as one may lie between the leave for it and its
    /// sending, so that no two of them ever fall on one day of the service's log.
    pub const WINDOW: Span = Span::from_millis(86_400_000 + 120_000);

    /// Most wrong passwords for one canary in that time.
    pub const WRONG_PASSWORDS_MAX: u32 = 1;

    /// Its code, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong-password",
            Self::WrongCode => "wrong-code",
            Self::Right => "right",
        }
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Arm {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|arm| arm.name() == text).ok_or(())
    }
}
