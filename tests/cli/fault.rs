//! A fault of the program stops one article, not the others.
//!
//! No article is known that breaks the program, so the guard is tested by itself.

use std::env;
use std::process::Command;

#[allow(dead_code, reason = "the guard needs a part of it")]
#[path = "../../src/cli/trouble.rs"]
mod trouble;

#[path = "../../src/cli/fault.rs"]
mod guard;

/// It changes what the whole process does with a panic, and so has a process of its own.
#[test]
#[ignore = "run by the test below"]
fn guarded_here() {
    guard::keep_panics();
    let broken = guard::guarded(|| -> Result<(), trouble::Trouble> { panic!("out of sorts") });
    let trouble = broken.expect_err("a panic is trouble");
    assert_eq!(trouble.exit, trouble::Exit::NotSet);
    assert!(trouble.message.contains("out of sorts ("), "{trouble:?}");
    assert!(trouble.message.contains("fault.rs:"), "it says where: {trouble:?}");
    assert_eq!(guard::guarded(|| Ok(7)), Ok(7), "the next article is set");
}

#[test]
fn a_panic_is_trouble_of_one_article_and_is_not_printed() {
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
