//! The report on the setting, as it is printed.
//!
//! Comes in: a [`Report`]. Goes out: text for people, or one JSON object on one line. Never done
//! here: judging.

use offprint::report::{Adjustment, Finding, PageFill, Report, VERSION};
use serde_json::{Value, json};

use super::args::ReportFormat;
use super::voice::printable;

/// Decimals that are printed, as a factor.
const DECIMALS: f64 = 1000.0;

/// The report on the article `file`.
pub(super) fn printed(file: &str, report: &Report, format: ReportFormat) -> String {
    match format {
        ReportFormat::Text => {
            let lines: Vec<String> = report.to_string().lines().map(printable).collect();
            format!("{}\n{}\n", printable(file), lines.join("\n"))
        }
        ReportFormat::Json => format!("{}\n", object(file, report)),
    }
}

/// The object of `docs/report.md`.
fn object(file: &str, report: &Report) -> Value {
    let Adjustment { mean, worst, place: (page, line) } = report.adjustment;
    json!({
        "version": VERSION,
        "file": file,
        "pages": report.pages.iter().map(page_object).collect::<Vec<_>>(),
        "fill": rounded(report.fill()),
        "lines": report.lines,
        "justified": report.justified,
        "adjustment": {
            "mean": rounded(mean),
            "worst": rounded(worst),
            "page": known(page),
            "line": known(line),
        },
        "hyphens": report.hyphens,
        "hyphens_per_100": rounded(report.hyphens_per_100()),
        "faults": report.faults().count(),
        "findings": report.findings.iter().map(finding_object).collect::<Vec<_>>(),
    })
}

fn page_object(page: &PageFill) -> Value {
    let PageFill { page, rows, of, price } = page;
    json!({ "page": page, "rows": rows, "of": of, "price": price })
}

fn finding_object(finding: &Finding) -> Value {
    json!({
        "code": finding.kind.code(),
        "fault": finding.fault,
        "page": finding.page,
        "line": finding.line,
        "source": known(finding.source),
        "measure": rounded(finding.measure),
        "message": finding.to_string(),
        "hint": finding.kind.hint(),
        "text": finding.text,
    })
}

fn rounded(number: f64) -> f64 {
    (number * DECIMALS).round() / DECIMALS
}

/// A number that counts from 1, where 0 is unknown.
fn known(number: u32) -> Option<u32> {
    (number > 0).then_some(number)
}
