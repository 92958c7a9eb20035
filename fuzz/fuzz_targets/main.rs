//! The fuzzer: all targets of `tests/fuzz/targets.rs` in one program.
//!
//! The environment variable `OFFPRINT_FUZZ_TARGET` names the target.
#![no_main]

#[path = "../../tests/fuzz/targets.rs"]
mod targets;

use std::panic;
use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static RUN: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    // The hook of libFuzzer ends the program at each panic. A panic of a dependency that Offprint
    // catches, as it does those of the library that draws SVG, is no finding. One that it does not
    // catch ends the program all the same.
    let end = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // Paths of the workspace are relative.
        if info.location().is_none_or(|it| Path::new(it.file()).is_relative()) {
            end(info);
        }
    }));
    let name = std::env::var("OFFPRINT_FUZZ_TARGET").expect("the variable names a target");
    let known = targets::TARGETS.iter().find(|target| target.name == name);
    known.expect("there is a target of this name").run
});

fuzz_target!(|bytes: &[u8]| RUN(bytes));
