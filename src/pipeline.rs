//! The whole press: one sentence and one call for each stage.
//!
//! Comes in: the bytes of an article and the [`Order`]. Goes out: a [`Print`]. Never done here:
//! anything a stage could do.
