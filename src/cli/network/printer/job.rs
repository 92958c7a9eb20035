//! The job: wishes, held against what the printer can do.
//!
//! Comes in: wishes, the print, an [`Ability`]. Goes out: the attributes of the job, or a refusal
//! that says what would do. Never done here: sending it.

use clap::ValueEnum;
use ipp::value::IppValue;
use offprint::diagnostic::{Diagnostic, Place};
use offprint::style::Paper;

use super::ability::Ability;
use super::media::spoken;
use super::talk::{self, Request, keyword};
use crate::cli::trouble::{Exit, Trouble};

/// The kind of what is sent.
pub(crate) const PDF: &str = "application/pdf";

/// Which sides of the sheets are printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sides {
    /// One side
    One,
    /// Both sides, turned over the long edge like a book
    Long,
    /// Both sides, turned over the short edge like a calendar
    Short,
}

impl Sides {
    fn keyword(self) -> &'static str {
        match self {
            Self::One => "one-sided",
            Self::Long => "two-sided-long-edge",
            Self::Short => "two-sided-short-edge",
        }
    }

    /// How it is told.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::One => "on one side",
            Self::Long => "on both sides, turned over the long edge",
            Self::Short => "on both sides, turned over the short edge",
        }
    }
}

/// What is wanted of the printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wishes {
    /// So many of each.
    pub(crate) copies: u32,
    /// Only these pages, in ranges that rise.
    pub(crate) pages: Option<Vec<(usize, usize)>>,
    /// On these sides; as the printer does without.
    pub(crate) sides: Option<Sides>,
    /// Without colour.
    pub(crate) grey: bool,
    /// The size of the sheets.
    pub(crate) paper: Paper,
    /// It was ready, and cannot be set anew on other paper.
    pub(crate) ready: bool,
    /// What the job is called.
    pub(crate) name: String,
}

/// A job that the printer can do.
#[derive(Debug)]
pub(crate) struct Ticket {
    wants: Vec<(&'static str, IppValue)>,
    name: String,
}

impl Ticket {
    /// The ticket for these wishes, with what the person should know.
    pub(crate) fn new(
        wishes: &Wishes,
        printer: &Ability,
    ) -> Result<(Self, Vec<Diagnostic>), Trouble> {
        check_format(printer)?;
        let mut wants = Vec::new();
        let mut told = Vec::new();
        let foreign = wishes.ready && printer.medium(wishes.paper).is_none();
        if foreign {
            let paper = spoken(wishes.paper);
            let message =
                format!("the printer has no paper of {paper}, and fits the pages to its own");
            told.push(Diagnostic::warning("media-foreign", Place::default(), message));
        } else {
            told.extend(medium(wishes.paper, printer, &mut wants)?);
        }
        if let Some(sides) = wishes.sides {
            wants.push(("sides", side(sides, printer)?));
        }
        if wishes.copies > 1 {
            wants.push(("copies", copies(wishes.copies, printer)?));
        }
        if let Some(pages) = &wishes.pages {
            if !printer.ranges {
                return Err(refused("the printer cannot leave pages out")
                    .hint("print them all, or choose a printer that can"));
            }
            wants.push(("page-ranges", ranges(pages)));
        }
        if wishes.grey && printer.colours.iter().any(|it| it == "monochrome") {
            wants.push(("print-color-mode", keyword("monochrome")));
        }
        // The page has the sheet's size: nothing is to be fitted, and sizes stay true.
        let scaling = if foreign { "fit" } else { "none" };
        if printer.scalings.iter().any(|it| it == scaling) {
            wants.push(("print-scaling", keyword(scaling)));
        }
        Ok((Self { wants, name: wishes.name.clone() }, told))
    }

    /// Writes the job into a request.
    pub(crate) fn write(&self, request: &mut Request) {
        request.set("job-name", talk::name(&self.name));
        // A printer that cannot do all of it is to refuse, and not to print something else.
        request.set("ipp-attribute-fidelity", IppValue::Boolean(true));
        request.set("document-format", talk::media_type(PDF));
        for (name, value) in &self.wants {
            request.want(name, value.clone());
        }
    }
}

fn refused(message: impl Into<String>) -> Trouble {
    Trouble::new(Exit::Io, "printer-cannot", message)
}

/// Refuses a printer that does not print PDF, and says what it prints.
fn check_format(printer: &Ability) -> Result<(), Trouble> {
    if printer.formats.iter().any(|format| format == PDF) {
        return Ok(());
    }
    let formats: Vec<&str> = printer
        .formats
        .iter()
        .map(String::as_str)
        .filter(|format| *format != "application/octet-stream")
        .collect();
    let takes = match formats.as_slice() {
        [] => "and does not say what it takes".to_owned(),
        formats => format!("it takes {}", formats.join(", ")),
    };
    Err(refused(format!("the printer takes no PDF; {takes}"))
        .hint("set it up in CUPS, which converts, and give the name that it has there"))
}

/// The medium of the job; a printer that names none prints on what it has.
fn medium(
    paper: Paper,
    printer: &Ability,
    wants: &mut Vec<(&'static str, IppValue)>,
) -> Result<Option<Diagnostic>, Trouble> {
    let papers = Ability::papers(&printer.media);
    let Some(medium) = printer.medium(paper) else {
        if papers.is_empty() {
            return Ok(None);
        }
        let message = format!("the printer cannot print on {}", spoken(paper));
        let hint = format!("it has {}: choose one with --paper", papers.join(", "));
        return Err(refused(message).hint(hint));
    };
    wants.push(("media", keyword(medium)));
    if printer.has_ready(medium) {
        return Ok(None);
    }
    let ready = Ability::papers(&printer.ready).join(", ");
    let message = format!("no {} lies in the printer, which will ask for it", spoken(paper));
    let told = Diagnostic::warning("media-not-ready", Place::default(), message);
    Ok(Some(told.hint(format!("put it in, or choose --paper {ready}"))))
}

fn side(sides: Sides, printer: &Ability) -> Result<IppValue, Trouble> {
    let can = printer.sides.iter().any(|it| it == sides.keyword());
    if can || (sides == Sides::One && printer.sides.is_empty()) {
        return Ok(keyword(sides.keyword()));
    }
    Err(refused(format!("the printer cannot print {}", sides.words()))
        .hint("choose --sides one, or print odd and even pages apart with --pages"))
}

/// Ranges of pages; one that is open ends where numbers do.
fn ranges(pages: &[(usize, usize)]) -> IppValue {
    let number = |page: usize| i32::try_from(page).unwrap_or(i32::MAX);
    let range = |&(first, last): &(usize, usize)| IppValue::RangeOfInteger {
        min: number(first),
        max: number(last),
    };
    IppValue::Array(pages.iter().map(range).collect())
}

fn copies(copies: u32, printer: &Ability) -> Result<IppValue, Trouble> {
    match i32::try_from(copies) {
        Ok(number) if copies <= printer.copies => Ok(IppValue::Integer(number)),
        _ => {
            let most = printer.copies;
            Err(refused(format!("the printer makes {most} copies at most"))
                .hint(format!("ask for --copies {most}, and again")))
        }
    }
}
