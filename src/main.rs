//! The binary: hands the command line to `cli`, its answer to the system.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
