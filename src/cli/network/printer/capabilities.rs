//! Capabilities of a printer (RFC 8011, 5.4; PWG 5100.13).

use ipp::attribute::IppAttributeGroup;
use ipp::model::{DelimiterTag, Operation};
use ipp::value::IppValue;
use offprint::style::{PAPERS, Paper};

use super::connection::{PrinterConnection, accepts_jobs, first_text, text_values};
use super::ipp_error::IppError;
use super::media::{is_same_paper, paper_name, paper_of_medium};

/// Attributes that are requested.
const REQUESTED: [&str; 13] = [
    "printer-name",
    "printer-info",
    "printer-is-accepting-jobs",
    "printer-state-reasons",
    "document-format-supported",
    "media-supported",
    "media-ready",
    "media-default",
    "sides-supported",
    "print-color-mode-supported",
    "copies-supported",
    "page-ranges-supported",
    "print-scaling-supported",
];

/// Capabilities and state of a printer.
#[derive(Debug, Clone)]
pub(crate) struct PrinterCapabilities {
    /// Name for people.
    pub(crate) name: Option<String>,
    /// The printer accepts jobs.
    pub(crate) accepts_jobs: bool,
    /// Keywords of `printer-state-reasons`.
    pub(crate) state_reasons: Vec<String>,
    /// Media types of documents.
    pub(crate) formats: Vec<String>,
    /// Names of the supported media.
    pub(crate) media: Vec<String>,
    /// Names of the loaded media; empty for a printer that does not report them.
    pub(crate) media_ready: Vec<String>,
    /// Name of the default medium.
    pub(crate) media_default: Option<String>,
    /// Keywords of `sides-supported`.
    pub(crate) sides: Vec<String>,
    /// Keywords of `print-color-mode-supported`.
    pub(crate) color_modes: Vec<String>,
    /// Most copies in one job.
    pub(crate) most_copies: i32,
    /// The printer can print a part of the pages.
    pub(crate) page_ranges: bool,
    /// Keywords of `print-scaling-supported`.
    pub(crate) scalings: Vec<String>,
}

impl PrinterCapabilities {
    /// Requests the capabilities of a printer.
    ///
    /// # Errors
    /// If the printer does not answer, or its answer has no printer attributes.
    pub(crate) fn request(connection: &PrinterConnection) -> Result<Self, IppError> {
        let response = connection.query(Operation::GetPrinterAttributes, &REQUESTED)?;
        match response.first_of(DelimiterTag::PrinterAttributes) {
            Some(printer) => Ok(Self::from_attributes(printer)),
            None => Err(IppError::Malformed("no printer attributes in the response".into())),
        }
    }

    fn from_attributes(printer: &IppAttributeGroup) -> Self {
        let most_copies = printer.get("copies-supported").map(|it| it.value());
        Self {
            name: first_text(printer, "printer-info")
                .or_else(|| first_text(printer, "printer-name")),
            accepts_jobs: accepts_jobs(printer),
            state_reasons: text_values(printer, "printer-state-reasons"),
            formats: text_values(printer, "document-format-supported"),
            media: text_values(printer, "media-supported"),
            media_ready: text_values(printer, "media-ready"),
            media_default: first_text(printer, "media-default"),
            sides: text_values(printer, "sides-supported"),
            color_modes: text_values(printer, "print-color-mode-supported"),
            most_copies: match most_copies {
                Some(IppValue::Integer(most) | IppValue::RangeOfInteger { max: most, .. }) => {
                    *most
                }
                _ => 1,
            },
            page_ranges: printer
                .get("page-ranges-supported")
                .is_some_and(|it| it.value() == &IppValue::Boolean(true)),
            scalings: text_values(printer, "print-scaling-supported"),
        }
    }

    /// Returns the paper to print on by default: the default medium if it is loaded, else the first
    /// loaded one.
    pub(crate) fn default_paper(&self) -> Option<Paper> {
        let medium = self.media_default.as_deref().filter(|medium| self.is_loaded(medium));
        paper_of_medium(medium.or(self.media_ready.first().map(String::as_str))?)
    }

    /// Returns the printer's name of a paper, if it is supported.
    pub(crate) fn medium(&self, wanted: Paper) -> Option<&str> {
        let is_wanted =
            |medium: &str| paper_of_medium(medium).is_some_and(|it| is_same_paper(it, wanted));
        let all = self.media_ready.iter().chain(&self.media);
        all.map(String::as_str).find(|medium| is_wanted(medium))
    }

    /// Returns whether a medium is loaded; true for a printer that does not report loaded media.
    pub(crate) fn is_loaded(&self, medium: &str) -> bool {
        self.media_ready.is_empty() || self.media_ready.iter().any(|ready| ready == medium)
    }
}

/// Returns the names of papers as `--paper` takes them, each once. Sizes without a name, such as
/// envelopes, are left out unless there is nothing else.
pub(crate) fn paper_names(media: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in media.iter().filter_map(|medium| Some(paper_name(paper_of_medium(medium)?))) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let is_named = |name: &String| PAPERS.iter().any(|(known, ..)| known == name);
    if names.iter().any(is_named) {
        names.retain(is_named);
    }
    names
}
