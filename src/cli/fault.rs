//! A fault of the program itself stops one article alone.
//!
//! Comes in: work that should never panic. Goes out: what it gives, or [`Trouble`] that says where
//! it broke. Never done here: mending it.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

use super::trouble::{Exit, Trouble};

thread_local! {
    /// What the last panic of this thread said, and where.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on a panic is kept for [`guarded`] instead of being printed.
pub(super) fn keep_panics() {
    panic::set_hook(Box::new(|panic| {
        let said = panic.payload_as_str().unwrap_or("it panicked");
        let place = panic.location().map(|place| format!(" ({place})")).unwrap_or_default();
        LAST.with(|last| last.replace(Some(format!("{said}{place}"))));
    }));
}

/// Does `work`. Where it panics that is trouble of this one article: nothing it touched is used
/// again, for its product is thrown away.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let said = LAST.with(RefCell::take).unwrap_or_else(|| "a thread panicked".to_owned());
        Err(Trouble::new(Exit::NotSet, "fault", format!("a fault of Offprint itself: {said}"))
            .hint("please report it, with the article if you may; the others are set"))
    })
}
