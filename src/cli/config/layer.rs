//! Layers of the configuration: values by option, each with its origin.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use clap::{Arg, Command};

/// Values from one origin, by the name of the option.
pub(super) type Layer = BTreeMap<String, ConfigValue>;

/// Value of an option with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ConfigValue {
    /// Values; those of a flag are `true` or `false`.
    pub(super) values: Vec<OsString>,
    /// Origin.
    pub(super) origin: ValueOrigin,
}

/// Origin of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ValueOrigin {
    /// Command line.
    CommandLine,
    /// Environment variable with this name.
    Variable(String),
    /// File and line.
    File(PathBuf, usize),
}

impl fmt::Display for ValueOrigin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => out.write_str("command line"),
            Self::Variable(name) => write!(out, "variable {name}"),
            Self::File(path, line) => write!(out, "{}:{line}", path.display()),
        }
    }
}

/// Merges layers in order of precedence. A value that conflicts with one of a previous layer is
/// ignored.
pub(super) fn merge(layers: &[&Layer], command: &Command) -> Layer {
    let mut merged = Layer::new();
    for layer in layers {
        let before: Vec<String> = merged.keys().cloned().collect();
        for (name, value) in *layer {
            let is_off = value.values == ["false"];
            if !merged.contains_key(name)
                && (is_off || !before.iter().any(|other| conflicts(command, name, other)))
            {
                merged.insert(name.clone(), value.clone());
            }
        }
    }
    merged
}

/// Returns whether two options exclude each other.
fn conflicts(command: &Command, one: &str, other: &str) -> bool {
    let excludes = |one: &str, other: &str| {
        let excluded = find_arg(command, one).map(|arg| command.get_arg_conflicts_with(arg));
        excluded.is_some_and(|args| args.iter().any(|arg| arg.get_long() == Some(other)))
    };
    excludes(one, other) || excludes(other, one)
}

/// Returns the command-line arguments that correspond to a layer.
pub(super) fn arguments(layer: &Layer, command: &Command) -> Vec<OsString> {
    let mut arguments = Vec::new();
    for (name, ConfigValue { values, .. }) in layer {
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

/// Returns whether an option takes no value.
pub(super) fn is_flag(command: &Command, name: &str) -> bool {
    find_arg(command, name).is_some_and(|arg| !arg.get_action().takes_values())
}

/// Returns the description of an option; none if this build does not have it.
pub(super) fn find_arg<'c>(command: &'c Command, name: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|arg| arg.get_long() == Some(name))
}
