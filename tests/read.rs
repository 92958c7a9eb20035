//! Texts as people write them, and bytes as nobody should.

mod bytes;
mod commonmark;
mod dialects;
mod inlines;
mod mail;
mod outline;
mod promises;
mod quotations;
mod suite;
mod tables;
mod word;
