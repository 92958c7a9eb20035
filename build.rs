//! Facts of the build that `--version` shows.
//!
//! No clock and no host: the same sources, compiler and features give the same program.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=OFFPRINT_COMMIT");
    let target = env::var("TARGET").unwrap_or_default();
    println!("cargo:rustc-env=OFFPRINT_BUILD_TARGET={target}");
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(compiler).arg("--version").output();
    let version = version.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned());
    println!("cargo:rustc-env=OFFPRINT_BUILD_COMPILER={}", version.unwrap_or_default());
    let commit = env::var("OFFPRINT_COMMIT").unwrap_or_default();
    println!("cargo:rustc-env=OFFPRINT_BUILD_COMMIT={commit}");
}
