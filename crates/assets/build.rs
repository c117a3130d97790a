//! Makes the four files that pages need: one style sheet, one font, one script and the icon, packed
//! for the wire. The parts that are not ours come from npm, pinned by `package-lock.json`; nothing
//! of them lies in the repository, and a page fetches nothing from anywhere else.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads its environment and writes what is built anew each time"
)]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use sha2::{Digest as _, Sha256};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The components that pages use, in the order in which Designsystemet joins them.
const COMPONENTS: [&str; 22] = [
    "button",
    "card",
    "table",
    "tag",
    "alert",
    "details",
    "heading",
    "paragraph",
    "link",
    "list",
    "label",
    "input",
    "field",
    "validation-message",
    "error-summary",
    "fieldset",
    "breadcrumbs",
    "skip-link",
    "dialog",
    "divider",
    "badge",
    "pagination",
];

/// What npm is asked for: exactly the lock file, no scripts of packages, no questions to anybody.
const NPM: [&str; 4] = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];

/// The names of the packages in `node_modules`, each with a licence text that is handed on.
const PACKAGES: [&str; 2] = ["@digdir/designsystemet-css", "@fontsource-variable/inter"];

fn main() -> ExitCode {
    // Written out, and not as `main` would: an error's lines stay lines.
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Outcome<()> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for input in
        ["build.rs", "package.json", "package-lock.json", ".npmrc", "style", "script", "icon"]
    {
        println!("cargo::rerun-if-changed={input}");
    }
    println!("cargo::rerun-if-env-changed=ARVAK_ASSETS");
    let packages = packages(&out)?;
    let font = fs::read(packages.join(PACKAGES[1]).join("files/inter-latin-wght-normal.woff2"))?;
    let font = Built::new("inter.woff2", "font/woff2", font);
    let style = style(&packages, &font.path())?;
    let files = [
        Built::new("arvak.css", "text/css; charset=utf-8", style.into_bytes()),
        font,
        Built::new("arvak.js", "text/javascript; charset=utf-8", script()?.into_bytes()),
        Built::new("favicon.svg", "image/svg+xml", fs::read("icon/favicon.svg")?),
    ];
    let mut table = format!("static ALL: [Asset; {}] = [\n", files.len());
    for file in &files {
        file.put(&out, &mut table)?;
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table)?;
    fs::write(out.join("notices.txt"), notices(&packages)?)?;
    Ok(())
}

/// The folder with the packages: the one that `ARVAK_ASSETS` names (for machines without npm), or
/// one that npm fills here. It is filled anew only when what is asked for has changed.
fn packages(out: &Path) -> Outcome<PathBuf> {
    if let Ok(given) = env::var("ARVAK_ASSETS") {
        let given = PathBuf::from(given);
        for package in PACKAGES {
            if !given.join(package).is_dir() {
                return Err(
                    format!("ARVAK_ASSETS={}: {package} is not in it", given.display()).into()
                );
            }
        }
        return Ok(given);
    }
    let folder = out.join("npm");
    fs::create_dir_all(&folder)?;
    let mut asked = Sha256::new();
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        let bytes = fs::read(name)?;
        asked.update(&bytes);
        fs::write(folder.join(name), bytes)?;
    }
    let (asked, mark) = (hex(&asked.finalize()), folder.join("filled-with"));
    let packages = folder.join("node_modules");
    if fs::read_to_string(&mark).is_ok_and(|filled| filled == asked) && packages.is_dir() {
        return Ok(packages);
    }
    install(&folder)?;
    fs::write(mark, asked)?;
    Ok(packages)
}

