//! The fuzzer: all targets of `tests/fuzz/targets.rs` in one program.
//!
//! The environment variable `OFFPRINT_FUZZ_TARGET` names the target.
#![no_main]

#[path = "../../tests/fuzz/targets.rs"]
mod targets;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static RUN: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("OFFPRINT_FUZZ_TARGET").expect("the variable names a target");
    let known = targets::TARGETS.iter().find(|target| target.name == name);
    known.expect("there is a target of this name").run
});

fuzz_target!(|bytes: &[u8]| RUN(bytes));
