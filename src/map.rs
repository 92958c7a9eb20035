//! Hash maps with a fast hash that is the same on every run.
//!
//! The hash does not resist chosen keys. Iteration has no meaningful order: sort where one is needed.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

/// Hash map for inner loops: hashing with the standard map takes a tenth of the whole run.
pub type Map<K, V> = HashMap<K, V, FixedState>;

/// Hash set for inner loops.
pub type Set<T> = HashSet<T, FixedState>;
