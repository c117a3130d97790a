//! How the application looks, and what it does besides.

/// How the log-in looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layout {
    /// Password, then a page for the code.
    TwoPage,
    /// Name, password and code on one page.
    OnePage,
    /// Name, then password, then code.
    UserFirst,
    /// Six boxes of one digit.
    SixBox,
    /// Six boxes without names, and a hidden field that a script fills.
    SixBoxHidden,
    /// The code comes before the password.
    CodeFirst,
    /// The page for the code is met by a `meta refresh`.
    MetaRefresh,
    /// The page for the code is met by a script.
    ScriptRedirect,
    /// Controls with names that say nothing, known by their labels.
    LabelsOnly,
    /// A token against forged requests in each form, bound to the session.
    Csrf,
    /// Controls that stand outside their form.
    OutsideForm,
    /// Forms as `multipart/form-data`.
    Multipart,
    /// The log-in stands in the very page that needs a session, with status 200.
    InPlace,
    /// A form that goes on by itself stands between password and code.
    HandedOn,
    /// The code goes into a field of type password.
    PasswordCode,
    /// Redirects are relative and many.
    Relative,
    /// A search form, a newsletter and links stand around the log-in.
    Busy,
}

pub(crate) const LAYOUTS: [Layout; 17] = [
    Layout::TwoPage,
    Layout::OnePage,
    Layout::UserFirst,
    Layout::SixBox,
    Layout::SixBoxHidden,
    Layout::CodeFirst,
    Layout::MetaRefresh,
    Layout::ScriptRedirect,
    Layout::LabelsOnly,
    Layout::Csrf,
    Layout::OutsideForm,
    Layout::Multipart,
    Layout::InPlace,
    Layout::HandedOn,
    Layout::PasswordCode,
    Layout::Relative,
    Layout::Busy,
];

/// What the application does besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Does {
    /// Two factors, always.
    Enforces,
    /// Two factors; whether the password was right is told after the code alone.
    EnforcesAndHides,
    /// An old page takes the password alone.
    LegacyForm,
    /// An old page takes the password alone and has pages of its own.
    LegacyIsland,
    /// HTTP Basic at what needs a session.
    BasicEverywhere,
    /// HTTP Basic at a door of its own.
    BasicDoor,
    /// JSON for a token.
    ApiToken,
    /// JSON for a cookie.
    ApiCookie,
    /// The password for a token, as OAuth 2.0 had it.
    ApiGrant,
    /// A cookie that lets the device in without a code the next time.
    RemembersDevice,
    /// The same, when a box is ticked.
    RemembersDeviceIfAsked,
    /// The address that logged in once is let in without a code.
    RemembersAddress,
    /// The session stands before the code.
    SessionBeforeCode,
    /// The session opens only a second place before the code.
    SessionBeforeCodeAtApi,
    /// A link past the code.
    SkipLink,
    /// An empty code is as good as a right one.
    EmptyCode,
    /// No code at all is as good as a right one.
    NoCode,
    /// Any code will do.
    AnyCode,
    /// The password is not looked at.
    CodeAlone,
    /// No second factor at all.
    PasswordAlone,
    /// Everyone is asked for a code, and any will do.
    FakeForEveryone,
    /// Everyone is asked for a code, and nobody gets in.
    FakeDeadEnd,
    /// The page for the code is shown, and the session is there already.
    FakeDecoy,
    /// The canary's password is not what it was.
    DeadPassword,
    /// The canary's seed is not what it was.
    DeadSeed,
    /// The account is locked after one failure.
    Locks,
    /// A puzzle for people.
    Captcha,
    /// What needs a session is open.
    Open,
}
