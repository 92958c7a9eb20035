//! Parallel maps whose results are in the order of the items.
//!
//! The results are the same on any number of threads. A thread is started only when a map runs.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, available_parallelism};

/// Stack of a thread, in bytes: that of the main thread on Linux, so that deeply nested articles are
/// handled alike on every thread.
const STACK: usize = 8 << 20;

/// Number of cores available to this process. The system is asked once: on Linux each call opens
/// three files.
static CORES: OnceLock<usize> = OnceLock::new();

/// Number of threads that a map may use, the caller's included.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Jobs {
    /// Requested number of threads; 0 means one per core.
    requested: usize,
}

impl Jobs {
    /// Creates the setting from a number of threads; 0 means one per core.
    #[must_use]
    pub const fn new(requested: usize) -> Self {
        Self { requested }
    }

    /// Number of threads that may be used, at least 1.
    #[must_use]
    pub fn count(&self) -> usize {
        match self.requested {
            0 => *CORES.get_or_init(|| available_parallelism().map_or(1, NonZero::get)),
            requested => requested,
        }
    }

    /// Number of threads for this number of items, at least 1.
    fn threads_for(&self, items: usize) -> usize {
        if items < 2 { 1 } else { self.count().min(items) }
    }

    /// Returns `work` of every item, in order. One item, or one thread, starts no thread.
    pub fn map<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let threads = self.threads_for(items.len());
        let items = items.iter().collect();
        self.map_with_workers(items, vec![(); threads], |()| (), |()| (), |(), item| work(item))
            .0
    }

    /// Returns `work` of every item, in order, and the states of the workers.
    ///
    /// Each thread has one worker, which `start` makes from one of `states` and `finish` turns back
    /// into a state; states are sent between threads, workers are not. There are at most as many
    /// threads as states. Which worker gets an item is not determined, so results must not depend on
    /// what a worker did before.
    ///
    /// # Panics
    /// If there are items and no state.
    pub fn map_with_workers<T: Send, S: Send, W, R: Send>(
        &self,
        items: Vec<T>,
        states: Vec<S>,
        start: impl Fn(S) -> W + Sync,
        finish: impl Fn(W) -> S + Sync,
        work: impl Fn(&mut W, T) -> R + Sync,
    ) -> (Vec<R>, Vec<S>) {
        let threads = self.threads_for(items.len().min(states.len()));
        let mut states = states.into_iter();
        let Some(own) = states.next() else {
            assert!(items.is_empty(), "every map has a worker");
            return (Vec::new(), Vec::new());
        };
        if threads < 2 {
            let mut worker = start(own);
            let results = items.into_iter().map(|item| work(&mut worker, item)).collect();
            return (results, std::iter::once(finish(worker)).chain(states).collect());
        }
        let queue = Mutex::new(items.into_iter().enumerate());
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let run = &|state: S| {
            let mut worker = start(state);
            let mut results = Vec::new();
            while let Some((index, item)) = next() {
                results.push((index, work(&mut worker, item)));
            }
            (results, finish(worker))
        };
        let (mut results, used) = thread::scope(|scope| {
            let helpers: Vec<_> = states
                .by_ref()
                .take(threads - 1)
                // If the system refuses a thread, the ones that were started do the work.
                .map_while(|state| {
                    let helper = thread::Builder::new().stack_size(STACK);
                    helper.spawn_scoped(scope, move || run(state)).ok()
                })
                .collect();
            let (mut results, own) = run(own);
            let mut used = vec![own];
            for helper in helpers {
                let (mut more, state) = helper.join().unwrap_or_else(|it| resume_unwind(it));
                results.append(&mut more);
                used.push(state);
            }
            (results, used)
        });
        results.sort_unstable_by_key(|(index, _)| *index);
        let results = results.into_iter().map(|(_, result)| result).collect();
        (results, used.into_iter().chain(states).collect())
    }
}
