//! Style sheet, font, script and icon of the pages, in the program, packed for the wire when the
//! program was built. Their addresses carry the hash of the content: a browser may keep them for ever.

/// A file that pages need.
#[derive(Debug)]
pub struct Asset {
    /// The name: `arvak.css`.
    pub name: &'static str,
    /// The first 16 hex digits of the content's SHA-256.
    pub hash: &'static str,
    /// The address: `/s/HASH/NAME`.
    pub path: &'static str,
    /// The media type, with the character set where there is one.
    pub mime: &'static str,
    /// The content as it is.
    pub bytes: &'static [u8],
    /// The content packed with gzip, where that makes it smaller.
    pub gzip: Option<&'static [u8]>,
    /// The content packed with brotli, where that makes it smaller.
    pub brotli: Option<&'static [u8]>,
}

/// The name of the style sheet.
pub const STYLE: &str = "arvak.css";
/// The name of the font, which the style sheet asks for; a page may ask for it ahead.
pub const FONT: &str = "inter.woff2";
/// The name of the script, a module.
pub const SCRIPT: &str = "arvak.js";
/// The name of the icon.
pub const ICON: &str = "favicon.svg";

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// All files.
pub fn all() -> &'static [Asset] {
    &ALL
}

/// The address of a file by its name; empty where there is none of that name.
pub fn path(name: &str) -> &'static str {
    ALL.iter().find(|asset| asset.name == name).map_or("", |asset| asset.path)
}

/// The file at an address, or at what follows `/s/` in it: `HASH/NAME`. A hash of another build finds
/// nothing.
pub fn find(address: &str) -> Option<&'static Asset> {
    let (hash, name) = address.strip_prefix("/s/").unwrap_or(address).split_once('/')?;
    ALL.iter().find(|asset| asset.hash == hash && asset.name == name)
}

/// The licence texts of what is handed out here and is not ours.
pub const fn notices() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/notices.txt"))
}
