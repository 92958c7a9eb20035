//! Tests of `linebreak`.
