//! The press: an article goes in, a print-ready PDF comes out.
//!
//! Comes in: bytes of an article and what the person asked for. Goes out: the bytes of a PDF and
//! the diagnostics. Never done here: the library opens no file, prints nothing, reads no clock.
//!
//! One stage is one module, and [`pipeline`] is the only one that knows their order. The rooms,
//! their products and the arrows between them are drawn in `ARCHITECTURE.md`.

#![forbid(unsafe_code)]

pub mod article;
pub mod clean;
pub mod decorate;
pub mod diagnostic;
pub mod edit;
pub mod fit;
pub mod font;
pub mod galley;
pub mod hyphenate;
pub mod impose;
pub mod jobs;
pub mod linebreak;
pub mod map;
pub mod paginate;
pub mod pdf;
pub mod picture;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod shape;
pub mod style;
pub mod unit;
pub mod verify;
