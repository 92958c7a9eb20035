//! Getting an article, wherever it lies.
//!
//! Comes in: an [`Input`] and what may be reached. Goes out: a [`Source`]: bytes, and the order
//! for them. Never done here: anything fetched that the person did not ask for.

use std::path::Path;
use std::sync::Arc;

use offprint::picture::Fetcher;
use offprint::pipeline::PrintOptions;
use offprint::read::Format;
use offprint::read::unsupported::{self, UnsupportedFile};
use url::Url;

use super::address::Address;
use super::folder::{Folder, Seen};
use super::input::Input;
#[cfg(feature = "network")]
use super::network::{
    fetch_error::FetchError, host_guard::HostGuard, host_names::PinnedNames, page::fetch_page,
    pictures::RemotePictures,
};
use super::trouble::Trouble;
use super::unsupported::unsupported_trouble;

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
    pub(super) options: PrintOptions,
    /// Its format, if it is not an article and the user did not choose a format.
    unsupported: Option<UnsupportedFile>,
}

impl Source {
    /// Looks at the bytes of an input, which are to be read as `order` says.
    fn new(input: &Input, bytes: Vec<u8>, options: PrintOptions, explicit: bool) -> Self {
        let ending = match input {
            Input::File(path) => path.extension().map(|it| it.to_string_lossy().into_owned()),
            Input::Address(address) => {
                let path = Path::new(address.url().path());
                path.extension().map(|it| it.to_string_lossy().into_owned())
            }
            Input::Stdin => None,
        };
        let recognise = || unsupported::recognise(&bytes, ending.as_deref());
        let unsupported = if explicit { None } else { recognise() };
        Self { bytes, options, unsupported }
    }

    /// Refuses a file that is not an article, unless the user chose a format.
    pub(super) fn refuse_unsupported(&self, input: &Input) -> Result<(), Trouble> {
        match &self.unsupported {
            Some(file) => Err(unsupported_trouble(input, file)),
            None => Ok(()),
        }
    }
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
    options: &PrintOptions,
    reach: &Reach,
    seen: &Seen,
) -> Result<Source, Trouble> {
    // The ending of a name is a guess: the content decides whether it holds.
    let explicit = options.format != Format::Auto;
    // Pictures may be where the page was, so both are fetched under the same guard.
    let guard = Arc::new(HostGuard::new(reach.given.iter(), reach.names.clone()));
    let folder = Folder::of(input, seen);
    let address = input.address();
    let fetcher = if reach.pictures {
        let page = address.map(Address::url);
        Fetcher(Some(Arc::new(RemotePictures::new(page, Arc::clone(&guard), folder))))
    } else {
        Fetcher(Some(Arc::new(folder)))
    };
    let options = PrintOptions { fetcher, ..input.options(options) };
    let (bytes, options) = match address {
        Some(address) => fetched(address, options, guard)?,
        None => (input.read()?, options),
    };
    Ok(Source::new(input, bytes, options, explicit))
}

/// Gets an article.
#[cfg(not(feature = "network"))]
pub(super) fn read(
    input: &Input,
    options: &PrintOptions,
    _reach: &Reach,
    seen: &Seen,
) -> Result<Source, Trouble> {
    let explicit = options.format != Format::Auto;
    let fetcher = Fetcher(Some(Arc::new(Folder::of(input, seen))));
    let options = PrintOptions { fetcher, ..input.options(options) };
    Ok(Source::new(input, input.read()?, options, explicit))
}

/// Fetches the page at an address. What the server tells of it is believed where the person said
/// nothing.
#[cfg(feature = "network")]
fn fetched(
    address: &Address,
    mut options: PrintOptions,
    guard: Arc<HostGuard>,
) -> Result<(Vec<u8>, PrintOptions), Trouble> {
    let told = |error: FetchError| error.trouble().about(address.shown());
    let page = fetch_page(address.url(), guard).map_err(told)?;
    // The kind that the bytes show is more precise than the server's media type.
    if let Some(media_type) = page.unsupported_media_type()
        && options.format == Format::Auto
        && unsupported::recognise(&page.body, None).is_none()
    {
        return Err(told(FetchError::MediaType(media_type.to_owned())));
    }
    if options.format == Format::Auto {
        options.format = page.format();
    }
    options.origin = page.origin();
    Ok((page.body, options))
}
