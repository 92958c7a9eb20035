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
use super::network::{guard::Guard, names::PinnedNames, page, pictures::Remote};
use super::trouble::Trouble;

/// What may be reached over the network.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "network"), expect(dead_code, reason = "nothing is fetched"))]
pub(super) struct Reach {
    /// The addresses that the person gave.
    given: Vec<Url>,
    /// The pictures of articles are to be fetched.
    pictures: bool,
    /// The host names that were resolved for any of the articles.
    #[cfg(feature = "network")]
    names: PinnedNames,
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
        Self {
            given: given.collect(),
            pictures,
            #[cfg(feature = "network")]
            names: PinnedNames::default(),
        }
    }
}

/// Gets an article.
#[cfg(feature = "network")]
pub(super) fn read(
    input: &Input,
    order: &Order,
    reach: &Reach,
    seen: &Seen,
) -> Result<Source, Trouble> {
    // Pictures may be where the page was, so both are fetched under the same guard.
    let guard = Arc::new(Guard::new(reach.given.iter(), reach.names.clone()));
    let folder = Folder::of(input, seen);
    let address = input.address();
    let fetcher = if reach.pictures {
        let page = address.map(Address::url);
        Fetcher(Some(Arc::new(Remote::new(page, Arc::clone(&guard), folder))))
    } else {
        Fetcher(Some(Arc::new(folder)))
    };
    let order = Order { fetcher, ..input.order(order) };
    match address {
        Some(address) => fetched(address, order, guard),
        None => Ok(Source { bytes: input.read()?, order }),
    }
}

/// Gets an article.
#[cfg(not(feature = "network"))]
pub(super) fn read(
    input: &Input,
    order: &Order,
    _reach: &Reach,
    seen: &Seen,
) -> Result<Source, Trouble> {
    let fetcher = Fetcher(Some(Arc::new(Folder::of(input, seen))));
    let order = Order { fetcher, ..input.order(order) };
    Ok(Source { bytes: input.read()?, order })
}

/// Fetches the page at an address. What the server tells of it is believed where the person said
/// nothing.
#[cfg(feature = "network")]
fn fetched(address: &Address, mut order: Order, guard: Arc<Guard>) -> Result<Source, Trouble> {
    let page = page::fetch(address.url(), guard)
        .map_err(|failure| failure.trouble().about(address.shown()))?;
    if order.format == Format::Auto {
        order.format = page.format;
    }
    order.origin = page.origin;
    Ok(Source { bytes: page.bytes, order })
}
