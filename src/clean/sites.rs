//! What the person wants of the pages of a site.
//!
//! Comes in: options by the name of a site, and the address of an article. Goes out: the options for
//! that article. Never done here: fetching anything.

use std::collections::BTreeMap;

use super::extract;
use super::options::CleanOptions;
use crate::read::Manuscript;

/// CleanOptions that hold for the articles of a site.
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
    /// Adds what is wished of a site, named as in its addresses: `example.org`. It stands for
    /// `www.example.org` too. What was wished of it before is overruled.
    pub fn add(&mut self, site: &str, options: CleanOptions) {
        self.0.insert(site.trim().to_lowercase(), options);
    }

    /// Adds those of `farther` sites that have no options here.
    #[must_use]
    pub fn or(mut self, farther: &Self) -> Self {
        for (site, options) in &farther.0 {
            self.0.entry(site.clone()).or_insert_with(|| options.clone());
        }
        self
    }

    /// The sites and what is wished of each, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &CleanOptions)> {
        self.0.iter().map(|(site, options)| (site.as_str(), options))
    }

    /// What is wished of an article: the person's own options, and with them those for the site
    /// that `address` names, else the manuscript itself. Of several names that fit, the longest
    /// holds.
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
        let host = address.and_then(host).or_else(|| host(&told(manuscript)?));
        let host = host.unwrap_or_default();
        let fits = |site: &&String| {
            host.strip_suffix(site.as_str())
                .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        let site = self.0.keys().filter(fits).max_by_key(|site| site.len());
        if let Some(options) = site.and_then(|site| self.0.get(site)) {
            all.content = all.content.or_else(|| options.content.clone());
            all.keep.extend_from_slice(&options.keep);
            all.drop.extend_from_slice(&options.drop);
        }
        all
    }
}

/// The address that a manuscript tells of itself.
fn told(manuscript: &Manuscript) -> Option<String> {
    match &manuscript.page {
        Some(page) => extract::address(page),
        None => manuscript.article.meta.source.clone(),
    }
}

/// The host of an address, in small letters.
fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    Some(host.to_lowercase())
}
