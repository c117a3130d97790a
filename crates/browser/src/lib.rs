//! The pages in a real browser: tests only.
