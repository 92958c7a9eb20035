//! Maps that hash quickly, and alike on every run.
//!
//! Comes in: keys of our own making: words, glyphs, places. Goes out: [`Map`], [`Set`]. Never done here:
//! order; whoever needs one sorts.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

/// A hash map for the inner loops, where the standard one's hash would be a tenth of all work.
pub type Map<K, V> = HashMap<K, V, FixedState>;

/// A hash set for the inner loops.
pub type Set<T> = HashSet<T, FixedState>;
