//! Getting an article, wherever it lies.
//!
//! Comes in: an [`Input`] and what may be reached. Goes out: a [`Source`]: bytes, and the order
//! for them. Never done here: anything fetched that the person did not ask for.

use std::sync::Arc;

use offprint::picture::Fetcher;
use offprint::pipeline::Order;
#[cfg(feature = "network")]
use offprint::read::Format;
use url::Url;

use super::address::Address;
use super::folder::{Folder, Seen};
use super::input::Input;
#[cfg(feature = "network")]
use super::network::{page, pictures::Remote};
use super::trouble::Trouble;

/// What may be reached over the network.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Reach {
    /// The addresses that the person gave.
    given: Vec<Url>,
    /// The pictures of articles are to be fetched.
    pictures: bool,
}

/// An article that was read.
#[derive(Debug)]
pub(super) struct Source {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// The order for it, with what is known of it alone.
    pub(super) order: Order,
}

impl Reach {
    /// What these inputs let be reached.
    pub(super) fn of<'i>(inputs: impl Iterator<Item = &'i Input>, pictures: bool) -> Self {
        let given = inputs.filter_map(|input| input.address().map(Address::url)).cloned();
        Self { given: given.collect(), pictures }
    }

    /// Who fetches the pictures of an article.
    fn fetcher(&self, input: &Input, seen: &Seen) -> Fetcher {
        let folder = Folder::of(input, seen);
        #[cfg(feature = "network")]
        if self.pictures {
            let page = input.address().map(Address::url);
            return Fetcher(Some(Arc::new(Remote::new(page, &self.given, folder))));
        }
        Fetcher(Some(Arc::new(folder)))
    }
}

/// Gets an article.
pub(super) fn read(
    input: &Input,
    order: &Order,
    reach: &Reach,
    seen: &Seen,
) -> Result<Source, Trouble> {
    let order = Order { fetcher: reach.fetcher(input, seen), ..input.order(order) };
    match input {
        #[cfg(feature = "network")]
        Input::Address(address) => fetched(address, order, reach),
        _ => Ok(Source { bytes: input.read()?, order }),
    }
}

/// Fetches the page at an address. What the server tells of it is believed where the person said
/// nothing.
#[cfg(feature = "network")]
fn fetched(address: &Address, mut order: Order, reach: &Reach) -> Result<Source, Trouble> {
    let page = page::fetch(address.url(), &reach.given)
        .map_err(|failure| failure.trouble().about(address.shown()))?;
    if order.format == Format::Auto {
        order.format = page.format;
    }
    order.origin = page.origin;
    Ok(Source { bytes: page.bytes, order })
}
