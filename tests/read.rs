//! Texts as people write them, and bytes as nobody should.

mod bytes;
mod commonmark;
mod inlines;
mod outline;
mod promises;
mod quotations;
mod suite;
mod tables;
