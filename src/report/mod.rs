//! The report: how good the setting is, and where it is not.
//!
//! Comes in: pages and their galley. Goes out: a [`Report`]. Never done here: changing anything.
//! `docs/report.md` has the schema and the limits.

mod examine;
mod finding;
mod ink;

#[doc(hidden)]
pub use examine::examine;
pub use finding::{Finding, Kind};
#[doc(hidden)]
pub use ink::takes;
pub use ink::{Saved, Use};

use std::fmt::{self, Write as _};

/// Version of the report's schema: the first number that `--report json` prints.
pub const VERSION: u32 = 1;

/// The quality of a setting.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Report {
    /// How full each page is.
    pub pages: Vec<PageFill>,
    /// Lines of the article.
    pub lines: usize,
    /// Those of them that fill their measure.
    pub justified: usize,
    /// Lines that end in a hyphen which hyphenation put there.
    pub hyphens: usize,
    /// How far the lines that fill their measure are from natural.
    pub adjustment: Adjustment,
    /// What is to be said, in reading order.
    pub findings: Vec<Finding>,
}

/// How far lines are from natural, in parts of what they may give: 1 is a space half as wide
/// again, -1 one a third narrower (TeX's glue ratio).
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Adjustment {
    /// Mean of the amounts, signs aside.
    pub mean: f64,
    /// The worst, with its sign.
    pub worst: f64,
    /// The page of the worst line, and its number there; 0 where there is none.
    pub place: (u32, u32),
}

/// How full a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageFill {
    /// The folio.
    pub page: u32,
    /// Rows of the grid that are filled.
    pub rows: u32,
    /// Rows there are.
    pub of: u32,
    /// What the page cost in the total that was minimised.
    pub price: i64,
}

impl Report {
    /// The findings that are faults.
    pub fn faults(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.fault)
    }

    /// How many findings are of this kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.findings.iter().filter(|finding| finding.kind == kind).count()
    }

    /// Lines of a hundred that end in a hyphen.
    #[must_use]
    pub fn hyphens_per_100(&self) -> f64 {
        self.hyphens as f64 * 100.0 / self.lines.max(1) as f64
    }

    /// Adds the report on pages that follow these.
    pub fn append(&mut self, mut next: Self) {
        let all = (self.justified + next.justified).max(1) as f64;
        let sum = |report: &Self| report.adjustment.mean * report.justified as f64;
        let mean = (sum(self) + sum(&next)) / all;
        if next.adjustment.worst.abs() > self.adjustment.worst.abs() {
            self.adjustment = next.adjustment;
        }
        self.adjustment.mean = mean;
        self.pages.append(&mut next.pages);
        self.lines += next.lines;
        self.justified += next.justified;
        self.hyphens += next.hyphens;
        self.findings.append(&mut next.findings);
    }

    /// How full the pages but the last are, on average, as a part of 1.
    #[must_use]
    pub fn fill(&self) -> f64 {
        let but_last = self.pages.split_last().map_or(&[][..], |(_, pages)| pages);
        let (rows, of) = but_last.iter().fold((0_u64, 0_u64), |(rows, of), page| {
            (rows + u64::from(page.rows), of + u64::from(page.of))
        });
        if of == 0 { 1.0 } else { rows as f64 / of as f64 }
    }
}

/// Kinds in the order of the summary.
const KINDS: [Kind; 15] = [
    Kind::Overfull,
    Kind::Underfull,
    Kind::BrokenWord,
    Kind::WrappedCode,
    Kind::Loose,
    Kind::Tight,
    Kind::Ladder,
    Kind::Runt,
    Kind::River,
    Kind::Widow,
    Kind::Orphan,
    Kind::Stranded,
    Kind::HyphenAtFoot,
    Kind::ShortPage,
    Kind::NearlyEmpty,
];

impl fmt::Display for Report {
    /// A summary, then a line for each finding.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.summary())?;
        self.findings.iter().try_for_each(|finding| writeln!(out, "{}", finding.line()))
    }
}

impl Report {
    /// The figures, one on a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut out = String::new();
        // A string takes everything.
        let _ = self.summarise(&mut out);
        out
    }

    fn summarise(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "pages       {:>8}", self.pages.len())?;
        writeln!(out, "  filled    {:>8.1} %, the last aside", self.fill() * 100.0)?;
        writeln!(out, "lines       {:>8}", self.lines)?;
        writeln!(out, "  justified {:>8}", self.justified)?;
        let Adjustment { mean, worst, place: (page, line) } = self.adjustment;
        writeln!(out, "adjustment  {mean:>8.3}, signs aside; 1 is all that a line may give")?;
        if page > 0 {
            writeln!(out, "  worst     {worst:>+8.3}, page {page}, line {line}")?;
        }
        writeln!(out, "hyphens     {:>8.1} in 100 lines", self.hyphens_per_100())?;
        for kind in KINDS {
            let count = self.count(kind);
            if count > 0 {
                writeln!(out, "{:<20} {count}", kind.code())?;
            }
        }
        writeln!(out, "faults      {:>8}", self.faults().count())
    }
}
