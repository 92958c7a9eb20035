//! Network access: fetching pages and pictures, printing, sending mail.
//!
//! Takes addresses that the user gave and gives the fetched bytes or the outcome of what was sent. It
//! must never connect to a host that the user did not ask for.

mod address_scope;
mod client;
pub(crate) mod fetch_error;
pub(crate) mod host_guard;
pub(crate) mod host_names;
pub(crate) mod mail;
pub(crate) mod page;
pub(crate) mod pictures;
pub(crate) mod printer;
pub(crate) mod tls_error;
