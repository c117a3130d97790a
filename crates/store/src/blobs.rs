//! Blobs: transcripts, attachments, catalogues. A file is 16 bytes of salt and then the content; its
//! name is the SHA-256 of all its bytes, as `blobs/ab/cdef…`.
//!
//! The salt keeps short content from being guessed from its digest after the blob is erased (law 8).
//! Order of a put: write a temporary file, sync it, rename it, sync the directory. So a name is there
//! only with all its bytes behind it, also after a power cut, and any process may put: no lock.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use arvak_core::Digest;
use arvak_probe::{BoxFuture, PortError};

use crate::{Error, Result};

/// Most bytes that the content of a blob may have.
pub const BLOB_BYTES_MAX: usize = 64 * 1024 * 1024;

const SALT_BYTES: usize = 16;

/// The salt of content that is public anyway; the same content then has the same digest everywhere.
const NO_SALT: [u8; SALT_BYTES] = [0; SALT_BYTES];

/// The blobs of one data folder.
#[derive(Clone, Debug)]
pub struct Blobs {
    root: PathBuf,
}

/// What the blobs' directory holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Blobs by the digest in their names, sorted.
    pub digests: Vec<Digest>,
    /// Files that are no blobs, sorted.
    pub strays: Vec<PathBuf>,
}

impl Blobs {
    /// The blobs under `root`, which is created by the first put.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Stores `content` under a fresh salt; durable on return.
    pub fn put(&self, content: &[u8]) -> Result<Digest> {
        let mut salt = NO_SALT;
        getrandom::fill(&mut salt)?;
        self.put_salted(salt, content)
    }

    /// Stores public content, such as a catalogue, without a salt: the same content has the same
    /// digest everywhere, which [`Blobs::digest_of_public`] gives.
    pub fn put_public(&self, content: &[u8]) -> Result<Digest> {
        self.put_salted(NO_SALT, content)
    }

    /// The digest under which [`Blobs::put_public`] stores `content`.
    pub fn digest_of_public(content: &[u8]) -> Digest {
        Digest::of(&[&NO_SALT, content].concat())
    }

    fn put_salted(&self, salt: [u8; SALT_BYTES], content: &[u8]) -> Result<Digest> {
        if content.len() > BLOB_BYTES_MAX {
            let (size_bytes, size_bytes_max) = (content.len() as u64, BLOB_BYTES_MAX as u64);
            return Err(Error::TooLarge { what: "a blob", size_bytes, size_bytes_max });
        }
        self.put_bytes(&[&salt, content].concat())
    }

    /// A blob with its salt, to hand on: whoever has it can check it against its digest.
    pub fn sealed(&self, digest: Digest) -> Result<Vec<u8>> {
        self.read(digest)
    }

    /// Stores a blob that somebody else salted, as [`Blobs::sealed`] gives it: it keeps its digest.
    pub fn put_sealed(&self, sealed: &[u8]) -> Result<Digest> {
        match sealed.len().checked_sub(SALT_BYTES) {
            Some(length) if length <= BLOB_BYTES_MAX => self.put_bytes(sealed),
            _ => {
                let (size_bytes, size_bytes_max) = (sealed.len() as u64, BLOB_BYTES_MAX as u64);
                Err(Error::TooLarge { what: "a blob", size_bytes, size_bytes_max })
            }
        }
    }

    /// The content of such a blob; nothing when it is too short to have a salt.
    pub fn content_of(sealed: &[u8]) -> Option<&[u8]> {
        sealed.get(SALT_BYTES..)
    }

    fn put_bytes(&self, bytes: &[u8]) -> Result<Digest> {
        let digest = Digest::of(bytes);
        let path = self.path(digest);
        let directory = path.parent().unwrap_or(&self.root);
        make_directory(&self.root)?;
        make_directory(directory)?;
        let temporary = self.temporary()?;
        write_synced(&temporary, bytes)?;
        fs::rename(&temporary, &path).map_err(Error::io("rename", &temporary))?;
        sync_directory(directory)?;
        Ok(digest)
    }

