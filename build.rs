//! Facts of the build for `--version`, and the phrases of `src/clean` bound into the program.
//!
//! No clock and no host: the same sources, compiler and features give the same program.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

#[path = "src/clean/fold.rs"]
#[allow(
    dead_code,
    reason = "the build asks for the hash of a word, not for what else is there"
)]
mod fold;
#[path = "src/clean/pattern.rs"]
#[allow(
    dead_code,
    reason = "the build asks whether a pattern can be read, and matches nothing"
)]
mod pattern;
#[path = "build/phrases.rs"]
mod phrases;

/// The data file of phrases, from the root of the project.
const PHRASES: &str = "src/clean/phrases.txt";

fn main() -> Result<(), String> {
    bind_phrases()?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build");
    for file in ["phrases.txt", "fold.rs", "pattern.rs"] {
        println!("cargo:rerun-if-changed=src/clean/{file}");
    }
    println!("cargo:rerun-if-env-changed=OFFPRINT_COMMIT");
    let target = env::var("TARGET").unwrap_or_default();
    println!("cargo:rustc-env=OFFPRINT_BUILD_TARGET={target}");
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(compiler).arg("--version").output();
    let version = version.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned());
    println!("cargo:rustc-env=OFFPRINT_BUILD_COMPILER={}", version.unwrap_or_default());
    let commit = env::var("OFFPRINT_COMMIT").unwrap_or_default();
    println!("cargo:rustc-env=OFFPRINT_BUILD_COMMIT={commit}");
    Ok(())
}

/// Writes the tables that `src/clean/phrases.rs` includes, or says which lines are not as they are
/// to be.
fn bind_phrases() -> Result<(), String> {
    let source = fs::read_to_string(PHRASES).map_err(|error| format!("{PHRASES}: {error}"))?;
    let tables = phrases::tables(&source).map_err(|faults| {
        let told: Vec<String> =
            faults.iter().map(|(line, reason)| format!("{PHRASES}:{line}: {reason}")).collect();
        told.join("\n")
    })?;
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(folder.join("phrases.rs"), tables).map_err(|error| error.to_string())
}
