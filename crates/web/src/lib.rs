//! The pages and the API: server-rendered, over the data folder.

pub mod first_run;
