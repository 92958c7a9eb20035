//! One layer of the configuration: what was said, and where.
//!
//! Comes in: keys and their values from one place. Goes out: a [`Layer`]; the nearest of several
//! wins. Never done here: asking whether a value is any good.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use clap::Command;

/// What one place says, by the name of the option.
pub(super) type Layer = BTreeMap<String, Said>;

/// A value, and where it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Its values; those of a flag are `true` or `false`.
    pub(super) values: Vec<OsString>,
    /// Where it was said.
    pub(super) origin: Origin,
}

/// Where a value was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// On the command line.
    Typed,
    /// In a variable of the environment.
    Variable(String),
    /// On a line of a file.
    File(PathBuf, usize),
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Typed => out.write_str("command line"),
            Self::Variable(name) => write!(out, "variable {name}"),
            Self::File(path, line) => write!(out, "{}:{line}", path.display()),
        }
    }
}

/// All layers as one, the nearest first. What contradicts a nearer choice falls away.
pub(super) fn merged(layers: &[&Layer], command: &Command) -> Layer {
    let mut all = Layer::new();
    for layer in layers {
        let before: Vec<String> = all.keys().cloned().collect();
        for (name, said) in *layer {
            let off = said.values == ["false"];
            if !all.contains_key(name)
                && (off || !before.iter().any(|other| contradict(command, name, other)))
            {
                all.insert(name.clone(), said.clone());
            }
        }
    }
    all
}

/// Whether two options exclude each other.
fn contradict(command: &Command, one: &str, other: &str) -> bool {
    let excludes = |one: &str, other: &str| {
        let arg = command.get_arguments().find(|arg| arg.get_long() == Some(one));
        arg.is_some_and(|arg| {
            let against = command.get_arg_conflicts_with(arg);
            against.iter().any(|arg| arg.get_long() == Some(other))
        })
    };
    excludes(one, other) || excludes(other, one)
}

/// The arguments that say what a layer says.
pub(super) fn arguments(layer: &Layer, command: &Command) -> Vec<OsString> {
    let mut arguments = Vec::new();
    for (name, Said { values, .. }) in layer {
        if is_flag(command, name) {
            if values.iter().any(|value| value == "true") {
                arguments.push(format!("--{name}").into());
            }
            continue;
        }
        for value in values {
            let mut argument = OsString::from(format!("--{name}="));
            argument.push(value);
            arguments.push(argument);
        }
    }
    arguments
}

/// Whether an option takes no value.
pub(super) fn is_flag(command: &Command, name: &str) -> bool {
    let arg = command.get_arguments().find(|arg| arg.get_long() == Some(name));
    arg.is_some_and(|arg| !arg.get_action().takes_values())
}
