//! Quality reports as text for people, or as a JSON object on one line.

use offprint::report::{Adjustment, Finding, PageFill, Report, VERSION};
use serde_json::{Value, json};

use super::args::ReportFormat;
use super::messages::{known, printable};

/// Precision of printed numbers: three decimals.
const PARTS: f64 = 1000.0;

/// Returns the report on the article `file`.
pub(super) fn article_report(file: &str, report: &Report, format: ReportFormat) -> String {
    match format {
        ReportFormat::Text => {
            let lines: Vec<String> = report.to_string().lines().map(printable).collect();
            format!("{}\n{}\n", printable(file), lines.join("\n"))
        }
        ReportFormat::Json => format!("{}\n", object(file, report)),
    }
}

/// Article of a volume.
#[derive(Debug)]
pub(super) struct BoundArticle {
    /// Name of the article.
    pub(super) file: String,
    /// Folio of its first page.
    pub(super) first_page: u32,
    /// Folio of its last page.
    pub(super) last_page: u32,
}

impl BoundArticle {
    /// Returns whether a finding is in this article.
    pub(super) fn contains(&self, finding: &Finding) -> bool {
        (self.first_page..=self.last_page).contains(&finding.page)
    }
}

/// Returns the report on the volume `file` of these articles.
pub(super) fn volume_report(
    file: &str,
    report: &Report,
    parts: &[BoundArticle],
    format: ReportFormat,
) -> String {
    if format == ReportFormat::Json {
        return format!("{}\n", volume_object(file, report, parts));
    }
    let mut text = format!("{}\n{}", printable(file), report.summary());
    let mut add = |head: &str, findings: Vec<&Finding>| {
        text.push_str(&format!("{head}\n"));
        for finding in findings {
            text.push_str(&format!("{}\n", printable(&finding.line())));
        }
    };
    let before =
        report.findings.iter().filter(|it| !parts.iter().any(|part| part.contains(it)));
    let before: Vec<&Finding> = before.collect();
    if !before.is_empty() {
        add("contents", before);
    }
    for part in parts {
        let (first, last) = (part.first_page, part.last_page);
        let pages = if first == last {
            format!("page {first}")
        } else {
            format!("pages {first} to {last}")
        };
        let findings = report.findings.iter().filter(|finding| part.contains(finding));
        add(&format!("{}, {pages}", printable(&part.file)), findings.collect());
    }
    text
}

/// Returns the object of a volume: with the pages of each article, and the article of each finding.
fn volume_object(file: &str, report: &Report, parts: &[BoundArticle]) -> Value {
    let mut object = object(file, report);
    let articles = parts.iter().map(|part| {
        let (first, last) = (part.first_page, part.last_page);
        json!({ "file": part.file, "page": first, "pages": last - first + 1 })
    });
    object["articles"] = articles.collect();
    let findings = report.findings.iter().map(|finding| {
        let part = parts.iter().find(|part| part.contains(finding));
        let mut object = finding_object(finding);
        object["file"] = part.map(|part| part.file.as_str()).into();
        object
    });
    object["findings"] = findings.collect();
    object
}

/// Returns the object that `docs/report.md` describes.
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
        "pictures_without_description": report.pictures_without_description,
        "faults": report.faults().count(),
        "findings": report.findings.iter().map(finding_object).collect::<Vec<_>>(),
    })
}

fn page_object(page: &PageFill) -> Value {
    let PageFill { page, rows, of, cost } = page;
    json!({ "page": page, "rows": rows, "of": of, "cost": cost })
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
    (number * PARTS).round() / PARTS
}
