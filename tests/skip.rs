//! Skipping a test whose tool is not installed.

use std::io::{self, Write as _};

/// Variable that turns a skip for want of a tool into a failure; `.ci/run` sets it.
const REQUIRE_TOOLS: &str = "OFFPRINT_REQUIRE_TOOLS";

/// Reports that a test is skipped because a tool is missing.
///
/// # Panics
/// Where `OFFPRINT_REQUIRE_TOOLS` is set.
#[track_caller]
pub(crate) fn skip_without_tool(why: &str) {
    let required = std::env::var_os(REQUIRE_TOOLS).is_some();
    assert!(!required, "{why}, and {REQUIRE_TOOLS} requires it");
    skip_without_data(why);
}

/// Reports that a test is skipped because optional data, such as a corpus, is not beside the project.
pub(crate) fn skip_without_data(why: &str) {
    // A closed standard error is no reason for a test to fail.
    let _ = writeln!(io::stderr(), "skipped: {why}");
}
