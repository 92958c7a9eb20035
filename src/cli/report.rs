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

/// An article of a volume, and the folios of its first and last page.
#[derive(Debug)]
pub(super) struct Part<'p> {
    pub(super) file: &'p str,
    pub(super) folios: (u32, u32),
}

impl Part<'_> {
    /// Whether a finding is in this article.
    pub(super) fn holds(&self, finding: &Finding) -> bool {
        (self.folios.0..=self.folios.1).contains(&finding.page)
    }
}

/// The report on the volume `file` of these articles.
pub(super) fn printed_volume(
    file: &str,
    report: &Report,
    parts: &[Part<'_>],
    format: ReportFormat,
) -> String {
    if format == ReportFormat::Json {
        return format!("{}\n", volume_object(file, report, parts));
    }
    let mut text = format!("{}\n{}", printable(file), report.summary());
    let mut tell = |head: &str, findings: Vec<&Finding>| {
        text.push_str(&format!("{head}\n"));
        for finding in findings {
            text.push_str(&format!("{}\n", printable(&finding.line())));
        }
    };
    let ahead = report.findings.iter().filter(|it| !parts.iter().any(|part| part.holds(it)));
    let ahead: Vec<&Finding> = ahead.collect();
    if !ahead.is_empty() {
        tell("contents", ahead);
    }
    for part in parts {
        let (first, last) = part.folios;
        let pages = if first == last {
            format!("page {first}")
        } else {
            format!("pages {first} to {last}")
        };
        let findings = report.findings.iter().filter(|finding| part.holds(finding));
        tell(&format!("{}, {pages}", printable(part.file)), findings.collect());
    }
    text
}

/// The object of a volume: `articles` says which pages are whose, `file` of a finding in which
/// article it is.
fn volume_object(file: &str, report: &Report, parts: &[Part<'_>]) -> Value {
    let mut object = object(file, report);
    let articles = parts.iter().map(|part| {
        let (first, last) = part.folios;
        json!({ "file": part.file, "page": first, "pages": last.saturating_sub(first) + 1 })
    });
    object["articles"] = articles.collect();
    let findings = report.findings.iter().map(|finding| {
        let part = parts.iter().find(|part| part.holds(finding));
        let mut object = finding_object(finding);
        object["file"] = part.map(|part| part.file).into();
        object
    });
    object["findings"] = findings.collect();
    object
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
    let PageFill { page, rows, of, cost } = page;
    json!({ "page": page, "rows": rows, "of": of, "price": cost })
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
