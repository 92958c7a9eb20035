//! Pages, printers, mail, each against a real server here.
//!
//! Web servers are made here. Printers are `ippeveprinter`, of CUPS; mail servers are made here,
//! and `aiosmtpd` besides. Where one of these is not installed the test says so and is skipped;
//! with `OFFPRINT_REQUIRE_TOOLS` set, as in `.ci/run`, that is a failure.

use std::env;
use std::path::PathBuf;

mod mail;
#[cfg(target_os = "linux")]
mod namespace;
mod pages;
mod printers;
mod server;
mod tls;
mod units;

/// Returns the path of a program, in the usual folders of programs.
fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|path| path.is_file())
}
