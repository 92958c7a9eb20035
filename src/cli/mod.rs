//! Command line: arguments become a plan, and the plan becomes PDFs.
//!
//! Takes arguments, files and standard input; gives files, standard output, messages and an exit
//! code. Must never contain what a program without a terminal would need too: that is in the library.

mod about;
mod address;
mod args;
mod articles;
mod batch;
mod config;
mod error;
mod file_name;
mod input;
#[cfg(feature = "network")]
mod mail;
mod messages;
#[cfg(feature = "network")]
mod network;
mod outcome;
mod output;
mod page_ranges;
mod panic_guard;
mod picture_folder;
mod plan;
mod portable_name;
mod preview;
#[cfg(feature = "network")]
mod print;
mod progress;
mod quality;
mod settings;
#[cfg(unix)]
mod signals;
mod source;
mod temporary_file;
mod unsupported;
mod verify;
mod volume;
mod watch;

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, CommandFactory, FromArgMatches};
use offprint::style::nearest;

use args::{Args, Command, SetArgs};
use config::{Config, one_sentence};
use error::{CliError, Exit};
use messages::{MessageOptions, Messages, print_error};
use outcome::Outcome;
use page_ranges::PreviewOptions;
use plan::{Product, RunPlan};

/// Arguments of a command that sets articles.
struct Invocation<'m> {
    matches: &'m ArgMatches,
    /// Description of all options.
    command: clap::Command,
}

/// Executes the command line and returns its exit code.
pub(crate) fn run() -> ExitCode {
    let mut command = Args::command();
    let parsed = command
        .try_get_matches_from_mut(env::args_os())
        .and_then(|matches| Ok((Args::from_arg_matches(&matches)?, matches)));
    let exit = match parsed {
        Ok((args, matches)) => dispatch(args, &matches, command),
        Err(_) if env::args_os().len() == 1 => print_error(
            &CliError::usage("name an ARTICLE, such as: offprint article.txt")
                .hint("offprint -h shows the most important options"),
            early_message_options(),
        ),
        Err(error) => print_parse_error(&error, &command),
    };
    exit.into()
}

fn dispatch(args: Args, matches: &ArgMatches, command: clap::Command) -> Exit {
    let matches = matches.subcommand().map_or(matches, |(_, matches)| matches);
    let invocation = Invocation { matches, command };
    match args.command {
        None => set(&args.set, invocation, None),
        Some(Command::Preview(args)) => {
            let options = PreviewOptions { ranges: args.pages, dpi: args.dpi };
            set(&args.set, invocation, Some(Product::Pictures(options)))
        }
        Some(Command::Watch(args)) => with_config(&args, invocation, |config, options| {
            Ok(watch::run(config, &args, options))
        }),
        #[cfg(feature = "network")]
        Some(Command::Print(args)) if args.job.list => {
            print::list_printers(&args, MessageOptions::new(&args.set.report, false))
        }
        #[cfg(feature = "network")]
        Some(Command::Print(args)) => with_config(&args.set, invocation, |config, options| {
            print::run(&args, config, options)
        }),
        #[cfg(feature = "network")]
        Some(Command::Mail(args)) => with_config(&args.set, invocation, |config, options| {
            mail::run(&args, config, options)
        }),
        Some(Command::Verify(args)) => {
            let options = MessageOptions::new(&args.report, args.cleaning.explain);
            verify::run(*args, options)
        }
        Some(Command::Extract(args)) => {
            verify::extract(&args, MessageOptions::new(&args.report, false))
        }
        Some(Command::Fonts(args)) => {
            about::fonts(&args, MessageOptions::new(&args.report, false))
        }
        Some(Command::Completions(args)) => about::completions(args.shell),
        Some(Command::Man(args)) => about::man(&args),
    }
}

/// Sets articles as PDFs, or as the product of a command.
fn set(args: &SetArgs, invocation: Invocation<'_>, product: Option<Product>) -> Exit {
    with_config(args, invocation, |config, options| {
        if args.config.show_config {
            let text = plan::shown_config(config, args)?;
            return Ok(Outcome::of_product(text, options).print());
        }
        let plan = RunPlan::new(config, args, product, None)?;
        Ok(batch::run(&plan))
    })
}

/// Loads the configuration, and calls `work` with it.
fn with_config(
    args: &SetArgs,
    invocation: Invocation<'_>,
    work: impl FnOnce(&Config, MessageOptions) -> Result<Exit, CliError>,
) -> Exit {
    // An error in the configuration is shown before the configuration is known.
    let mut options = early_message_options();
    let loaded = Config::load(invocation.matches, args.clone(), invocation.command);
    let done = loaded.and_then(|config| {
        let args = config.resolve(None)?.args;
        options = MessageOptions::new(&args.report, args.cleaning.explain);
        let mut messages = Messages::new(options);
        messages.warnings(&config.warnings);
        messages.print();
        work(&config, options)
    });
    done.unwrap_or_else(|error| print_error(&error, options))
}

/// Returns the options of messages that are shown before all options are known: JSON if the command
/// line or the environment asks for it.
fn early_message_options() -> MessageOptions {
    const OPTION: &str = "--message-format";
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let ends = arguments.iter().position(|argument| argument == "--");
    let arguments = &arguments[..ends.unwrap_or(arguments.len())];
    let is_json = |argument: &OsString| argument.to_str() == Some(&format!("{OPTION}=json"));
    let is_typed = arguments.iter().any(is_json)
        || arguments.windows(2).any(|pair| pair[0] == OPTION && pair[1] == "json");
    let is_set = env::var_os("OFFPRINT_MESSAGE_FORMAT").is_some_and(|value| value == "json");
    let is_other = arguments
        .iter()
        .any(|argument| argument.to_str().is_some_and(|it| it.starts_with(OPTION)));
    MessageOptions::of_errors(is_typed || is_set && !is_other)
}

/// Prints help and version on standard output, and errors in the arguments on standard error.
fn print_parse_error(error: &clap::Error, command: &clap::Command) -> Exit {
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidArg)
        && name.starts_with('-')
    {
        let options = command.get_arguments().filter_map(|argument| argument.get_long());
        let options: Vec<&str> = options.collect();
        let first = env::args_os().nth(1).map(PathBuf::from);
        let command = first.and_then(|first| input::mistyped_command(&first));
        let option = || {
            let near = nearest(name.trim_start_matches('-'), &options)?;
            Some(format!("did you mean --{near}?"))
        };
        let help = || "offprint --help explains all options".to_owned();
        let hint = command.or_else(option).unwrap_or_else(help);
        let unknown = CliError::usage(format!("there is no option {name}")).hint(hint);
        return print_error(&unknown, early_message_options());
    }
    let options = early_message_options();
    if error.use_stderr() && options.is_json() {
        return print_error(&CliError::usage(one_sentence(error)), options);
    }
    match error.print() {
        _ if error.use_stderr() => Exit::Usage,
        Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe => Exit::Io,
        _ => Exit::Done,
    }
}
