//! A fault of the program stops one article, not the others.
//!
//! No article is known that breaks the program, so the guard is tested by itself.

use std::env;
use std::process::Command;

#[allow(dead_code, reason = "the guard needs a part of it")]
#[path = "../../src/cli/error.rs"]
mod error;

#[path = "../../src/cli/panic_guard.rs"]
mod guard;

/// It changes what the whole process does with a panic, and so has a process of its own.
#[test]
#[ignore = "run by the test below"]
fn guarded_here() {
    guard::keep_panic_messages();
    let broken =
        guard::catch_panic(|| -> Result<(), error::CliError> { panic!("out of sorts") });
    let error = broken.expect_err("a panic is an error");
    assert_eq!(error.exit, error::Exit::NotSet);
    assert!(error.message.contains("out of sorts ("), "{error:?}");
    assert!(error.message.contains("fault.rs:"), "it says where: {error:?}");
    assert_eq!(guard::catch_panic(|| Ok(7)), Ok(7), "the next article is set");
}

#[test]
fn a_panic_is_an_error_of_one_article_and_is_not_printed() {
    let program = env::current_exe().expect("the tests' own program");
    let name = "cli::fault::guarded_here";
    let mut inner = Command::new(program);
    inner.args(["--exact", name, "--ignored", "--nocapture"]);
    let output = inner.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked"), "the panic is kept: {said}");
}
