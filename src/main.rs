//! The binary: hands the command line to the front door.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
