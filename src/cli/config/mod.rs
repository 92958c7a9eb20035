//! Configuration: options from arguments, the environment and `offprint.toml`.
//!
//! Takes the command line, environment variables, the user's `offprint.toml` and that of the
//! article's folder, in this order of precedence; gives one [`SetArgs`] for each folder, as if all
//! options had been typed. Must never know what an option means: the parser of the command line
//! checks all values.

mod confine;
mod file;
mod keys;
mod layer;
mod show;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{ArgMatches, Command, Parser};
use offprint::clean::Sites;
use offprint::style::nearest;

use self::confine::confined;
use self::file::ConfigFile;
use self::keys::{KEYS, REDUCED, Writer};
use self::layer::{ConfigValue, Layer, ValueOrigin, arguments, is_flag, merge};
use super::args::SetArgs;
use super::error::CliError;
use super::input::{self, MOST_TEXT};
use super::output::folder_of;

/// File name of a configuration.
const NAME: &str = "offprint.toml";
/// Beginning of the names of environment variables.
const PREFIX: &str = "OFFPRINT_";

/// Parser of configured options.
#[derive(Debug, Parser)]
#[command(name = "offprint")]
struct ConfiguredArgs {
    #[command(flatten)]
    set: SetArgs,
}

/// Configuration without that of the articles' folders.
#[derive(Debug)]
pub(super) struct Config {
    /// Description of all options.
    command: Command,
    /// Options of the command line.
    typed: Layer,
    /// The command line, parsed.
    parsed: SetArgs,
    environment: Layer,
    /// The user's file, or that of `--config`.
    user: ConfigFile,
    /// The configuration beside an article is used, because `--config` is not given.
    uses_folders: bool,
    /// Warnings about misspelt variables.
    pub(super) warnings: Vec<CliError>,
}

/// Options for the articles of a folder.
#[derive(Debug)]
pub(super) struct ResolvedConfig {
    /// Options; the articles in it are not used.
    pub(super) args: SetArgs,
    /// Rules for the pages of sites.
    pub(super) sites: Sites,
    /// Values with their origins.
    layer: Layer,
    /// The configuration beside the article, if there is one.
    beside: Option<PathBuf>,
    /// It has rules for sites.
    has_folder_sites: bool,
}

/// Options by which a configuration beside an article changes what the article says or who says it.
const NOTED: [&str; 8] =
    ["author", "source", "qr", "headline", "footer", "content", "keep", "drop"];

impl ResolvedConfig {
    /// Returns the keys of the configuration beside the article that change what the article says or
    /// who says it, and that no option overrides.
    pub(super) fn noted_keys(&self) -> Vec<&'static str> {
        let is_off =
            |name: &str| self.layer.get(name).is_some_and(|value| value.values == ["false"]);
        let is_noted = |name: &&str| self.is_from_beside(name) && !is_off(name);
        let options = NOTED.into_iter().filter(is_noted);
        options.chain(self.has_folder_sites.then_some("site")).collect()
    }

    /// Returns whether the configuration beside the article set this option.
    pub(super) fn is_from_beside(&self, name: &str) -> bool {
        let origin = self.layer.get(name).map(|value| &value.origin);
        matches!(origin, Some(ValueOrigin::File(path, _)) if Some(path) == self.beside.as_ref())
    }
}

impl Config {
    /// Reads the environment and the user's file. `matches` and `parsed` are the command line, and
    /// `command` describes all options.
    pub(super) fn load(
        matches: &ArgMatches,
        parsed: SetArgs,
        command: Command,
    ) -> Result<Self, CliError> {
        let typed = typed_layer(matches, &command);
        let (environment, warnings) = environment_layer(&command)?;
        let named = matches.get_one::<PathBuf>("config");
        let user = match (named, user_config_path()) {
            (Some(path), _) if path.as_os_str() == "none" => ConfigFile::default(),
            (Some(path), _) => read(path, Writer::User, &command)?,
            (None, Some(path)) if path.is_file() => read(&path, Writer::User, &command)?,
            (None, _) => ConfigFile::default(),
        };
        let uses_folders = named.is_none();
        Ok(Self { command, typed, parsed, environment, user, uses_folders, warnings })
    }

    /// Returns the path of the configuration in a folder of articles; none if it is not used.
    pub(super) fn path_in(&self, folder: &Path) -> Option<PathBuf> {
        self.uses_folders.then(|| folder.join(NAME))
    }

    /// Returns the path of the user's configuration; none if it is not used.
    pub(super) fn user_path(&self) -> Option<PathBuf> {
        user_config_path().filter(|_| self.uses_folders)
    }

    /// Merges all options, with those of the configuration beside the article if there is one.
    pub(super) fn resolve(&self, beside: Option<&Path>) -> Result<ResolvedConfig, CliError> {
        let mut folder = match beside {
            Some(path) => {
                // Errors in it are shown with their text, which must not be that of other files.
                confined(folder_of(path), NAME, MOST_TEXT).map_err(|why| {
                    CliError::usage(why)
                        .about(path.display().to_string())
                        .hint("copy the file into the folder, or name it with --config")
                })?;
                read(path, Writer::Article, &self.command)?
            }
            None => ConfigFile::default(),
        };
        let (reduced, values) = REDUCED;
        let rank = |layer: &Layer| {
            let value = layer.get(reduced)?.values.first()?;
            values.iter().position(|known| value == known)
        };
        if let (Some(wanted), Some(most)) = (rank(&folder.layer), rank(&self.user.layer))
            && wanted > most
        {
            folder.layer.remove(reduced);
        }
        let layers = [&self.typed, &self.environment, &folder.layer, &self.user.layer];
        let layer = merge(&layers, &self.command);
        let args = if layer.values().all(|value| value.origin == ValueOrigin::CommandLine) {
            self.parsed.clone()
        } else {
            parse(&arguments(&layer, &self.command)).map_err(CliError::usage)?
        };
        let has_folder_sites = folder.sites.iter().next().is_some();
        let sites = folder.sites.or(&self.user.sites);
        let beside = beside.map(Path::to_owned);
        Ok(ResolvedConfig { args, sites, layer, beside, has_folder_sites })
    }

