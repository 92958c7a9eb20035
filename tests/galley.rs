//! Tests of `galley`.
