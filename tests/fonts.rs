//! Tests of `fonts`.