    /// The content of a blob, checked against its digest.
    pub fn get(&self, digest: Digest) -> Result<Vec<u8>> {
        let mut bytes = self.read(digest)?;
        bytes.drain(..SALT_BYTES);
        Ok(bytes)
    }

    /// Checks that a blob is there and whole.
    pub fn check(&self, digest: Digest) -> Result<()> {
        self.read(digest).map(drop)
    }

    /// The bytes of the file, salt included, checked.
    fn read(&self, digest: Digest) -> Result<Vec<u8>> {
        let path = self.path(digest);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Error::BlobMissing { digest });
            }
            Err(source) => return Err(Error::Io { action: "open", path, source }),
        };
        let most = (SALT_BYTES + BLOB_BYTES_MAX) as u64;
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(Error::io("read", &path))?;
        if bytes.len() < SALT_BYTES || Digest::of(&bytes) != digest {
            return Err(Error::BlobDamaged { path });
        }
        Ok(bytes)
    }

    /// Whether a blob of that name is there; its bytes are not looked at.
    pub fn has(&self, digest: Digest) -> bool {
        self.path(digest).exists()
    }

    /// Overwrites and removes a blob; `false` when it was not there. Only the holder of the folder's
    /// lock may do this, after the erasure is recorded.
    pub(crate) fn erase(&self, digest: Digest) -> Result<bool> {
        let path = self.path(digest);
        let mut file = match OpenOptions::new().write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(source) => return Err(Error::Io { action: "open", path, source }),
        };
        let length = file.metadata().map_err(Error::io("read", &path))?.len();
        let zeros = vec![0; usize::try_from(length).unwrap_or(0)];
        file.write_all(&zeros).map_err(Error::io("overwrite", &path))?;
        file.sync_all().map_err(Error::io("sync", &path))?;
        fs::remove_file(&path).map_err(Error::io("remove", &path))?;
        sync_directory(path.parent().unwrap_or(&self.root))?;
        Ok(true)
    }

    /// Everything in the directory.
    pub fn list(&self) -> Result<Listing> {
        let mut listing = Listing::default();
        for directory in entries_of(&self.root)? {
            if !directory.is_dir() {
                listing.strays.push(directory);
                continue;
            }
            for path in entries_of(&directory)? {
                match digest_of_path(&path) {
                    Some(digest) if self.path(digest) == path => listing.digests.push(digest),
                    _ => listing.strays.push(path),
                }
            }
        }
        listing.digests.sort_unstable();
        listing.strays.sort_unstable();
        Ok(listing)
    }

    /// The file of a blob.
    pub fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        let (directory, file) = name.split_at(2);
        self.root.join(directory).join(file)
    }

    fn temporary(&self) -> Result<PathBuf> {
        let directory = self.root.join("tmp");
        make_directory(&directory)?;
        let mut number = [0; 8];
        getrandom::fill(&mut number)?;
        Ok(directory.join(format!("{:016x}", u64::from_be_bytes(number))))
    }
}

fn digest_of_path(path: &Path) -> Option<Digest> {
    let file = path.file_name()?.to_str()?;
    let directory = path.parent()?.file_name()?.to_str()?;
    format!("{directory}{file}").parse().ok()
}

fn entries_of(directory: &Path) -> Result<Vec<PathBuf>> {
    let listed = match fs::read_dir(directory) {
        Ok(listed) => listed,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(Error::io("list", directory)(source)),
    };
    listed.map(|entry| entry.map(|it| it.path()).map_err(Error::io("list", directory))).collect()
}

fn make_directory(directory: &Path) -> Result<()> {
    match fs::DirBuilder::new().mode(0o700).create(directory) {
        Ok(()) => directory.parent().map_or(Ok(()), sync_directory),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(Error::io("create", directory)(source)),
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(Error::io("create", path))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|source| {
        // Best effort: on a full disk the half-written file must not stay.
        let _ = fs::remove_file(path);
        Error::io("write", path)(source)
    })
}

