//! Report on the quality of the typesetting.
//!
//! Takes pages and their galley and gives a [`Report`]; it changes nothing. `docs/report.md` has the
//! schema and the thresholds.

mod examine;
mod finding;
mod ink;
mod margins;

#[doc(hidden)]
pub use examine::examine;
pub use finding::{Finding, FindingKind};
#[doc(hidden)]
pub use ink::measure_consumption;
pub use ink::{Consumption, Savings};
#[doc(hidden)]
pub use margins::check_margins;

use std::fmt::{self, Write as _};

/// Version of the schema of the report: the first number that `--report json` prints.
pub const VERSION: u32 = 1;

/// Quality of the pages of an article.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Report {
    /// Fill of each page.
    pub pages: Vec<PageFill>,
    /// Number of lines.
    pub lines: usize,
    /// Number of lines that fill the measure.
    pub justified: usize,
    /// Number of lines that end in a hyphen of hyphenation.
    pub hyphens: usize,
    /// Adjustment of the lines that fill the measure.
    pub adjustment: Adjustment,
    /// Number of pictures without an alternative text; one that is empty marks a decoration.
    pub pictures_without_description: usize,
    /// Findings in reading order.
    pub findings: Vec<Finding>,
}

/// Adjustment of lines as the glue ratio of TeX: 1 is a space wider by half, -1 a space narrower by a
/// third.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Adjustment {
    /// Mean of the absolute values.
    pub mean: f64,
    /// Value with the greatest absolute value.
    pub worst: f64,
    /// Page of the worst line and its number on the page; 0 if there is none.
    pub place: (u32, u32),
}

/// Fill of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageFill {
    /// Folio.
    pub page: u32,
    /// Number of filled rows of the grid.
    pub rows: u32,
    /// Number of rows of the grid.
    pub of: u32,
    /// Cost of the page in the sum that pagination minimises.
    pub cost: i64,
}

impl Report {
    /// Iterates over the faults.
    pub fn faults(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.fault)
    }

    /// Counts the findings of a kind.
    #[must_use]
    pub fn count(&self, kind: FindingKind) -> usize {
        self.findings.iter().filter(|finding| finding.kind == kind).count()
    }

    /// Returns the number of hyphens in a hundred lines.
    #[must_use]
    pub fn hyphens_per_100(&self) -> f64 {
        self.hyphens as f64 * 100.0 / self.lines.max(1) as f64
    }

    /// Appends the report on the pages that follow.
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
        self.pictures_without_description += next.pictures_without_description;
        self.findings.append(&mut next.findings);
    }

    /// Returns the mean fill of all pages but the last, 0 to 1; 1 for a single page.
    #[must_use]
    pub fn fill(&self) -> f64 {
        let but_last = self.pages.split_last().map_or([].as_slice(), |(_, pages)| pages);
        let (rows, of) = but_last.iter().fold((0_u64, 0_u64), |(rows, of), page| {
            (rows + u64::from(page.rows), of + u64::from(page.of))
        });
        if of == 0 { 1.0 } else { rows as f64 / of as f64 }
    }
}

impl fmt::Display for Report {
    /// Writes the summary and a line for each finding.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.summary())?;
        self.findings.iter().try_for_each(|finding| writeln!(out, "{}", finding.line()))
    }
}

impl Report {
    /// Returns the figures, one a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut out = String::new();
        self.write_summary(&mut out).expect("writing to a string never fails");
        out
    }

    fn write_summary(&self, out: &mut String) -> fmt::Result {
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
        if self.pictures_without_description > 0 {
            let count = self.pictures_without_description;
            writeln!(out, "pictures    {count:>8} without a description")?;
        }
        for kind in FindingKind::ALL {
            let count = self.count(kind);
            if count > 0 {
                writeln!(out, "{:<20} {count}", kind.code())?;
            }
        }
        writeln!(out, "faults      {:>8}", self.faults().count())
    }
}
