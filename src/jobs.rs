//! Cores: work shared out, its products in order.
//!
//! Comes in: items and what is to be done with each. Goes out: the products in the order of the
//! items, the same on any number of threads. Never done here: a thread before one is needed.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, available_parallelism};

/// Stack of a thread, in bytes: what the main thread has on Linux, so that an article sets alike
/// on every thread.
const STACK: usize = 8 << 20;

/// How many cores there are for this process. Asked of the system once: on Linux each asking opens
/// three files.
static CORES: OnceLock<usize> = OnceLock::new();

/// How many threads may work, the caller's among them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Jobs {
    wished: usize,
}

impl Jobs {
    /// So many threads; 0 for one to each core.
    #[must_use]
    pub const fn new(wished: usize) -> Self {
        Self { wished }
    }

    /// How many threads will work.
    #[must_use]
    pub fn count(&self) -> usize {
        match self.wished {
            0 => *CORES.get_or_init(|| available_parallelism().map_or(1, NonZero::get)),
            wished => wished,
        }
    }

    /// How many threads so many items keep busy, at least one.
    fn of(&self, items: usize) -> usize {
        if items < 2 { 1 } else { self.count().min(items) }
    }

    /// Does `work` with every item. One item, or one thread, starts none.
    pub fn map<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let threads = self.of(items.len());
        let items = items.iter().collect();
        self.share(items, vec![(); threads], (|()| (), |()| ()), |(), item| work(item)).0
    }

    /// Does `work` with every item, each thread with a hand of its own, which it makes by `begin`
    /// from one of `kept` and gives back by `end`: what is kept may go from thread to thread, a
    /// hand need not. Who gets which item is left to chance, so a hand may hold nothing that the
    /// product depends on.
    pub fn share<T: Send, K: Send, H, R: Send>(
        &self,
        items: Vec<T>,
        kept: Vec<K>,
        (begin, end): (impl Fn(K) -> H + Sync, impl Fn(H) -> K + Sync),
        work: impl Fn(&mut H, T) -> R + Sync,
    ) -> (Vec<R>, Vec<K>) {
        let threads = self.of(items.len().min(kept.len()));
        let mut waiting = kept.into_iter();
        let Some(own) = waiting.next() else { return (Vec::new(), Vec::new()) };
        if threads < 2 {
            let mut hand = begin(own);
            let done = items.into_iter().map(|item| work(&mut hand, item)).collect();
            return (done, std::iter::once(end(hand)).chain(waiting).collect());
        }
        // The next item is for whoever asks first.
        let items = Mutex::new(items.into_iter().enumerate());
        let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
        let take = &|kept: K| {
            let mut hand = begin(kept);
            let mut done = Vec::new();
            while let Some((place, item)) = next() {
                done.push((place, work(&mut hand, item)));
            }
            (done, end(hand))
        };
        let (mut done, kept) = thread::scope(|scope| {
            let helpers: Vec<_> = waiting
                .by_ref()
                .take(threads - 1)
                // Where the system gives no more threads, those at hand do the work.
                .map_while(|kept| {
                    let helper = thread::Builder::new().stack_size(STACK);
                    helper.spawn_scoped(scope, move || take(kept)).ok()
                })
                .collect();
            let (mut done, own) = take(own);
            let mut all = vec![own];
            for helper in helpers {
                let (mut more, kept) = helper.join().unwrap_or_else(|it| resume_unwind(it));
                done.append(&mut more);
                all.push(kept);
            }
            (done, all)
        });
        done.sort_unstable_by_key(|(place, _)| *place);
        let done = done.into_iter().map(|(_, product)| product).collect();
        (done, kept.into_iter().chain(waiting).collect())
    }
}
