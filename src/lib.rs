//! Offprint turns an article into a print-ready PDF.
//!
//! The library takes the bytes of an article and [`PrintOptions`]. It gives a [`Document`]: the bytes
//! of the PDF, diagnostics, and the texts that cleaning removed. It opens no file, uses no network,
//! reads no clock and prints nothing; the same input gives the same bytes.
//!
//! # Print an article
//!
//! ```
//! use offprint::{Faces, PrintOptions};
//!
//! let article = "The Lamp\n\nBy A. Writer\n\nIt was late, and the lamp burned low.\n";
//! let options = PrintOptions::default();
//! let document = offprint::print(article.as_bytes(), &options, &Faces::embedded())?;
//! assert!(document.pdf.starts_with(b"%PDF-"));
//! assert_eq!(document.pages, 1);
//! for diagnostic in &document.diagnostics {
//!     println!("{diagnostic}");
//! }
//! # Ok::<(), offprint::PressError>(())
//! ```
//!
//! # Choose a style
//!
//! [`Choices`] hold what the caller chooses; [`Style::resolve`] adds the defaults. Values that
//! exclude each other are an error that names the limit.
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
//! let options = PrintOptions { style: Style::resolve(&choices)?, ..PrintOptions::default() };
//! let faces = Faces::embedded();
//! for article in ["First\n\nWords of it.\n", "Second\n\nWords of that.\n"] {
//!     // Fonts are read once; threads can share them.
//!     let document = offprint::print(article.as_bytes(), &options, &faces)?;
//!     assert!(document.removals.is_empty(), "there was nothing to clean");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Stability
//!
//! The names below and the modules that this page lists keep their meaning until the next major
//! version. A minor version may add fields to the options: write `..PrintOptions::default()` at the
//! end of a literal, as in the example. Hidden modules are public for the project's own tests and
//! benchmarks and may change at any time; `ARCHITECTURE.md` describes them.
//!
//! # Features
//!
//! - `embedded-fonts`: includes the fonts. Without it, add your own with [`Faces::add`].
//! - `svg`: draws SVG pictures.
//! - `cli`: the command line. To compile no argument parser, depend on
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
mod deflate;
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
