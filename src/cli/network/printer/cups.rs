//! Printers that CUPS lists by name.

use ipp::attribute::IppAttributes;
use ipp::model::{DelimiterTag, Operation, StatusCode};

use super::address::PrinterAddress;
use super::connection::{PrinterConnection, accepts_jobs, first_text, text_values};
use super::ipp_error::IppError;

/// Attributes that are requested of each printer.
const REQUESTED: [&str; 5] = [
    "printer-name",
    "printer-info",
    "printer-location",
    "printer-is-accepting-jobs",
    "printer-state-reasons",
];

/// Printer in CUPS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CupsPrinter {
    /// Name, as `--printer` takes it.
    pub(crate) name: String,
    /// Description for people.
    pub(crate) info: Option<String>,
    /// Location.
    pub(crate) location: Option<String>,
    /// The printer accepts jobs.
    pub(crate) accepts_jobs: bool,
    /// Keywords of `printer-state-reasons`.
    pub(crate) state_reasons: Vec<String>,
    /// It is the default printer.
    pub(crate) is_default: bool,
}

/// Returns the printers of CUPS, in its order.
///
/// # Errors
/// If CUPS cannot be reached, or rejects the request.
pub(crate) fn list_cups_printers(
    connection: &PrinterConnection,
) -> Result<Vec<CupsPrinter>, IppError> {
    let Some(response) = query_cups(connection, Operation::CupsGetPrinters, &REQUESTED)? else {
        return Ok(Vec::new());
    };
    let default = default_printer_name(connection)?;
    let mut printers = Vec::new();
    for printer in response.groups_of(DelimiterTag::PrinterAttributes) {
        let Some(name) = first_text(printer, "printer-name") else {
            return Err(IppError::Malformed("a printer without a name".into()));
        };
        printers.push(CupsPrinter {
            info: first_text(printer, "printer-info"),
            location: first_text(printer, "printer-location"),
            accepts_jobs: accepts_jobs(printer),
            state_reasons: text_values(printer, "printer-state-reasons"),
            is_default: default.as_ref() == Some(&name),
            name,
        });
    }
    Ok(printers)
}

/// Returns the address of the default printer of CUPS, if there is one.
///
/// # Errors
/// If CUPS cannot be reached, or rejects the request.
pub(crate) fn default_cups_printer(
    connection: &PrinterConnection,
) -> Result<Option<PrinterAddress>, IppError> {
    let name = default_printer_name(connection)?;
    name.map(|name| PrinterAddress::parse(&name).map_err(IppError::Malformed)).transpose()
}

fn default_printer_name(connection: &PrinterConnection) -> Result<Option<String>, IppError> {
    let response = query_cups(connection, Operation::CupsGetDefault, &["printer-name"])?;
    let printer = response.as_ref().and_then(|it| it.first_of(DelimiterTag::PrinterAttributes));
    Ok(printer.and_then(|printer| first_text(printer, "printer-name")))
}

/// Sends a query to CUPS. None if CUPS has no printers, which it reports as "not found".
fn query_cups(
    connection: &PrinterConnection,
    operation: Operation,
    attributes: &[&str],
) -> Result<Option<IppAttributes>, IppError> {
    match connection.query(operation, attributes) {
        Err(IppError::Rejected { status: StatusCode::ClientErrorNotFound, .. }) => Ok(None),
        response => response.map(Some),
    }
}
