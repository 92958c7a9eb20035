//! What opens a socket: pages, pictures, printers, mail.
//!
//! Comes in: addresses that the person gave. Goes out: what lies there, or what became of what was
//! sent. Never done here: going anywhere unasked.

mod client;
pub(crate) mod failure;
pub(crate) mod guard;
pub(crate) mod mail;
pub(crate) mod names;
pub(crate) mod page;
pub(crate) mod pictures;
pub(crate) mod printer;
mod space;
mod tls;
