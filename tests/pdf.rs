//! Tests of `pdf`.