    /// Returns the output of `--show-config`.
    pub(super) fn show(&self, resolved: &ResolvedConfig) -> String {
        show::to_toml(&resolved.layer, &resolved.sites, &self.command)
    }
}

/// Reads a configuration and checks its values.
fn read(path: &Path, writer: Writer, command: &Command) -> Result<ConfigFile, CliError> {
    let bytes = input::read_regular_file(path, MOST_TEXT)?;
    let file = file::parse(&String::from_utf8_lossy(&bytes), path, writer)?;
    check_values(&file.layer, command, writer == Writer::User)?;
    Ok(file)
}

/// Checks each value by itself, so that an error names its origin. An error shows the value if that
/// `is_shown`.
fn check_values(layer: &Layer, command: &Command, is_shown: bool) -> Result<(), CliError> {
    for (name, value) in layer {
        let refusal =
            |message: String| CliError::usage(message).about(value.origin.to_string());
        let is_truth = value.values == ["true"] || value.values == ["false"];
        if is_flag(command, name) && !is_truth {
            return Err(refusal(format!("`{name}` must be true or false")));
        }
        let one = Layer::from([(name.clone(), value.clone())]);
        if let Err(message) = parse(&arguments(&one, command)) {
            return Err(if is_shown {
                refusal(message)
            } else {
                refusal(format!("`{name}` has a wrong value"))
                    .hint(format!("`offprint --help` explains --{name}"))
            });
        }
    }
    Ok(())
}

/// Parses arguments without an article. The error is a single sentence.
fn parse(arguments: &[OsString]) -> Result<SetArgs, String> {
    let start = [OsString::from("offprint"), OsString::from("-")];
    let parsed = ConfiguredArgs::try_parse_from(start.iter().chain(arguments));
    parsed.map(|parsed| parsed.set).map_err(|error| one_sentence(&error))
}

/// Returns the message of an error in the arguments as a single sentence, without the usage.
pub(super) fn one_sentence(error: &clap::Error) -> String {
    let text = error.to_string();
    let end = text.find("\n\nUsage").or(text.find("\n\nFor more")).unwrap_or(text.len());
    let words = text[..end].trim_start_matches("error: ").split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

/// Returns the options of the command line, without the articles.
fn typed_layer(matches: &ArgMatches, command: &Command) -> Layer {
    let mut layer = Layer::new();
    for arg in command.get_arguments() {
        let (Some(name), id) = (arg.get_long(), arg.get_id().as_str()) else { continue };
        let is_typed = matches.try_contains_id(id).is_ok()
            && matches.value_source(id) == Some(ValueSource::CommandLine);
        if !is_typed {
            continue;
        }
        let values = if arg.get_action().takes_values() {
            matches.get_raw(id).into_iter().flatten().map(OsString::from).collect()
        } else {
            vec!["true".into()]
        };
        layer.insert(name.to_owned(), ConfigValue { values, origin: ValueOrigin::CommandLine });
    }
    layer
}

/// Returns the options of the environment, and warnings about misspelt variables.
fn environment_layer(command: &Command) -> Result<(Layer, Vec<CliError>), CliError> {
    let mut layer = Layer::new();
    let mut warnings = Vec::new();
    let mut set: Vec<(String, OsString)> = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    set.sort();
    let names = KEYS.map(|key| variable(key.name));
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    for (name, value) in set {
        let Some(key) = KEYS.iter().find(|key| variable(key.name) == name) else {
            if let Some(near) = nearest(&name, &known) {
                warnings.push(
                    CliError::usage(format!("the variable {name} is unknown"))
                        .hint(format!("did you mean {near}?")),
                );
            }
            continue;
        };
        if value.is_empty() {
            continue;
        }
        let values = match (is_flag(command, key.name), value.to_str()) {
            (true, Some("1" | "true" | "yes" | "on")) => vec!["true".into()],
            (true, Some("0" | "false" | "no" | "off")) => vec!["false".into()],
            (_, Some(text)) => text.lines().map(OsString::from).collect(),
            (_, None) => vec![value],
        };
        let origin = ValueOrigin::Variable(name);
        layer.insert(key.name.to_owned(), ConfigValue { values, origin });
    }
    check_values(&layer, command, true)?;
    Ok((layer, warnings))
}

/// Returns the name of the environment variable of an option.
fn variable(name: &str) -> String {
    format!("{PREFIX}{}", name.replace('-', "_").to_uppercase())
}

/// Returns the path of the user's configuration; none if no folder for it is known.
fn user_config_path() -> Option<PathBuf> {
    let folder =
        |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let base = if cfg!(windows) {
        folder("APPDATA")?
    } else {
        folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?
    };
    Some(base.join("offprint").join(NAME))
}
