//! `offprint print`: articles are set and sent to a printer.

use std::time::Duration;

use offprint::diagnostic::Diagnostic;
use offprint::impose;
use offprint::style::Paper;
use offprint::unit::Length;
use offprint::verify::Facts;
use serde_json::json;

use super::args::{JobArgs, PrintArgs, SetArgs};
use super::batch;
use super::config::Config;
use super::error::{CliError, Exit};
use super::messages::{MessageOptions, Messages, page_count, printable};
use super::network::printer::{
    JobMonitor, JobOptions, JobTicket, PrintSides, PrinterAddress, PrinterCapabilities,
    PrinterConnection, default_cups_printer, describe_state_reason, list_cups_printers,
    state_warning, submit_job,
};
use super::outcome::{FinishedPdf, Outcome};
use super::plan::{Product, RunPlan};

/// Sets the articles on the printer's paper and prints them, one job for each.
pub(super) fn run(
    args: &PrintArgs,
    config: &Config,
    options: MessageOptions,
) -> Result<Exit, CliError> {
    refuse_file_options(&args.set)?;
    let connection = connect_to_printer(&args.job)?;
    let address = connection.address();
    let printer =
        PrinterCapabilities::request(&connection).map_err(|error| error.cli_error(address))?;
    let warnings: Vec<Diagnostic> =
        printer.state_reasons.iter().filter_map(|reason| state_warning(reason)).collect();
    let mut messages = Messages::new(options);
    messages.diagnostics(&address.to_string(), &warnings);
    messages.print();
    if !printer.accepts_jobs {
        let message = format!("{address} does not accept jobs now");
        return Err(CliError::new(Exit::Io, "printer-refuses", message).hint("try again later"));
    }
    let default_paper = printer.default_paper();
    let plan = RunPlan::new(config, &args.set, Some(Product::InMemory), default_paper)?;
    let session = PrintSession {
        args: &args.job,
        connection,
        printer,
        options,
        grey: args.set.page.grey,
    };
    let mut exit = Exit::Done;
    batch::for_each_outcome(&plan, |mut outcome, name, task| {
        let imposition = plan.settings[task.setting].options.imposition.as_ref();
        if let Some(document) = outcome.pdf.take()
            && let Err(error) = session.print(&document, imposition, name, &mut outcome)
        {
            outcome.fail(&error.about(name));
        }
        exit = exit.max(outcome.print());
    })?;
    Ok(exit)
}

/// Lists the printers of CUPS on standard output.
pub(super) fn list_printers(args: &PrintArgs, options: MessageOptions) -> Exit {
    let mut outcome = Outcome::new(options);
    match printer_list(&args.job, options) {
        Ok(text) => outcome.product = text.into_bytes(),
        Err(error) => outcome.fail(&error),
    }
    outcome.print()
}

/// Returns the list of the printers of CUPS: a line for each, or a JSON object.
fn printer_list(job: &JobArgs, options: MessageOptions) -> Result<String, CliError> {
    let connection = connect_to_cups(job)?;
    let address = connection.address();
    let printers = list_cups_printers(&connection).map_err(|error| error.cli_error(address))?;
    if printers.is_empty() {
        let message = format!("CUPS at {address} has no printers");
        return Err(CliError::new(Exit::Io, "no-printer", message)
            .hint("give the printer's address with --printer ipp://HOST"));
    }
    let mut text = String::new();
    for printer in printers {
        let reasons = printer.state_reasons.iter();
        let problems: Vec<String> =
            reasons.filter_map(|reason| describe_state_reason(reason)).collect();
        if options.is_json() {
            let object = json!({
                "name": printer.name,
                "info": printer.info,
                "location": printer.location,
                "accepting": printer.accepts_jobs,
                "troubles": problems,
                "default": printer.is_default,
            });
            text.push_str(&format!("{object}\n"));
            continue;
        }
        let mark = if printer.is_default { '*' } else { ' ' };
        let refuses = (!printer.accepts_jobs).then(|| "does not accept jobs now".to_owned());
        let details = [printer.info, printer.location, refuses].into_iter().flatten();
        let details: Vec<String> = details.chain(problems).collect();
        let line = format!("{mark} {:<24} {}", printer.name, details.join("; "));
        text.push_str(&printable(line.trim_end()));
        text.push('\n');
    }
    Ok(text)
}

/// Refuses options that concern files.
fn refuse_file_options(args: &SetArgs) -> Result<(), CliError> {
    let output = &args.output;
    let options = [
        ("--output", output.output.is_some()),
        ("--out-dir", output.out_dir.is_some()),
        ("--name", output.name.is_some()),
        ("--dump", output.dump.is_some()),
    ];
    match options.iter().find(|(_, is_given)| *is_given) {
        Some((option, _)) => {
            Err(CliError::usage(format!("{option} is for files, and print writes none"))
                .hint("leave out the option, or `print`"))
        }
        None => Ok(()),
    }
}

