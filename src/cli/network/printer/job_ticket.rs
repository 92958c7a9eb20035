//! Job tickets: the options of a job, checked against the printer's capabilities.

use std::ops::RangeInclusive;

use clap::ValueEnum;
use ipp::attribute::{IppAttribute, IppAttributeName};
use ipp::model::DelimiterTag;
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use offprint::diagnostic::{Diagnostic, Place};
use offprint::style::Paper;

use super::capabilities::{PrinterCapabilities, paper_names};
use super::connection::{add_operation_attribute, bounded, keyword};
use super::media::paper_name;
use crate::cli::trouble::{Exit, Trouble};

/// Media type of the documents.
const PDF: &str = "application/pdf";

/// Attribute of the colours (PWG 5100.13).
const PRINT_COLOR_MODE: IppAttributeName = IppAttributeName::const_new("print-color-mode");

/// Attribute of the fit of pages to sheets (PWG 5100.13).
const PRINT_SCALING: IppAttributeName = IppAttributeName::const_new("print-scaling");

/// Sides of the sheets that are printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PrintSides {
    /// One side
    One,
    /// Both sides, turned over the long edge like a book
    Long,
    /// Both sides, turned over the short edge like a calendar
    Short,
}

impl PrintSides {
    fn keyword(self) -> &'static str {
        match self {
            Self::One => "one-sided",
            Self::Long => "two-sided-long-edge",
            Self::Short => "two-sided-short-edge",
        }
    }

    /// Returns the phrase for messages.
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::One => "on one side",
            Self::Long => "on both sides, turned over the long edge",
            Self::Short => "on both sides, turned over the short edge",
        }
    }
}

/// Options of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JobOptions {
    /// Number of copies.
    pub(crate) copies: i32,
    /// Page ranges to print, ascending; all pages without them.
    pub(crate) pages: Option<Vec<RangeInclusive<i32>>>,
    /// Sides of the sheets; the printer's default without them.
    pub(crate) sides: Option<PrintSides>,
    /// Print without colour.
    pub(crate) grey: bool,
    /// Size of the sheets.
    pub(crate) paper: Paper,
    /// The document is an existing PDF, which cannot be set anew for other paper.
    pub(crate) existing_pdf: bool,
    /// Name of the job.
    pub(crate) name: String,
}

/// Job that the printer can do, as attributes of a request.
#[derive(Debug)]
pub(crate) struct JobTicket {
    attributes: Vec<IppAttribute>,
    name: String,
}

impl JobTicket {
    /// Creates the ticket, with warnings for the user.
    ///
    /// # Errors
    /// If the printer does not support an option.
    pub(crate) fn new(
        options: &JobOptions,
        printer: &PrinterCapabilities,
    ) -> Result<(Self, Vec<Diagnostic>), Trouble> {
        check_format(printer)?;
        let mut attributes = Vec::new();
        let mut warnings = Vec::new();
        let medium = printer.medium(options.paper);
        let other_paper = options.existing_pdf && medium.is_none();
        match medium {
            Some(medium) => {
                attributes.push(keyword(medium).named(IppAttributeName::MEDIA));
                if !printer.is_loaded(medium) {
                    warnings.push(not_loaded(options.paper, printer));
                }
            }
            None if options.existing_pdf => {
                let paper = paper_name(options.paper);
                let message = format!(
                    "the printer does not support {paper} paper; it scales the pages to its own"
                );
                let warning = Diagnostic::warning("media-foreign", Place::default(), message);
                warnings.push(warning);
            }
            None => check_media(options.paper, printer)?,
        }
        if let Some(sides) = options.sides {
            check_sides(sides, printer)?;
            attributes.push(keyword(sides.keyword()).named(IppAttributeName::SIDES));
        }
        if options.copies > printer.most_copies {
            let most = printer.most_copies;
            return Err(unsupported(format!("the printer prints at most {most} copies"))
                .hint(format!("ask for --copies {most} several times")));
        }
        if options.copies > 1 {
            attributes.push(IppValue::Integer(options.copies).named(IppAttributeName::COPIES));
        }
        if let Some(pages) = &options.pages {
            if !printer.page_ranges {
                return Err(unsupported("the printer does not support page ranges")
                    .hint("print all pages, or use another printer"));
            }
            attributes.push(page_ranges(pages).named(IppAttributeName::PAGE_RANGES));
        }
        if options.grey && printer.color_modes.iter().any(|it| it == "monochrome") {
            attributes.push(keyword("monochrome").named(PRINT_COLOR_MODE));
        }
        // Pages have the size of the sheet, so scaling would only change sizes.
        let scaling = if other_paper { "fit" } else { "none" };
        if printer.scalings.iter().any(|it| it == scaling) {
            attributes.push(keyword(scaling).named(PRINT_SCALING));
        }
        Ok((Self { attributes, name: options.name.clone() }, warnings))
    }

