//! How good the policies of a page are, in the grades of MDN's HTTP Observatory. Of several policies all
//! hold at once, so each danger counts only when no policy keeps it out.

use super::{Policy, Sources};

/// What is wrong with policies, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// Scripts may come from anywhere: no directive says otherwise, or it names the whole internet.
    ScriptsAnywhere,
    /// Scripts inside the page run, a stranger's too.
    UnsafeInline,
    /// Plug-ins may be loaded from anywhere.
    ObjectsAnywhere,
    /// Something active may be fetched without encryption.
    InsecureScheme,
    /// Texts may be run as programs.
    UnsafeEval,
    /// `'strict-dynamic'` without a nonce or digest: no script runs at all, and in browsers that do not know
    /// the word those of all named hosts do.
    StrictAlone,
    /// Pictures or films may be fetched without encryption.
    InsecurePictures,
    /// Styles inside the page are heeded.
    UnsafeInlineStyle,
    /// A directive stands twice, and only the first is heeded.
    Twice,
    /// A directive that no browser knows.
    Unknown,
}

/// What to think of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    /// The policy does not do what it is for.
    Fails,
    /// It does, and could be better.
    Lacks,
}

impl Fault {
    /// A stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::ScriptsAnywhere => "csp.scripts_anywhere",
            Self::UnsafeInline => "csp.unsafe_inline",
            Self::ObjectsAnywhere => "csp.objects_anywhere",
            Self::InsecureScheme => "csp.insecure_scheme",
            Self::UnsafeEval => "csp.unsafe_eval",
            Self::StrictAlone => "csp.strict_alone",
            Self::InsecurePictures => "csp.insecure_pictures",
            Self::UnsafeInlineStyle => "csp.unsafe_inline_style",
            Self::Twice => "csp.twice",
            Self::Unknown => "csp.unknown_directive",
        }
    }

    /// How grave it is.
    pub(crate) const fn grade(self) -> Grade {
        match self {
            Self::ScriptsAnywhere
            | Self::UnsafeInline
            | Self::ObjectsAnywhere
            | Self::InsecureScheme
            | Self::UnsafeEval
            | Self::StrictAlone => Grade::Fails,
            Self::InsecurePictures | Self::UnsafeInlineStyle | Self::Twice | Self::Unknown => {
                Grade::Lacks
            }
        }
    }
}

/// Whether a policy has a fault, and the word that shows it.
type Look = fn(&Policy) -> Option<String>;

/// The worst fault that every policy has, with the word that shows it; `secure` says whether the page
/// itself came encrypted.
pub(crate) fn worst(policies: &[Policy], secure: bool) -> Option<(Fault, String)> {
    let insecure: Look = if secure { insecure_scheme } else { |_| None };
    let pictures: Look = if secure { insecure_pictures } else { |_| None };
    let looks: [(Fault, Look); 8] = [
        (Fault::ScriptsAnywhere, scripts_anywhere),
        (Fault::UnsafeInline, unsafe_inline),
        (Fault::ObjectsAnywhere, objects_anywhere),
        (Fault::InsecureScheme, insecure),
        (Fault::UnsafeEval, unsafe_eval),
        (Fault::StrictAlone, strict_alone),
        (Fault::InsecurePictures, pictures),
        (Fault::UnsafeInlineStyle, unsafe_inline_style),
    ];
    let everywhere = |(fault, look): (Fault, Look)| {
        let words: Option<Vec<String>> = policies.iter().map(look).collect();
        words.and_then(|words| words.into_iter().next()).map(|word| (fault, word))
    };
    // A slip in one policy is one whatever the others say.
    let twice = || policies.iter().find_map(|policy| policy.twice.clone());
    let unknown = || policies.iter().find_map(|policy| policy.unknown.clone());
    looks
        .into_iter()
        .find_map(everywhere)
        .or_else(|| twice().map(|name| (Fault::Twice, name)))
        .or_else(|| unknown().map(|name| (Fault::Unknown, name)))
}

