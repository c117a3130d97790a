//! The sources of one directive.

/// Most sources that are read.
const SOURCES_MAX: usize = 300;

/// Hosts and schemes that stand for nearly the whole internet.
const BROAD: [&str; 12] = [
    "*",
    "http:",
    "https:",
    "ftp:",
    "ws:",
    "wss:",
    "http://*",
    "https://*",
    "http://*.*",
    "https://*.*",
    "*:*",
    "*.*",
];

/// A source list, in lower case: nonces and digests are masked, and nothing else depends on case but
/// paths, which are not judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sources(Vec<String>);

impl Sources {
    /// Reads the words behind the name of a directive.
    pub(crate) fn read<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        Self(words.take(SOURCES_MAX).map(str::to_ascii_lowercase).collect())
    }

    /// Whether it holds the word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|source| source == word)
    }

    /// Whether it names what may run by a nonce or a digest.
    pub(crate) fn names_each(&self) -> bool {
        let kinds = ["'nonce-", "'sha256-", "'sha384-", "'sha512-"];
        let is_one = |source: &String| {
            let kind = kinds.iter().find(|kind| source.starts_with(**kind));
            kind.is_some_and(|kind| source.ends_with('\'') && source.len() > kind.len() + 1)
        };
        self.0.iter().any(is_one)
    }

    /// Whether hosts and schemes count for nothing (`'strict-dynamic'`, CSP 3 section 6.7.1.1).
    pub(crate) fn is_strict(&self) -> bool {
        self.has("'strict-dynamic'")
    }

    /// Whether every script or style inside the page may run (CSP 3 section 6.7.3.2): a nonce, a digest
    /// or `'strict-dynamic'` takes `'unsafe-inline'` back.
    pub(crate) fn allows_inline(&self) -> bool {
        self.has("'unsafe-inline'") && !self.names_each() && !self.is_strict()
    }

    /// The first source that stands for nearly the whole internet, where hosts count.
    pub(crate) fn broad(&self) -> Option<&str> {
        let hosts = self.hosts();
        hosts.into_iter().find(|source| BROAD.contains(source))
    }

    /// The first source that carries its content in itself.
    pub(crate) fn carried(&self) -> Option<&str> {
        self.hosts().into_iter().find(|source| *source == "data:")
    }

    /// The first source that is fetched without encryption.
    pub(crate) fn plain(&self) -> Option<&str> {
        let is_plain = |source: &&str| source.starts_with("http:") || source.starts_with("ftp:");
        self.hosts().into_iter().find(is_plain)
    }

    /// Hosts and schemes, as far as they count.
    fn hosts(&self) -> Vec<&str> {
        if self.is_strict() {
            return Vec::new();
        }
        self.0.iter().map(String::as_str).filter(|source| !source.starts_with('\'')).collect()
    }
}
