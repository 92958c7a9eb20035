//! The command line: what was typed becomes a plan, then PDFs.
//!
//! Comes in: arguments, files, standard input. Goes out: files, standard output, messages, an exit
//! code. Never done here: anything that a program without a terminal would want too; that is the
//! library's.

mod address;
mod args;
mod faces;
mod folder;
mod input;
#[cfg(feature = "network")]
mod network;
mod outcome;
mod output;
mod plan;
mod report;
mod source;
mod trouble;
mod verify;
mod voice;
mod work;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use trouble::Exit;
use voice::Voice;

/// Does what the command line says and gives the exit code for it.
pub(crate) fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return answer(&error).into(),
    };
    let voice = Voice::new(&args);
    match args.command {
        Some(Command::Verify(args)) => return verify::run(args, voice).into(),
        Some(Command::Extract(args)) => return verify::extract(&args, voice).into(),
        None => {}
    }
    match plan::plan(args) {
        Ok(plan) => work::run(&plan, &voice).into(),
        Err(trouble) => {
            let mut message = Vec::new();
            voice.trouble(&mut message, &trouble);
            voice::to_stderr(&message);
            trouble.exit.into()
        }
    }
}

/// Prints what clap has to say: help and version on standard output, errors on standard error.
fn answer(error: &clap::Error) -> Exit {
    match error.print() {
        _ if error.use_stderr() => Exit::Usage,
        Err(trouble) if trouble.kind() != io::ErrorKind::BrokenPipe => Exit::Io,
        _ => Exit::Done,
    }
}
