//! The one integration binary, a module for each promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, in its helpers too"
)]

mod breaks;
mod clean;
mod cli;
mod edit;
mod editions;
mod fit;
mod fonts;
mod fuzz;
mod galley;
mod house;
mod hyphenate;
mod impose;
mod linebreak;
mod pages;
mod pdf;
mod printing;
mod read;
mod report;
mod setting;
mod skip;
mod stages;
mod standards;
mod style;
mod web;
