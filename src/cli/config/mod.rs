//! What was chosen beforehand, joined with what was typed.
//!
//! Comes in: the command line, variables of the environment, `offprint.toml` of the person and of
//! the article's folder. Goes out: one [`SetArgs`] for each folder, as if all had been typed. Never
//! done here: knowing what an option means.
//!
//! The nearest wins: what is typed, then the environment, then the article's folder, then the
//! person's own file. Values go through the same parser as typed ones, so that there is one truth
//! about what is well formed.

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

use self::confine::{MOST_TEXT, check_file, is_inside};
use self::file::Written;
use self::keys::{KEYS, Reach};
use self::layer::{Layer, Origin, Said, arguments, is_flag, merged};
use super::args::SetArgs;
use super::input;
use super::output::folder_of;
use super::trouble::{Trouble, reason};

/// The name of a configuration, in whatever folder.
const NAME: &str = "offprint.toml";
/// What the names of variables begin with.
const PREFIX: &str = "OFFPRINT_";

/// The arguments of a setting alone.
#[derive(Debug, Parser)]
#[command(name = "offprint")]
struct Only {
    #[command(flatten)]
    set: SetArgs,
}

/// What is chosen, for whatever folder.
#[derive(Debug)]
pub(super) struct Config {
    command: Command,
    typed: Layer,
    /// What the parser made of it.
    parsed: SetArgs,
    environment: Layer,
    /// The person's own file, or the one that was named.
    person: Written,
    /// No file was named, so that the one beside the article counts.
    beside: bool,
    /// Variables that are no option, but nearly.
    pub(super) odd: Vec<Trouble>,
}

/// What holds for the articles of a folder.
#[derive(Debug)]
pub(super) struct Settled {
    /// As if all of it had been typed; the articles in it do not count.
    pub(super) args: SetArgs,
    /// What is wished of the articles of a site.
    pub(super) sites: Sites,
    /// What was said, and where.
    layer: Layer,
    /// The configuration beside the article, where there is one.
    beside: Option<PathBuf>,
}

impl Settled {
    /// Returns whether the configuration beside the article chose this option.
    pub(super) fn is_from_beside(&self, name: &str) -> bool {
        let origin = self.layer.get(name).map(|said| &said.origin);
        matches!(origin, Some(Origin::File(path, _)) if Some(path) == self.beside.as_ref())
    }
}

impl Config {
    /// Gathers what holds everywhere. `matches` are those of the command that sets articles, and
    /// `parsed` what they say; `command` is described with all that may be chosen.
    pub(super) fn gather(
        matches: &ArgMatches,
        parsed: SetArgs,
        command: Command,
    ) -> Result<Self, Trouble> {
        let typed = typed(matches, &command);
        let (environment, odd) = environment(&command)?;
        let named = matches.get_one::<PathBuf>("config");
        let person = match named {
            Some(path) if path.as_os_str() == "none" => Written::default(),
            Some(path) => read(path, Reach::Person, &command)?,
            None => match home() {
                Some(path) if path.is_file() => read(&path, Reach::Person, &command)?,
                _ => Written::default(),
            },
        };
        let beside = named.is_none();
        Ok(Self { command, typed, parsed, environment, person, beside, odd })
    }

    /// Where the configuration of the articles of a folder would be; none where it does not count.
    pub(super) fn beside(&self, folder: &Path) -> Option<PathBuf> {
        self.beside.then(|| folder.join(NAME))
    }

    /// Where the person's own configuration would be; none where it does not count.
    pub(super) fn own(&self) -> Option<PathBuf> {
        home().filter(|_| self.beside)
    }

    /// What holds where this configuration is beside the article, or none.
    pub(super) fn settle(&self, beside: Option<&Path>) -> Result<Settled, Trouble> {
        let written = match beside {
            Some(path) => {
                refuse_foreign(path)?;
                read(path, Reach::Article, &self.command)?
            }
            None => Written::default(),
        };
        let layers = [&self.typed, &self.environment, &written.layer, &self.person.layer];
        let layer = merged(&layers, &self.command);
        let args = if layer.values().all(|said| said.origin == Origin::Typed) {
            self.parsed.clone()
        } else {
            parse(&arguments(&layer, &self.command)).map_err(Trouble::usage)?
        };
        let sites = written.sites.or(&self.person.sites);
        Ok(Settled { args, sites, layer, beside: beside.map(Path::to_owned) })
    }

