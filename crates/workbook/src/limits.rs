//! The bounds of what is read.

/// Most bytes of a file.
pub(crate) const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Most bytes of a workbook when it is unpacked. A workbook of 5,000 things takes about 4 MiB.
pub(crate) const UNPACKED_BYTES_MAX: u64 = 192 * 1024 * 1024;

/// Most parts (sheets, styles, pictures …) that a workbook is packed from.
pub(crate) const PARTS_MAX: usize = 2_000;

/// Most cells of one file that hold something.
pub(crate) const CELLS_MAX: usize = 4_000_000;

/// Most bytes of text in the cells of one file: a text that many cells share counts once for each.
pub(crate) const TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;
