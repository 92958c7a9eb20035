//! Configuration files: options, and rules for sites.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::Path;

use offprint::clean::{CleanOptions, Sites};
use offprint::style::{Theme, line_at, parse_toml};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use toml::{Spanned, Value};

use super::confine::confined;
use super::keys::{ConfigKey, KEYS, NAMES, Writer};
use super::layer::{ConfigValue, Layer, ValueOrigin};
use crate::cli::error::CliError;

/// Contents of a configuration file.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    /// Options.
    pub(super) layer: Layer,
    /// Rules for the pages of sites.
    pub(super) sites: Sites,
}

/// Parses the text of the configuration file `path`, written by `writer`.
pub(super) fn parse(text: &str, path: &Path, writer: Writer) -> Result<ConfigFile, CliError> {
    let sections: Sections = parse_toml(text).map_err(|error| {
        let error = CliError::toml(error, path, writer == Writer::User);
        if error.hint.is_some() || !error.message.starts_with("unknown key") {
            return error;
        }
        error.hint("`offprint --show-config` lists all options")
    })?;
    let mut file = ConfigFile::default();
    for (key, written) in sections.options {
        let line = line_at(text, written.span().start);
        let refusal = |message: String| {
            CliError::usage(message).about(format!("{}:{line}", path.display()))
        };
        if writer == Writer::Article && key.writer == Writer::User {
            return Err(refusal(format!("`{}` is not allowed beside an article", key.name))
                .hint("set it in your own configuration, or as an option"));
        }
        let mut values: Vec<OsString> =
            written.into_inner().0.into_iter().map(OsString::from).collect();
        if key.is_path {
            let resolve = |value| resolve_path(path, key, writer, value);
            values = values.into_iter().map(resolve).collect::<Result<_, _>>().map_err(
                |message| {
                    refusal(message)
                        .hint("beside an article, only files in its folder can be used")
                },
            )?;
        }
        let origin = ValueOrigin::File(path.to_owned(), line);
        file.layer.insert(key.name.to_owned(), ConfigValue { values, origin });
    }
    for (site, rules) in sections.sites {
        let options = CleanOptions {
            content: rules.content.0.into_iter().next(),
            keep: rules.keep.0,
            drop: rules.drop.0,
        };
        file.sites.add(&site, options);
    }
    Ok(file)
}

/// Returns the path that `value` means in the configuration file `config`, in whose folder it is
/// relative. The name of a built-in theme is no path.
///
/// # Errors
/// The configuration beside an article names something that is not a file in its folder.
fn resolve_path(
    config: &Path,
    key: &ConfigKey,
    writer: Writer,
    value: OsString,
) -> Result<OsString, String> {
    let is_theme = value.to_str().is_some_and(|name| Theme::named(name).is_some());
    let Some(folder) = config.parent().filter(|_| !is_theme) else { return Ok(value) };
    if writer == Writer::User {
        return Ok(folder.join(value).into_os_string());
    }
    let named = value.to_string_lossy();
    let path = confined(folder, &named, key.most_bytes);
    let refusal = |why| format!("`{}` names a file that cannot be used: {why}", key.name);
    path.map(Into::into).map_err(refusal)
}

/// Options and sections of a configuration file, in the order written.
#[derive(Default)]
struct Sections {
    options: Vec<(&'static ConfigKey, Spanned<Values>)>,
    sites: BTreeMap<String, SiteRules>,
}

impl<'de> Deserialize<'de> for Sections {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SectionsVisitor)
    }
}

struct SectionsVisitor;

impl<'de> Visitor<'de> for SectionsVisitor {
    type Value = Sections;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("options and sections")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sections, A::Error> {
        let mut sections = Sections::default();
        while let Some(name) = map.next_key::<KeyName>()? {
            match name.0 {
                Some(key) => sections.options.push((key, map.next_value()?)),
                None => sections.sites = map.next_value()?,
            }
        }
        Ok(sections)
    }
}

/// Key of an option; none for the section `site`.
struct KeyName(Option<&'static ConfigKey>);

impl<'de> Deserialize<'de> for KeyName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let key = KEYS.iter().find(|key| key.name == name);
        if key.is_none() && name != "site" {
            return Err(D::Error::unknown_field(&name, &NAMES));
        }
        Ok(Self(key))
    }
}

/// Rules for the pages of a site.
#[derive(Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a section such as [site.\"example.org\"]")]
struct SiteRules {
    content: SitePatterns,
    keep: SitePatterns,
    drop: SitePatterns,
}

/// One or several patterns, none of them empty.
#[derive(Default)]
struct SitePatterns(Vec<String>);

impl<'de> Deserialize<'de> for SitePatterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Values(patterns) = Values::deserialize(deserializer)?;
        if patterns.iter().any(|pattern| pattern.trim().is_empty()) {
            return Err(D::Error::custom("an empty pattern would match everything"));
        }
        Ok(Self(patterns))
    }
}

/// A value, or the values of a list, as they would be typed on the command line.
struct Values(Vec<String>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let values = as_typed(value).ok_or_else(|| {
            D::Error::custom("a section is not allowed here: write a value or a list of values")
        })?;
        Ok(Self(values))
    }
}

/// Returns the values as they would be typed; none for a table.
fn as_typed(value: Value) -> Option<Vec<String>> {
    let text = match value {
        Value::Array(values) => {
            let values = values.into_iter().map(as_typed);
            return Some(values.collect::<Option<Vec<_>>>()?.concat());
        }
        Value::Table(_) => return None,
        Value::String(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Datetime(date) => date.to_string(),
    };
    Some(vec![text])
}
