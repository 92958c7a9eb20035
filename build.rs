//! Facts of the build for `--version`, and the phrases of `src/clean` bound into the program.
//!
//! No clock and no host: the same sources, compiler and features give the same program.

use std::path::{Path, PathBuf};
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
    // A program at a fixed place needs no relocating at its start, which was a third of the memory
    // touched for an article of one page. As Go's linker has it: nothing in here is `unsafe`.
    let is = |key, value| env::var(key).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
        bind_unwinder()?;
    }
    let commit = env::var("OFFPRINT_COMMIT").unwrap_or_default();
    println!("cargo:rustc-env=OFFPRINT_BUILD_COMMIT={commit}");
    Ok(())
}

/// Binds the unwinder in, where the compiler has it as an archive: to load the shared one takes a
/// thirtieth of the time of a short article. The standard library asks for that one by name, and
/// the folder given here answers first, in a script of the linker.
fn bind_unwinder() -> Result<(), String> {
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    let told = Command::new(linker).arg("-print-file-name=libgcc_eh.a").output();
    let archive = told.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned());
    if archive.is_ok_and(|archive| Path::new(&archive).is_absolute()) {
        let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("unwinder");
        let script = folder.join("libgcc_s.so");
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(script, "INPUT(-lgcc_eh)\n"))
            .map_err(|error| error.to_string())?;
        println!("cargo:rustc-link-arg-bins=-L{}", folder.display());
    }
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
