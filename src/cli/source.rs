//! Reading of an article from a file, standard input or an address.

use std::path::Path;
use std::sync::Arc;

use offprint::picture::Fetcher;
use offprint::pipeline::PrintOptions;
use offprint::read::Format;
use offprint::read::unsupported::{self, UnsupportedFile};
#[cfg(feature = "network")]
use offprint::style::PictureMode;
use url::Url;

use super::address::Address;
use super::error::CliError;
use super::input::{Input, format_by_extension};
#[cfg(feature = "network")]
use super::network::{
    fetch_error::FetchError, host_guard::HostGuard, host_names::PinnedNames, page::fetch_page,
    pictures::RemotePictures,
};
use super::picture_folder::{PictureFolder, UsedPictures};
use super::unsupported::unsupported_error;

/// Files and addresses that can be read for articles.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "network"), expect(dead_code, reason = "nothing is fetched"))]
pub(super) struct SourceAccess {
    /// Addresses that the user gave.
    given: Vec<Url>,
    /// Pictures on the web are fetched for files too.
    fetches_for_files: bool,
    /// Pictures that were read.
    pub(super) used_pictures: UsedPictures,
    /// Host names that were resolved for any of the articles.
    #[cfg(feature = "network")]
    names: PinnedNames,
}

impl SourceAccess {
    /// Allows the addresses among `inputs` with their pictures, and the pictures of files if
    /// asked for.
    pub(super) fn new<'i>(
        inputs: impl Iterator<Item = &'i Input>,
        fetches_for_files: bool,
    ) -> Self {
        let given = inputs.filter_map(|input| input.address().map(Address::url)).cloned();
        Self {
            given: given.collect(),
            fetches_for_files,
            used_pictures: None,
            #[cfg(feature = "network")]
            names: PinnedNames::default(),
        }
    }
}

/// Article that was read.
#[derive(Debug)]
pub(super) struct ArticleSource {
    /// Bytes.
    pub(super) bytes: Vec<u8>,
    /// Options, with what is known of this article alone.
    pub(super) options: PrintOptions,
    /// Its format, if it is not an article and the user did not choose a format.
    unsupported: Option<UnsupportedFile>,
}

impl ArticleSource {
    /// Refuses a file that is not an article, unless the user chose a format.
    pub(super) fn refuse_unsupported(&self, input: &Input) -> Result<(), CliError> {
        match &self.unsupported {
            Some(file) => Err(unsupported_error(input, file)),
            None => Ok(()),
        }
    }
}

/// Reads an article.
pub(super) fn read(
    input: &Input,
    options: &PrintOptions,
    access: &SourceAccess,
) -> Result<ArticleSource, CliError> {
    let mut options = options.clone();
    let is_format_chosen = options.format != Format::Auto;
    let extension = match input {
        Input::File(path) => path.extension(),
        Input::Address(address) => Path::new(address.url().path()).extension(),
        Input::Stdin => None,
    };
    let extension = extension.map(|it| it.to_string_lossy().into_owned());
    if let (false, Input::File(path)) = (is_format_chosen, input) {
        options.format = format_by_extension(path).unwrap_or_default();
    }
    let folder = PictureFolder::new(input, &access.used_pictures);
    let bytes = read_bytes(input, &mut options, access, folder)?;
    // An extension is a guess: the content decides.
    let unsupported = if is_format_chosen {
        None
    } else {
        unsupported::recognise(&bytes, extension.as_deref())
    };
    Ok(ArticleSource { bytes, options, unsupported })
}

#[cfg(not(feature = "network"))]
fn read_bytes(
    input: &Input,
    options: &mut PrintOptions,
    _: &SourceAccess,
    folder: PictureFolder,
) -> Result<Vec<u8>, CliError> {
    options.fetcher = Fetcher(Some(Arc::new(folder)));
    input.read()
}

/// Reads the bytes of an article, and completes its options with what the server says of it, if the
/// user said nothing.
#[cfg(feature = "network")]
fn read_bytes(
    input: &Input,
    options: &mut PrintOptions,
    access: &SourceAccess,
    folder: PictureFolder,
) -> Result<Vec<u8>, CliError> {
    // A page and its pictures are fetched under the same guard.
    let guard = Arc::new(HostGuard::new(access.given.iter(), access.names.clone()));
    let address = input.address();
    let is_asked = address.is_some() || access.fetches_for_files;
    let fetches = is_asked && options.style.pictures != PictureMode::None;
    options.fetcher = Fetcher(Some(if fetches {
        let page = address.map(Address::url);
        Arc::new(RemotePictures::new(page, Arc::clone(&guard), folder))
    } else {
        Arc::new(folder)
    }));
    let Some(address) = address else { return input.read() };
    let refusal = |error: FetchError| error.cli_error().about(address.shown());
    let page = fetch_page(address.url(), guard).map_err(refusal)?;
    // The bytes tell the format more precisely than the server's media type.
    if let Some(media_type) = page.unsupported_media_type()
        && options.format == Format::Auto
        && unsupported::recognise(&page.body, None).is_none()
    {
        return Err(refusal(FetchError::MediaType(media_type.to_owned())));
    }
    if options.format == Format::Auto {
        options.format = page.format();
    }
    options.origin = page.origin();
    Ok(page.body)
}
