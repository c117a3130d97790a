//! Which products the systems have, by lists of software that were taken in: evidence `software.listed`, whose blob is the list.
//! The names stand in those blobs alone (law 8); `products.db` is an index over them that is made again from ledger and blobs,
//! and may be deleted at any time.
//!
//! * Of each system and source only the newest list counts. One that was withdrawn or erased counts no more, and the one before it
//!   counts again; a system that is gone has none.
//! * Whoever asks brings the index up to what it reads first ([`follow`]): so an answer never lags behind what was recorded, and
//!   recording never waits for a list. Only what is new is read.
//! * When such evidence is erased, the file goes with it ([`forget`]): no name stays behind in it.
//!
//! This crate does not know how lists are written. Whoever asks gives the function that reads them.

mod file;
mod find;
mod follow;

use std::path::Path;

use arvak_core::{EntityId, EntryId, Instant};

pub(crate) use crate::index::remove as forget;

use self::file::ProductsFile;
use crate::blocking::{blocking, wait_for};
use crate::{Reading, Result};

/// The kind of evidence that a list is.
pub const LISTED: &str = "software.listed";

/// The text in such evidence that names who gave the list.
pub const SOURCE: &str = "source";

/// A product as a list names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedProduct {
    /// What it is called.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// Its package URL (ECMA-427).
    pub purl: Option<String>,
    /// The organisation that supplies it.
    pub maker: Option<String>,
}

/// Reads a list; nothing when the bytes are none.
pub type ReadList = fn(&[u8]) -> Option<Vec<ListedProduct>>;

/// Which products are looked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Of these systems; of all when it is `None`.
    pub systems: Option<Vec<EntityId>>,
    /// With this in the name, in small or capital letters; empty for any.
    pub contains: String,
    /// Whose package URL begins so; empty for any, and for none.
    pub purl: String,
    /// After the product at this place, as [`Found::place`] gives it.
    pub after: Option<String>,
    /// How many at most.
    pub limit: usize,
}

impl Wanted {
    /// Any product, so many at most.
    pub const fn any(limit: usize) -> Self {
        Self { systems: None, contains: String::new(), purl: String::new(), after: None, limit }
    }
}

/// A product of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The product.
    pub product: ListedProduct,
    /// The system.
    pub system: EntityId,
    /// Who gave the list.
    pub source: Option<EntityId>,
    /// The entry of the list.
    pub entry: EntryId,
    /// Since when the list says so.
    pub at: Instant,
    /// Its place in the order by name: what comes after it is asked for by this.
    pub place: String,
}

/// A list that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountingList {
    /// Its entry.
    pub entry: EntryId,
    /// The system.
    pub system: EntityId,
    /// Who gave it.
    pub source: Option<EntityId>,
    /// Since when it says so.
    pub at: Instant,
    /// How many products it has; `None` when it cannot be read.
    pub products: Option<usize>,
}

/// How many products were found, and in how many systems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Products, each as often as a list that counts names it.
    pub products: usize,
    /// Systems that have one.
    pub systems: usize,
}

impl Reading {
    /// Products of the lists that count, by name.
    pub async fn products(&self, read: ReadList, wanted: Wanted) -> Result<Vec<Found>> {
        self.index_of_products(read, async move |file: &mut ProductsFile| file.find(&wanted).await)
            .await
    }

    /// How many there are, whatever part of them is asked for.
    pub async fn count_products(&self, read: ReadList, wanted: Wanted) -> Result<Count> {
        self.index_of_products(read, async move |file: &mut ProductsFile| file.count(&wanted).await)
            .await
    }

    /// The lists that count, by system.
    pub async fn software_lists(&self, read: ReadList) -> Result<Vec<CountingList>> {
        self.index_of_products(read, async move |file: &mut ProductsFile| file.lists().await).await
    }

    /// Asks the index, which follows all that is read here. One that cannot be used is made anew, once.
    async fn index_of_products<T: Send + 'static>(
        &self,
        read: ReadList,
        ask: impl AsyncFnOnce(&mut ProductsFile) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reader, blobs) = (self.reader(), self.blobs().clone());
        let (root, path) = (self.layout().root().to_owned(), self.layout().products());
        blocking(move || {
            wait_for(async move {
                let source = follow::Source { reader: &reader, root: &root, blobs: &blobs, read };
                let mut file = up_to_date(&path, &source).await?;
                let told = ask(&mut file).await;
                file.close().await;
                told
            })
        })
        .await
    }
}

async fn up_to_date(path: &Path, source: &follow::Source<'_>) -> Result<ProductsFile> {
    let first = async {
        let mut file = ProductsFile::open(path).await?;
        file.follow(source).await?;
        Ok(file)
    };
    match first.await {
        Err(crate::Error::Database { source: said, .. }) if !file::is_busy(&said) => {
            tracing::warn!(error = %said, "the index of products is of no use and is made anew");
            forget(path)?;
            let mut file = ProductsFile::open(path).await?;
            file.follow(source).await?;
            Ok(file)
        }
        other => other,
    }
}