    /// What was chosen, and where, as a configuration would say it.
    pub(super) fn show(&self, settled: &Settled) -> String {
        show::show(&settled.layer, &settled.sites, &self.command)
    }
}

/// Refuses a configuration beside an article that is a link out of its folder, or too large: what
/// is wrong in it is shown, and it would show the content of other files.
fn refuse_foreign(path: &Path) -> Result<(), Trouble> {
    let inside = is_inside(folder_of(path), path).map_err(|error| reason(&error));
    let checked = inside.and_then(|is_inside| {
        if is_inside { Ok(()) } else { Err("it is a link out of its folder".to_owned()) }
    });
    checked.and_then(|()| check_file(path, MOST_TEXT)).map_err(|why| {
        Trouble::usage(why)
            .about(path.display().to_string())
            .hint("put the file itself there, or name it with --config")
    })
}

/// Reads a configuration, and proves each of its values.
fn read(path: &Path, reach: Reach, command: &Command) -> Result<Written, Trouble> {
    let bytes = input::read_file(path)?;
    let written = file::parse(&String::from_utf8_lossy(&bytes), path, reach)?;
    prove(&written.layer, command)?;
    Ok(written)
}

/// Proves each value by itself, so that a wrong one is told with its place.
fn prove(layer: &Layer, command: &Command) -> Result<(), Trouble> {
    for (name, said) in layer {
        let wrong = |message: String| {
            Trouble::usage(message).about(match &said.origin {
                Origin::File(path, line) => format!("{}:{line}", path.display()),
                origin => origin.to_string(),
            })
        };
        let truth = said.values.iter().all(|value| value == "true" || value == "false");
        if is_flag(command, name) && !(truth && said.values.len() == 1) {
            return Err(wrong(format!("`{name}` is true or false")));
        }
        let one = Layer::from([(name.clone(), said.clone())]);
        parse(&arguments(&one, command)).map_err(wrong)?;
    }
    Ok(())
}

/// Parses arguments without an article; what is wrong is one sentence.
fn parse(arguments: &[OsString]) -> Result<SetArgs, String> {
    let start = [OsString::from("offprint"), OsString::from("-")];
    let only = Only::try_parse_from(start.iter().chain(arguments)).map_err(|error| {
        let text = error.to_string();
        let text = text.split("\n\nFor more").next().unwrap_or_default();
        let text = text.split("\n\nUsage").next().unwrap_or_default();
        text.trim_start_matches("error: ").split_whitespace().collect::<Vec<_>>().join(" ")
    })?;
    Ok(only.set)
}

/// What stands on the command line, articles aside.
fn typed(matches: &ArgMatches, command: &Command) -> Layer {
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
        layer.insert(name.to_owned(), Said { values, origin: Origin::Typed });
    }
    layer
}

/// What the environment says, and variables that are nearly an option.
fn environment(command: &Command) -> Result<(Layer, Vec<Trouble>), Trouble> {
    let mut layer = Layer::new();
    let mut odd = Vec::new();
    let mut set: Vec<(String, OsString)> = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    if set.is_empty() {
        return Ok((layer, odd));
    }
    set.sort();
    let names = KEYS.map(|key| variable(key.name));
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    for (name, value) in set {
        let Some(key) = KEYS.iter().find(|key| variable(key.name) == name) else {
            if let Some(near) = nearest(&name, &known) {
                odd.push(
                    Trouble::usage(format!("the variable {name} means nothing"))
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
        layer.insert(key.name.to_owned(), Said { values, origin: Origin::Variable(name) });
    }
    prove(&layer, command)?;
    Ok((layer, odd))
}

/// The variable that says an option.
fn variable(name: &str) -> String {
    format!("{PREFIX}{}", name.replace('-', "_").to_uppercase())
}

/// Where the person's own configuration would be.
fn home() -> Option<PathBuf> {
    let folder =
        |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let base = if cfg!(windows) {
        folder("APPDATA")?
    } else {
        folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?
    };
    Some(base.join("offprint").join(NAME))
}
