//! The press: an article goes in, a print-ready PDF comes out.
//!
//! Comes in: bytes of an article and what the person asked for. Goes out: the bytes of a PDF and
//! the diagnostics. Never done here: the library opens no file, prints nothing, reads no clock.
//!
//! # In ten lines
//!
//! ```
//! use offprint::{Faces, PrintOptions};
//!
//! let article = "The Lamp\n\nBy A. Writer\n\nIt was late, and the lamp burned low.\n";
//! let print = offprint::print(article.as_bytes(), &PrintOptions::default(), &Faces::embedded())?;
//! assert!(print.pdf.starts_with(b"%PDF-"));
//! assert_eq!(print.pages, 1);
//! for diagnostic in &print.diagnostics {
//!     println!("{diagnostic}");
//! }
//! # Ok::<(), offprint::PressError>(())
//! ```
//!
//! # As it is to look
//!
//! What is not chosen, the house chooses; what does not fit together is refused with the limit
//! that it breaks.
//!
//! ```
//! use offprint::{Choices, Faces, PrintOptions, Style};
//!
//! let choices = Choices {
//!     paper: Some("a5".parse()?),
//!     font_size: Some("10.5pt".parse()?),
//!     footer: Some("{title}\t{page}".parse()?),
//!     ..Choices::default()
//! };
//! let order = PrintOptions { style: Style::resolve(&choices)?, ..PrintOptions::default() };
//! let faces = Faces::embedded();
//! for article in ["First\n\nWords of it.\n", "Second\n\nWords of that.\n"] {
//!     // The faces are read once, and may be shared between threads.
//!     let print = offprint::print(article.as_bytes(), &order, &faces)?;
//!     assert!(print.removals.is_empty(), "nothing was there to be cleaned away");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is promised
//!
//! The names below and the modules that this page lists keep their meaning until the next major
//! version. [`PrintOptions`] and [`Choices`] may gain fields in a minor one: end them with
//! `..PrintOptions::default()`. The rooms of the press that are not listed, and what is not listed of those
//! that are, is public for its own tests and benchmarks, and may change at any time;
//! `ARCHITECTURE.md` draws them.
//!
//! # Features
//!
//! - `embedded-fonts`: the faces inside the library. Without it bring your own with
//!   [`Faces::add`].
//! - `svg`: drawings in articles.
//! - `cli`: the command line. Without it no argument parser is compiled: depend on
//!   `default-features = false, features = ["embedded-fonts", "svg"]`.

#![forbid(unsafe_code)]

pub mod article;
pub mod clean;
pub mod diagnostic;
pub mod fit;
pub mod font;
pub mod hyphenate;
pub mod impose;
pub mod pdf;
pub mod picture;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod style;
pub mod unit;
pub mod verify;

#[doc(hidden)]
pub mod bind;
#[doc(hidden)]
pub mod decorate;
#[doc(hidden)]
pub mod edit;
#[doc(hidden)]
pub mod galley;
#[doc(hidden)]
pub mod jobs;
#[doc(hidden)]
pub mod linebreak;
#[doc(hidden)]
pub mod map;
#[doc(hidden)]
pub mod months;
#[doc(hidden)]
pub mod paginate;
#[doc(hidden)]
pub mod shape;

pub use diagnostic::Diagnostic;
pub use font::Faces;
pub use pipeline::{Document, PressError, PrintOptions, print};
pub use style::{Choices, Style};
