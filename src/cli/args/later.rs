//! Arguments described when their command is typed.
//!
//! Comes in: the arguments of a command. Goes out: the same, [`Later`]. Never done here: saying what
//! they are.

use clap::error::Error;
use clap::{ArgMatches, Command, FromArgMatches};

/// Arguments of a command that is hardly ever the one typed. Describing the many ways to set an
/// article once for each command that knows them was a tenth of the work of setting a short one.
#[derive(Debug)]
pub(crate) struct Later<T>(pub(crate) Box<T>);

impl<T: FromArgMatches> FromArgMatches for Later<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(|args| Self(Box::new(args)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl<T: clap::Args> clap::Args for Later<T> {
    fn augment_args(command: Command) -> Command {
        command.defer(T::augment_args)
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(T::augment_args_for_update)
    }
}
