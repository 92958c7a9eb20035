//! The command line: what was typed becomes a plan, then PDFs.
//!
//! Comes in: arguments, files, standard input. Goes out: files, standard output, messages, an exit
//! code. Never done here: anything that a program without a terminal would want too; that is the
//! library's.

mod about;
mod address;
mod args;
mod config;
mod faces;
mod fault;
mod folder;
mod gather;
mod input;
#[cfg(feature = "network")]
mod mail;
mod name;
#[cfg(feature = "network")]
mod network;
mod outcome;
mod output;
mod page_ranges;
mod plan;
mod preview;
#[cfg(feature = "network")]
mod print;
mod progress;
mod report;
mod source;
mod tally;
mod trouble;
mod unsupported;
mod verify;
mod voice;
mod volume;
mod watch;
mod work;

use std::env;
use std::io;
use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches};

use args::{Args, Command, SetArgs};
use config::Config;
use outcome::Outcome;
use page_ranges::PreviewOptions;
use plan::Wanted;
use trouble::{Exit, Trouble};
use voice::Voice;

/// What was typed after the command's name, and what can be typed for setting an article.
type Typed<'m> = (&'m ArgMatches, clap::Command);

/// Does what the command line says and gives the exit code for it.
pub(crate) fn run() -> ExitCode {
    let mut command = Args::command();
    let typed = command
        .try_get_matches_from_mut(env::args_os())
        .and_then(|matches| Ok((Args::from_arg_matches(&matches)?, matches)));
    match typed {
        Ok((args, matches)) => dispatch(args, &matches, command).into(),
        Err(_) if env::args_os().len() == 1 => nothing_typed().into(),
        Err(error) => answer(&error).into(),
    }
}

/// One command, one line.
fn dispatch(args: Args, matches: &ArgMatches, command: clap::Command) -> Exit {
    let own = (matches.subcommand().map_or(matches, |(_, matches)| matches), command);
    match args.command {
        None => set(&args.set, own, None),
        Some(Command::Preview(args)) => {
            let options = PreviewOptions { ranges: args.pages, dpi: args.dpi };
            set(&args.set, own, Some(options))
        }
        Some(Command::Watch(args)) => {
            with_config(&args, own, |config, voice| Ok(watch::run(config, &args, voice)))
        }
        #[cfg(feature = "network")]
        Some(Command::Print(args)) if args.job.list => {
            print::list_printers(&args, Voice::new(&args.set.report, false))
        }
        #[cfg(feature = "network")]
        Some(Command::Print(args)) => {
            with_config(&args.set, own, |config, voice| print::run(&args, config, voice))
        }
        #[cfg(feature = "network")]
        Some(Command::Mail(args)) => {
            with_config(&args.set, own, |config, voice| mail::run(&args, config, voice))
        }
        Some(Command::Verify(args)) => {
            let voice = Voice::new(&args.report, args.cleaning.explain);
            verify::run(*args, voice)
        }
        Some(Command::Extract(args)) => verify::extract(&args, Voice::new(&args.report, false)),
        Some(Command::Fonts(args)) => about::fonts(&args, Voice::new(&args.report, false)),
        Some(Command::Completions(args)) => about::completions(args.shell),
        Some(Command::Man(args)) => about::man(&args),
    }
}

/// Sets articles, as PDFs or as pictures of their pages.
fn set(args: &SetArgs, typed: Typed<'_>, preview: Option<PreviewOptions>) -> Exit {
    with_config(args, typed, |config, voice| {
        if args.config.show_config {
            let text = plan::shown(config, args)?;
            return Ok(Outcome { product: text.into(), ..Outcome::default() }.speak(voice));
        }
        let plan = plan::plan(config, args, preview.map_or(Wanted::Files, Wanted::Pictures))?;
        Ok(work::run(&plan, voice, &None))
    })
}

/// Gathers what was chosen beforehand, and does something with it.
fn with_config(
    args: &SetArgs,
    (matches, command): Typed<'_>,
    work: impl FnOnce(&Config, Voice) -> Result<Exit, Trouble>,
) -> Exit {
    let mut voice = Voice::new(&args.report, args.cleaning.explain);
    let mut out = Vec::new();
    let done = Config::load(matches, args.clone(), command).and_then(|config| {
        let settled = config.resolve(None)?;
        voice = Voice::new(&settled.args.report, settled.args.cleaning.explain);
        voice.odd(&config.warnings);
        work(&config, voice)
    });
    done.unwrap_or_else(|trouble| {
        voice.trouble(&mut out, &trouble);
        voice::to_stderr(&out);
        trouble.exit
    })
}

/// Tells somebody who typed the name of the program alone how it is used.
fn nothing_typed() -> Exit {
    let trouble = Trouble::usage("name an ARTICLE, such as: offprint article.txt")
        .hint("offprint -h shows on one screen what else can be said");
    let mut out = Vec::new();
    Voice::default().trouble(&mut out, &trouble);
    voice::to_stderr(&out);
    trouble.exit
}

/// Prints what clap has to say: help and version on standard output, errors on standard error.
fn answer(error: &clap::Error) -> Exit {
    match error.print() {
        _ if error.use_stderr() => Exit::Usage,
        Err(trouble) if trouble.kind() != io::ErrorKind::BrokenPipe => Exit::Io,
        _ => Exit::Done,
    }
}