/// Lets npm fill the folder; when it cannot, the message names the one command to try by hand.
fn install(folder: &Path) -> Outcome<()> {
    let by_hand = format!("cd {} && npm {}", folder.display(), NPM.join(" "));
    let help = format!(
        "the pages' style and font come from npm, and that failed. Try by hand:\n  {by_hand}\n\
         Without npm: set ARVAK_ASSETS to a node_modules folder that was filled with \
         crates/assets/package-lock.json elsewhere."
    );
    let output = Command::new("npm").args(NPM).current_dir(folder).output().map_err(|error| {
        format!("npm does not start ({error}): install nodejs and npm.\n{help}")
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}\n{help}", String::from_utf8_lossy(&output.stderr)).into())
}

/// One style sheet: the theme, the components each in its layer, our own colours and classes.
fn style(packages: &Path, font: &str) -> Outcome<String> {
    let dist = packages.join(PACKAGES[0]).join("dist");
    let component = |name: &str| fs::read_to_string(dist.join("src").join(format!("{name}.css")));
    let mut style = String::from(
        "/* Designsystemet (MIT), Inter (OFL-1.1); licence texts: see the page about the program. */\n\
         @layer ds.theme, ds.base, ds.components, arvak;\n",
    );
    style.push_str(&fs::read_to_string(dist.join("theme/designsystemet.css"))?);
    writeln!(style, "\n@layer ds.base{{{}}}", component("base")?)?;
    for name in COMPONENTS {
        writeln!(style, "@layer ds.components{{{}}}", component(name)?)?;
    }
    for name in ["theme", "arvak", "pictures", "print"] {
        let own = fs::read_to_string(format!("style/{name}.css"))?;
        style.push_str(&squeezed(&own.replace("FONT_PATH", font)));
    }
    Ok(style)
}

/// One script of all files in `script`, the common one first; each is a block of its own.
fn script() -> Outcome<String> {
    let mut names: Vec<_> = fs::read_dir("script")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    names.retain(|path| path.extension().is_some_and(|extension| extension == "js"));
    names.sort_by_key(|path| (!path.ends_with("arvak.js"), path.clone()));
    let mut script = String::new();
    for name in names {
        let text = fs::read_to_string(name)?;
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            script.push_str(line.trim_start());
            script.push('\n');
        }
    }
    Ok(script)
}

/// Our own style without comments and indentation: both are for readers of the repository.
fn squeezed(style: &str) -> String {
    let mut squeezed = String::new();
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        squeezed.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    squeezed.push_str(rest);
    let lines = squeezed.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |all, line| all + line + "\n")
}

/// The licence texts that must go along with what is handed out.
fn notices(packages: &Path) -> Outcome<String> {
    let mut notices = String::new();
    for package in PACKAGES {
        let licence = fs::read_to_string(packages.join(package).join("LICENSE"))?;
        writeln!(notices, "{package}\n\n{}\n", licence.trim())?;
    }
    Ok(notices)
}

/// A file as it is handed out.
struct Built {
    name: &'static str,
    mime: &'static str,
    bytes: Vec<u8>,
    hash: String,
}

impl Built {
    fn new(name: &'static str, mime: &'static str, bytes: Vec<u8>) -> Self {
        let mut hash = hex(&Sha256::digest(&bytes));
        hash.truncate(16);
        Self { name, mime, bytes, hash }
    }

    /// The address carries the content's hash, so that a browser may keep the file for ever.
    fn path(&self) -> String {
        format!("/s/{}/{}", self.hash, self.name)
    }

    /// Writes the file, packed in both ways where that makes it smaller, and its line in the table.
    fn put(&self, out: &Path, table: &mut String) -> Outcome<()> {
        fs::write(out.join(self.name), &self.bytes)?;
        let Self { name, mime, hash, .. } = self;
        writeln!(
            table,
            "Asset {{ name: {name:?}, hash: {hash:?}, path: {:?}, mime: {mime:?},",
            self.path()
        )?;
        writeln!(
            table,
            "bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), {:?})),",
            format!("/{name}")
        )?;
        for (field, ending, packed) in
            [("gzip", "gz", gzip(&self.bytes)?), ("brotli", "br", brotli(&self.bytes)?)]
        {
            // A font is packed already.
            if packed.len() * 20 > self.bytes.len() * 19 {
                writeln!(table, "{field}: None,")?;
                continue;
            }
            fs::write(out.join(format!("{name}.{ending}")), packed)?;
            let file = format!("/{name}.{ending}");
            writeln!(
                table,
                "{field}: Some(include_bytes!(concat!(env!(\"OUT_DIR\"), {file:?}))),"
            )?;
        }
        table.push_str("},\n");
        Ok(())
    }
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut packed = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, bytes)?;
    Ok(packed.finish()?)
}

fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut packed = Vec::new();
    let how = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &how)?;
    Ok(packed)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