fn sync_directory(directory: &Path) -> Result<()> {
    File::open(directory)
        .and_then(|directory| directory.sync_all())
        .map_err(Error::io("sync", directory))
}

/// The port: off the runtime's threads, since a put waits for the disk.
impl arvak_probe::Blobs for Blobs {
    fn put<'a>(&'a self, bytes: &'a [u8]) -> BoxFuture<'a, std::result::Result<Digest, PortError>> {
        let (blobs, bytes) = (self.clone(), bytes.to_vec());
        Box::pin(on_blocking_thread(move || blobs.put(&bytes)))
    }

    fn get(
        &self,
        digest: Digest,
    ) -> BoxFuture<'_, std::result::Result<Option<Vec<u8>>, PortError>> {
        let blobs = self.clone();
        Box::pin(on_blocking_thread(move || match blobs.get(digest) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Error::BlobMissing { .. }) => Ok(None),
            Err(error) => Err(error),
        }))
    }
}

async fn on_blocking_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> std::result::Result<T, PortError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| error.to_port("a blob")),
        Err(stopped) => {
            Err(PortError::Failed { what: "a blob".to_owned(), why: stopped.to_string() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blobs() -> (tempfile::TempDir, Blobs) {
        let directory = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(directory.path().join("blobs"));
        (directory, blobs)
    }

    #[test]
    fn what_was_put_is_got_and_the_same_content_has_two_names() {
        let (_directory, blobs) = blobs();
        let one = blobs.put(b"a transcript").unwrap();
        let two = blobs.put(b"a transcript").unwrap();
        assert_ne!(one, two, "the salt tells them apart");
        assert_eq!(blobs.get(one).unwrap(), b"a transcript");
        assert_eq!(blobs.get(two).unwrap(), b"a transcript");
        assert_eq!(blobs.list().unwrap().digests.len(), 2);
    }

    #[test]
    fn public_content_has_one_name_everywhere() {
        let (_directory, blobs) = blobs();
        let digest = blobs.put_public(b"[letter]").unwrap();
        assert_eq!(blobs.put_public(b"[letter]").unwrap(), digest);
        assert_eq!(Blobs::digest_of_public(b"[letter]"), digest);
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let (_directory, blobs) = blobs();
        let digest = blobs.put(b"seen").unwrap();
        let path = blobs.path(digest);
        let whole = fs::read(&path).unwrap();
        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            File::create(&path).unwrap().write_all(&bytes).unwrap();
            assert!(matches!(blobs.get(digest), Err(Error::BlobDamaged { .. })), "bit {bit}");
        }
    }

    #[test]
    fn an_erased_blob_is_missing_and_erasing_again_says_so() {
        let (_directory, blobs) = blobs();
        let digest = blobs.put(b"a name").unwrap();
        assert!(blobs.erase(digest).unwrap());
        assert!(matches!(blobs.get(digest), Err(Error::BlobMissing { .. })));
        assert!(!blobs.erase(digest).unwrap());
        assert_eq!(blobs.list().unwrap(), Listing::default());
    }

    #[test]
    fn files_that_are_no_blobs_are_named() {
        let (_directory, blobs) = blobs();
        let digest = blobs.put(b"x").unwrap();
        let stray = blobs.root.join("ab").join("note.txt");
        fs::create_dir_all(stray.parent().unwrap()).unwrap();
        File::create(&stray).unwrap();
        let listing = blobs.list().unwrap();
        assert_eq!((listing.digests, listing.strays), (vec![digest], vec![stray]));
    }

    #[test]
    fn content_above_the_bound_is_refused() {
        let (_directory, blobs) = blobs();
        let error = blobs.put(&vec![0; BLOB_BYTES_MAX + 1]).unwrap_err();
        assert_eq!(error.code(), "store.too_large");
    }
}
