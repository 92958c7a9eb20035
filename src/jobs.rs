//! Cores: work shared out, its products in order.
//!
//! Comes in: items and what is to be done with each. Goes out: the products in the order of the
//! items, the same on any number of threads. Never done here: a thread before one is needed.

use std::num::NonZero;
use std::sync::OnceLock;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// How many threads may work, and those that do.
#[derive(Debug, Default)]
pub struct Jobs {
    wished: usize,
    pool: OnceLock<Option<ThreadPool>>,
}

impl Jobs {
    /// So many threads; 0 for one to each core.
    #[must_use]
    pub fn new(wished: usize) -> Self {
        Self { wished, pool: OnceLock::new() }
    }

    /// How many threads will work.
    #[must_use]
    pub fn count(&self) -> usize {
        match self.wished {
            0 => std::thread::available_parallelism().map_or(1, NonZero::get),
            wished => wished,
        }
    }

    /// Does `work` with every item. One item, or one thread, starts none.
    pub fn map<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let pool = if items.len() > 1 && self.count() > 1 { self.pool() } else { None };
        match pool {
            Some(pool) => pool.install(|| items.par_iter().map(&work).collect()),
            None => items.iter().map(work).collect(),
        }
    }

    /// The threads; none where the system gives none, and the caller's does the work.
    fn pool(&self) -> Option<&ThreadPool> {
        let build = || ThreadPoolBuilder::new().num_threads(self.count()).build().ok();
        self.pool.get_or_init(build).as_ref()
    }
}
