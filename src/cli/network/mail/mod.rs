//! Mail: an article is set and goes into a letter.
//!
//! Comes in: articles and whom they are for. Goes out: a message as a file, or to a mail server.
//! Never done here: finding a server that the person did not name.

mod letter;
mod post;
mod server;

pub(crate) use letter::{Enclosure, Letter, Person};
pub(crate) use post::{Login, Way, send};
pub(crate) use server::Server;
