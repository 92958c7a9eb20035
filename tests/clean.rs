//! Tests of `clean`.
