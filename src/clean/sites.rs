//! Options of cleaning by site.

use std::collections::BTreeMap;

use super::extract;
use super::options::CleanOptions;
use crate::read::Manuscript;

/// Options of cleaning that apply to the articles of named sites.
///
/// ```
/// use offprint::clean::{Sites, CleanOptions};
/// use offprint::pipeline::{MetadataOverrides, PrintOptions, Stage, dump};
///
/// let mut sites = Sites::default();
/// sites.add("example.org", CleanOptions { drop: vec!["our shop".into()], ..CleanOptions::default() });
/// let source = Some("https://www.example.org/lamp".to_owned());
/// let order = PrintOptions {
///     sites,
///     meta: MetadataOverrides { source, ..MetadataOverrides::default() },
///     ..PrintOptions::default()
/// };
/// let article = b"The Lamp\n\nIt was late.\n\nVisit our shop for lamps.\n";
/// let dump = dump(article, &order, &Default::default(), Stage::Article, false)?;
/// assert!(!dump.text.contains("our shop"));
/// # Ok::<(), offprint::PressError>(())
/// ```
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sites(BTreeMap<String, CleanOptions>);

impl Sites {
    /// Sets the options of a site, which is named as in its addresses (`example.org`) and stands
    /// for its subdomains too (`www.example.org`). Replaces earlier options of the site.
    pub fn add(&mut self, site: &str, options: CleanOptions) {
        self.0.insert(site.trim().to_lowercase(), options);
    }

    /// Adds the options of `defaults` for sites that have none here.
    #[must_use]
    pub fn or(mut self, defaults: &Self) -> Self {
        for (site, options) in &defaults.0 {
            self.0.entry(site.clone()).or_insert_with(|| options.clone());
        }
        self
    }

    /// Iterates over the sites and their options, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &CleanOptions)> {
        self.0.iter().map(|(site, options)| (site.as_str(), options))
    }

    /// Returns the options for an article: `own`, with those of the site of `address` added.
    /// Without an address, the manuscript's own counts. Of several names that match, the longest
    /// counts.
    #[must_use]
    pub fn options_for(
        &self,
        manuscript: &Manuscript,
        own: &CleanOptions,
        address: Option<&str>,
    ) -> CleanOptions {
        let mut all = own.clone();
        if self.0.is_empty() {
            return all;
        }
        let host = address.and_then(host).or_else(|| host(&stated_address(manuscript)?));
        let Some(host) = host else { return all };
        let matches = |site: &String| {
            host.strip_suffix(site.as_str())
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        let matching = self.0.iter().filter(|(site, _)| matches(site));
        if let Some((_, options)) = matching.max_by_key(|(site, _)| site.len()) {
            all.content = all.content.or_else(|| options.content.clone());
            all.keep.extend_from_slice(&options.keep);
            all.drop.extend_from_slice(&options.drop);
        }
        all
    }
}

/// Returns the address that a manuscript states as its own.
fn stated_address(manuscript: &Manuscript) -> Option<String> {
    match &manuscript.page {
        Some(page) => extract::stated_address(page),
        None => manuscript.article.meta.source.clone(),
    }
}

/// Returns the host of an address, in lower case.
fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    Some(host.to_lowercase())
}
