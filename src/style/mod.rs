//! The house style: paper, margins, type size, leading, head and foot.
//!
//! Comes in: what the person chose. Goes out: a [`Style`], complete and consistent. Never done
//! here: knowing content.

use crate::unit::{Length, Sides};

/// How the article is to look.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// Width and height of the sheet.
    pub paper: Paper,
    /// Distance of the text block from the paper's edges.
    pub margin: Sides<Length>,
    /// Pages face each other: left and right margins change places on versos.
    pub duplex: bool,
    /// Type size of running text.
    pub font_size: Length,
    /// Distance of baselines.
    pub leading: Length,
    /// Template of the running head; empty for none.
    pub headline: String,
    /// Template of the footer; empty for none.
    pub footer: String,
    /// The folio of the first page.
    pub first_page: u32,
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
}
