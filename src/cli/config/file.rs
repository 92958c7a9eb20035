//! `offprint.toml`: options, and rules for sites.
//!
//! Comes in: the text of a file. Goes out: its [`Layer`] and its [`Sites`], or the line that is
//! wrong. Never done here: finding the file; asking whether a value is any good.

use std::ffi::OsString;
use std::ops::Range;
use std::path::Path;

use offprint::clean::{CleanOptions, Sites};
use offprint::style::{Theme, nearest};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::confine::confined;
use super::keys::{KEYS, Key, Reach, key};
use super::layer::{Layer, Origin, Said};
use crate::cli::trouble::Trouble;

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Options.
    pub(super) layer: Layer,
    /// What is kept and dropped of the pages of a site.
    pub(super) sites: Sites,
}

/// Reads the text of `path`. `reach` is who wrote it.
pub(super) fn parse(text: &str, path: &Path, reach: Reach) -> Result<Written, Trouble> {
    let file = File { text, path, reach };
    let table = DeTable::parse(text).map_err(|error| {
        file.wrong(error.span().unwrap_or_default(), error.message().to_owned())
    })?;
    let mut written = Written::default();
    for (name, value) in table.get_ref() {
        match (name.get_ref().as_ref(), value.get_ref()) {
            ("site", DeValue::Table(sites)) => file.sites(sites, &mut written.sites)?,
            (name_text, _) => {
                let key = file.key(name_text, name.span())?;
                let said = file.said(key, value)?;
                written.layer.insert(key.name.to_owned(), said);
            }
        }
    }
    Ok(written)
}

struct File<'f> {
    text: &'f str,
    path: &'f Path,
    reach: Reach,
}

impl File<'_> {
    fn key(&self, name: &str, at: Range<usize>) -> Result<&'static Key, Trouble> {
        let Some(key) = key(name) else {
            let names: Vec<&str> = KEYS.iter().map(|key| key.name).chain(["site"]).collect();
            let hint = match nearest(name, &names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`offprint --show-config` lists those there are".to_owned(),
            };
            return Err(self
                .wrong(at, format!("`{name}` is no option for a configuration"))
                .hint(hint));
        };
        if self.reach == Reach::Article && key.reach == Reach::Person {
            return Err(self
                .wrong(at, format!("`{name}` is not said beside an article"))
                .hint("put it into your own configuration, or type it"));
        }
        Ok(key)
    }

    fn said(&self, key: &Key, value: &Spanned<DeValue<'_>>) -> Result<Said, Trouble> {
        let mut values = self.values(key.name, value)?;
        if key.is_path {
            let path = |word| self.path_from_here(key, word, value.span());
            values = values.into_iter().map(path).collect::<Result<_, _>>()?;
        }
        let line = self.line(value.span());
        Ok(Said { values, origin: Origin::File(self.path.to_owned(), line) })
    }

    /// A value, or a list of them, as one would type them.
    fn values(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<OsString>, Trouble> {
        let word = match value.get_ref() {
            DeValue::Array(values) => {
                let each = values.iter().map(|value| self.values(name, value));
                return Ok(each.collect::<Result<Vec<_>, _>>()?.concat());
            }
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Boolean(truth) => truth.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Table(_) => {
                return Err(self.wrong(value.span(), format!("`{name}` holds no section")));
            }
        };
        Ok(vec![word.into()])
    }

    /// A path as it is from the folder of this file. The name of a theme is none.
    ///
    /// # Errors
    /// The file beside an article names something that is not a file in its folder.
    fn path_from_here(
        &self,
        key: &Key,
        value: OsString,
        at: Range<usize>,
    ) -> Result<OsString, Trouble> {
        let is_theme = value.to_str().is_some_and(|name| Theme::named(name).is_some());
        let folder = self.path.parent().filter(|_| !is_theme);
        match (folder, self.reach) {
            (None, _) => Ok(value),
            (Some(folder), Reach::Person) => Ok(folder.join(value).into_os_string()),
            (Some(folder), Reach::Article) => {
                let named = value.to_string_lossy();
                let path = confined(folder, &named, key.most).map_err(|why| {
                    self.wrong(at, format!("`{}` names {named}: {why}", key.name)).hint(
                        "beside an article, name a file in its folder; any other is named by you",
                    )
                })?;
                Ok(path.into_os_string())
            }
        }
    }

    fn sites(&self, table: &DeTable<'_>, sites: &mut Sites) -> Result<(), Trouble> {
        for (name, value) in table {
            let DeValue::Table(rules) = value.get_ref() else {
                let message = "a site has a section: [site.\"example.org\"]".to_owned();
                return Err(self.wrong(value.span(), message));
            };
            let options = self.options(rules)?;
            sites.add(name.get_ref(), options);
        }
        Ok(())
    }

    fn options(&self, rules: &DeTable<'_>) -> Result<CleanOptions, Trouble> {
        const RULES: [&str; 3] = ["content", "keep", "drop"];
        let mut options = CleanOptions::default();
        for (name, value) in rules {
            let rule = name.get_ref().as_ref();
            let values = self.values(rule, value)?;
            let values: Vec<String> =
                values.iter().map(|value| value.to_string_lossy().into_owned()).collect();
            if values.iter().any(|value| value.trim().is_empty()) {
                let message = "an empty pattern would match everything".to_owned();
                return Err(self.wrong(value.span(), message));
            }
            match rule {
                "content" => options.content = values.into_iter().next(),
                "keep" => options.keep = values,
                "drop" => options.drop = values,
                _ => {
                    let message = format!("`{rule}` is no rule for a site");
                    let near = nearest(rule, &RULES).map_or_else(
                        || format!("there are {}", RULES.join(", ")),
                        |near| format!("did you mean `{near}`?"),
                    );
                    return Err(self.wrong(name.span(), message).hint(near));
                }
            }
        }
        Ok(options)
    }

    fn line(&self, at: Range<usize>) -> usize {
        self.text.get(..at.start).unwrap_or_default().matches('\n').count() + 1
    }

    fn wrong(&self, at: Range<usize>, message: String) -> Trouble {
        let line = self.line(at);
        Trouble::usage(message).about(format!("{}:{line}", self.path.display()))
    }
}