/// The directives that nothing else stands in for and that no policy has, or that name the whole
/// internet: Internet.nl asks for each of them.
pub(crate) fn missing(policies: &[Policy]) -> Vec<&'static str> {
    let good = |policy: &Policy, name: &str| {
        policy.first(&[name]).is_some_and(|sources| sources.broad().is_none())
    };
    ["base-uri", "form-action", "frame-ancestors"]
        .into_iter()
        .filter(|name| !policies.iter().any(|policy| good(policy, name)))
        .collect()
}

/// The lists that rule scripts in elements and in attributes of elements.
fn scripts(policy: &Policy) -> Vec<Option<&Sources>> {
    vec![
        policy.first(&["script-src-elem", "script-src", "default-src"]),
        policy.first(&["script-src-attr", "script-src", "default-src"]),
    ]
}

/// The lists that rule styles.
fn styles(policy: &Policy) -> Vec<Option<&Sources>> {
    vec![
        policy.first(&["style-src-elem", "style-src", "default-src"]),
        policy.first(&["style-src-attr", "style-src", "default-src"]),
    ]
}

fn scripts_anywhere(policy: &Policy) -> Option<String> {
    let Some(sources) = policy.first(&["script-src-elem", "script-src", "default-src"]) else {
        return Some("script-src".to_owned());
    };
    sources.broad().map(str::to_owned)
}

fn unsafe_inline(policy: &Policy) -> Option<String> {
    for sources in scripts(policy) {
        let Some(sources) = sources else { return Some("script-src".to_owned()) };
        if sources.allows_inline() {
            return Some("'unsafe-inline'".to_owned());
        }
        if let Some(carried) = sources.carried() {
            return Some(carried.to_owned());
        }
    }
    None
}

fn objects_anywhere(policy: &Policy) -> Option<String> {
    match policy.first(&["object-src", "default-src"]) {
        Some(sources) => sources.broad().map(str::to_owned),
        None => Some("object-src".to_owned()),
    }
}

const PICTURES: [&str; 2] = ["img-src", "media-src"];

/// `upgrade-insecure-requests` makes a browser fetch encrypted what is named otherwise.
fn insecure_scheme(policy: &Policy) -> Option<String> {
    if policy.has("upgrade-insecure-requests") {
        return None;
    }
    let active = policy.all().filter(|(name, _)| !PICTURES.contains(name) && !is_report(name));
    active.filter_map(|(_, sources)| sources.plain()).map(str::to_owned).next()
}

fn insecure_pictures(policy: &Policy) -> Option<String> {
    if policy.has("upgrade-insecure-requests") {
        return None;
    }
    let lists = PICTURES.iter().filter_map(|name| policy.first(&[name, "default-src"]));
    lists.filter_map(Sources::plain).map(str::to_owned).next()
}

fn is_report(name: &str) -> bool {
    matches!(name, "report-uri" | "report-to" | "navigate-to")
}

fn unsafe_eval(policy: &Policy) -> Option<String> {
    let lists = scripts(policy).into_iter().chain(styles(policy)).flatten();
    let mut lists = lists.filter(|sources| sources.has("'unsafe-eval'"));
    lists.next().map(|_| "'unsafe-eval'".to_owned())
}

fn strict_alone(policy: &Policy) -> Option<String> {
    let sources = policy.first(&["script-src-elem", "script-src", "default-src"])?;
    let alone = sources.is_strict() && !sources.names_each();
    alone.then(|| "'strict-dynamic'".to_owned())
}

fn unsafe_inline_style(policy: &Policy) -> Option<String> {
    for sources in styles(policy) {
        let Some(sources) = sources else { return Some("style-src".to_owned()) };
        if sources.allows_inline() {
            return Some("'unsafe-inline'".to_owned());
        }
        if let Some(word) = sources.broad().or_else(|| sources.carried()) {
            return Some(word.to_owned());
        }
    }
    None
}
