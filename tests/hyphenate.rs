//! Tests of `hyphenate`.
