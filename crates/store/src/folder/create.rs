//! What a new data folder begins with.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};

use arvak_core::fact::{ClockKind, Genesis};
use arvak_core::{Actor, Class, Digest, Draft, Fact, Name};
use arvak_ledger::{Key, Lock, PublicKey, Writer};

use crate::{Error, Layout, Result, random};

/// The part of the program that records the first entry.
const PROGRAM: &str = "arvak";

const SEAL_HEADING: &str = "arvak-seal-key 1";

/// Makes keys and ledger in a new or empty directory; its configuration may be there before it.
pub(super) fn create(layout: &Layout) -> Result<Writer> {
    let root = layout.root();
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(root)
        .map_err(Error::io("create", root))?;
    refuse_filled(layout)?;
    let lock = Lock::take(root)?;
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)?;
    let key = Key::new(&format!("arvak/{}", random::hex::<16>()?), seed)?;
    key.save(root)?;
    write_seal_key(layout)?;
    Ok(Writer::create(lock, key)?)
}

fn refuse_filled(layout: &Layout) -> Result<()> {
    let root = layout.root();
    if layout.is_free().map_err(Error::io("list", root))? {
        return Ok(());
    }
    Err(Error::NotEmpty { dir: root.to_owned() })
}

/// A folder has it from the first day, so that its first backup has it too.
fn write_seal_key(layout: &Layout) -> Result<()> {
    let path = layout.seal_key();
    let key = random::hex::<32>()?;
    let text = format!("{SEAL_HEADING}\n{key}\n{}\n", Digest::of(key.as_bytes()));
    let mut options = fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).mode(0o400).open(&path);
    let mut file = opened.map_err(Error::io("create", &path))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::File::open(layout.keys())?.sync_all())
        .map_err(Error::io("write", &path))
}

/// The key in `keys/seal.key`, 64 hexadecimal digits, checked: a heading, the key, its SHA-256.
pub(crate) fn read_seal_key(layout: &Layout) -> Result<String> {
    let path = layout.seal_key();
    let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    let key = text.lines().nth(1).unwrap_or_default();
    if text == format!("{SEAL_HEADING}\n{key}\n{}\n", Digest::of(key.as_bytes())) {
        return Ok(key.to_owned());
    }
    let problem = "its checksum does not hold".to_owned();
    Err(Error::Damaged { file: path, problem })
}

/// The first entry: who signs this ledger, and by whose clock it is stamped.
pub(super) fn genesis(key: &PublicKey, clock: ClockKind) -> Result<Draft> {
    let fact = Genesis { origin: key.name().to_owned(), public_key: key.to_string(), clock };
    let program: Name =
        PROGRAM.parse().map_err(|error| Error::Draft { why: format!("{error}") })?;
    Ok(Draft {
        key: Digest::of(format!("genesis\n{key}\n").as_bytes()),
        actor: Actor::Program(program),
        class: Class::Public,
        body: None,
        blobs: Vec::new(),
        fact: Fact::Genesis(fact),
    })
}
