//! Panics as errors of a single article.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

use super::error::{CliError, Exit};

thread_local! {
    /// Message and location of the last panic of this thread.
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the messages of later panics for [`catch_panic`], which are then not printed.
pub(super) fn keep_panic_messages() {
    panic::set_hook(Box::new(|panic| {
        let message = panic.payload_as_str().unwrap_or("panic without a message");
        let place = panic.location().map(|place| format!(" ({place})")).unwrap_or_default();
        LAST_PANIC.with(|last| last.replace(Some(format!("{message}{place}"))));
    }));
}

/// Calls `work`, and returns a panic as the error of this article, so that the other articles are
/// set. Nothing that the panic could have left incomplete is used again.
pub(super) fn catch_panic<T>(
    work: impl FnOnce() -> Result<T, CliError>,
) -> Result<T, CliError> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let message = LAST_PANIC.with(RefCell::take);
        let message = message.unwrap_or_else(|| "a thread panicked".to_owned());
        Err(CliError::new(Exit::NotSet, "fault", format!("bug in Offprint: {message}"))
            .hint("please report it, with the article if you can; other articles are set"))
    })
}