    /// Adds the job to a request.
    pub(crate) fn add_to(&self, request: &mut IppRequestResponse) {
        let name = IppValue::NameWithoutLanguage(bounded(&self.name));
        add_operation_attribute(request, name.named(IppAttributeName::JOB_NAME));
        // A printer that does not support everything must reject the job, not print it otherwise.
        let fidelity = IppValue::Boolean(true);
        add_operation_attribute(
            request,
            fidelity.named(IppAttributeName::IPP_ATTRIBUTE_FIDELITY),
        );
        let format = IppValue::MimeMediaType(bounded(PDF));
        add_operation_attribute(request, format.named(IppAttributeName::DOCUMENT_FORMAT));
        for attribute in &self.attributes {
            request.attributes_mut().add(DelimiterTag::JobAttributes, attribute.clone());
        }
    }
}

fn unsupported(message: impl Into<String>) -> Trouble {
    Trouble::new(Exit::Io, "printer-cannot", message)
}

/// Checks that the printer supports PDF.
fn check_format(printer: &PrinterCapabilities) -> Result<(), Trouble> {
    if printer.formats.iter().any(|format| format == PDF) {
        return Ok(());
    }
    let is_named = |format: &&str| *format != "application/octet-stream";
    let formats: Vec<&str> =
        printer.formats.iter().map(String::as_str).filter(is_named).collect();
    let message = match formats.as_slice() {
        [] => "the printer does not support PDF".to_owned(),
        formats => format!("the printer does not support PDF, only {}", formats.join(", ")),
    };
    Err(unsupported(message)
        .hint("add the printer to CUPS, which converts PDF, and give its name in CUPS"))
}

/// Checks the size of the sheets for a printer that has no medium of this size. A printer that lists
/// no sizes prints on what it has.
fn check_media(paper: Paper, printer: &PrinterCapabilities) -> Result<(), Trouble> {
    let papers = paper_names(&printer.media);
    if papers.is_empty() {
        return Ok(());
    }
    let message = format!("the printer does not support {} paper", paper_name(paper));
    let hint = format!("choose one of its sizes with --paper: {}", papers.join(", "));
    Err(unsupported(message).hint(hint))
}

fn not_loaded(paper: Paper, printer: &PrinterCapabilities) -> Diagnostic {
    let message =
        format!("{} paper is not loaded; the printer will ask for it", paper_name(paper));
    let loaded = paper_names(&printer.media_ready).join(", ");
    Diagnostic::warning("media-not-ready", Place::default(), message)
        .hint(format!("load it, or choose --paper {loaded}"))
}

fn check_sides(sides: PrintSides, printer: &PrinterCapabilities) -> Result<(), Trouble> {
    let is_supported = printer.sides.iter().any(|it| it == sides.keyword());
    if is_supported || (sides == PrintSides::One && printer.sides.is_empty()) {
        return Ok(());
    }
    Err(unsupported(format!("the printer does not support printing {}", sides.description()))
        .hint("choose --sides one, or print odd and even pages separately with --pages"))
}

fn page_ranges(pages: &[RangeInclusive<i32>]) -> IppValue {
    let range = |range: &RangeInclusive<i32>| IppValue::RangeOfInteger {
        min: *range.start(),
        max: *range.end(),
    };
    IppValue::Array(pages.iter().map(range).collect())
}