/// Creates a connection to the printer of `--printer`, or to the default printer of CUPS.
fn connect_to_printer(job: &JobArgs) -> Result<PrinterConnection, CliError> {
    let address = match &job.printer {
        Some(address) => address.clone(),
        None => {
            let cups = connect_to_cups(job)?;
            let default = default_cups_printer(&cups);
            default.map_err(|error| error.cli_error(cups.address()))?.ok_or_else(|| {
                CliError::usage("no printer is named, and CUPS has no default printer")
                    .hint("name one with --printer; `offprint print --list` lists them")
            })?
        }
    };
    Ok(PrinterConnection::new(address, job.any_certificate))
}

fn connect_to_cups(job: &JobArgs) -> Result<PrinterConnection, CliError> {
    let address =
        PrinterAddress::cups().map_err(|why| CliError::usage(format!("CUPS_SERVER: {why}")))?;
    Ok(PrinterConnection::new(address, job.any_certificate))
}

/// Connection to the printer, with the options of all jobs.
struct PrintSession<'s> {
    args: &'s JobArgs,
    connection: PrinterConnection,
    printer: PrinterCapabilities,
    options: MessageOptions,
    /// Print existing PDFs without colour.
    grey: bool,
}

impl PrintSession<'_> {
    /// Prints one document, and waits for the job.
    fn print(
        &self,
        document: &FinishedPdf,
        imposition: Option<&impose::Imposition>,
        name: &str,
        outcome: &mut Outcome,
    ) -> Result<(), CliError> {
        let options = self.job_options(document, imposition, name);
        let (ticket, warnings) = JobTicket::new(&options, &self.printer)?;
        outcome.messages.diagnostics(name, &warnings);
        // The user sees what is known so far before the wait.
        outcome.messages.print();
        let job = submit_job(&self.connection, &ticket, document.bytes())
            .map_err(|error| error.cli_error(self.connection.address()))?;
        if self.args.wait > 0 {
            let report = |diagnostic: &Diagnostic| {
                let mut messages = Messages::new(self.options);
                messages.diagnostics(name, std::slice::from_ref(diagnostic));
                messages.print();
            };
            let timeout = Duration::from_secs(self.args.wait.into());
            JobMonitor { connection: &self.connection, job, timeout, report: &report }
                .wait()?;
        }
        let verb = if self.args.wait > 0 { "printed on" } else { "sent to" };
        let printer = self.printer.name.clone();
        let printer = printer.unwrap_or_else(|| self.connection.address().to_string());
        let pages = page_count(document.pages());
        let mut message = format!("{verb} {printer} (job {job}): {pages}");
        if let Some(sides) = options.sides {
            message = format!("{message}, {}", sides.description());
        }
        if options.copies > 1 {
            message = format!("{message}, {} copies", options.copies);
        }
        outcome.messages.done(name, "printed", &message);
        Ok(())
    }

    fn job_options(
        &self,
        document: &FinishedPdf,
        imposition: Option<&impose::Imposition>,
        name: &str,
    ) -> JobOptions {
        let (existing_pdf, grey, paper, sides) = match document {
            FinishedPdf::Set(print) => {
                let (paper, sides) = match imposition {
                    Some(imposition) => imposed_sheet(&imposition.impose(print.pages)),
                    None => {
                        let sides = print.style.duplex.then_some(PrintSides::Long);
                        (print.style.paper, sides)
                    }
                };
                (false, print.style.grey, paper, sides)
            }
            FinishedPdf::Given(_, facts) => {
                let (paper, sides) = existing_sheet(facts);
                (true, self.grey, paper, sides)
            }
        };
        let title = document.title();
        JobOptions {
            copies: self.args.copies,
            pages: self.args.pages.as_ref().map(|pages| pages.merged()),
            sides: self.args.sides.or(sides),
            grey,
            paper,
            existing_pdf,
            name: if title.is_empty() { name.to_owned() } else { title },
        }
    }
}

/// Returns the paper and the sides of imposed sheets.
fn imposed_sheet(sheets: &impose::ImposedSheets) -> (Paper, Option<PrintSides>) {
    let impose::Size { width, height } = sheets.sheet;
    let sides = match sheets.flip {
        Some(impose::Edge::Long) => PrintSides::Long,
        Some(impose::Edge::Short) => PrintSides::Short,
        None => PrintSides::One,
    };
    (Paper { width, height }, Some(sides))
}

/// Returns the paper and the sides of an existing PDF, by its first page and its viewer preferences.
fn existing_sheet(facts: &Facts) -> (Paper, Option<PrintSides>) {
    let (width, height) = facts.size;
    let paper = Paper { width: Length::from_pt(width), height: Length::from_pt(height) };
    let sides = match facts.duplex.as_deref() {
        Some("DuplexFlipLongEdge") => Some(PrintSides::Long),
        Some("DuplexFlipShortEdge") => Some(PrintSides::Short),
        Some("Simplex") => Some(PrintSides::One),
        _ => None,
    };
    (paper, sides)
}
