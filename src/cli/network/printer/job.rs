//! Print jobs: submission, and waiting until a job is done.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use ipp::attribute::IppAttributeName;
use ipp::prelude::*;
use offprint::diagnostic::{Diagnostic, Place};

use super::connection::{
    PrinterConnection, add_operation_attribute, add_requested_attributes, first_text,
    text_values,
};
use super::ipp_error::IppError;
use super::job_ticket::JobTicket;
use super::state_reasons::{describe_state_reason, state_warning};
use crate::cli::error::{CliError, Exit};

/// First pause between two status requests; most jobs are short.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// Longest pause between two status requests.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Status requests in a row without a response after which the printer counts as disconnected.
const MOST_FAILURES: u32 = 5;

/// Submits a job and returns its number.
///
/// # Errors
/// If the printer cannot be reached, or rejects the job.
pub(crate) fn submit_job(
    connection: &PrinterConnection,
    ticket: &JobTicket,
    document: &[u8],
) -> Result<i32, IppError> {
    // A job that will be rejected is rejected before its document is sent.
    let mut request = connection.new_request(Operation::ValidateJob)?;
    ticket.add_to(&mut request);
    match connection.send(&request, &[]) {
        // A printer without this operation validates the job when it is sent.
        Ok(_)
        | Err(IppError::Rejected {
            status: StatusCode::ServerErrorOperationNotSupported,
            ..
        }) => {}
        Err(error) => return Err(error),
    }
    let mut request = connection.new_request(Operation::PrintJob)?;
    ticket.add_to(&mut request);
    let response = connection.send(&request, document)?;
    let job = response.first_of(DelimiterTag::JobAttributes);
    let number =
        job.and_then(|job| job.get(IppAttribute::JOB_ID)?.value().as_integer().copied());
    number.ok_or_else(|| IppError::Malformed("no job number in the response".into()))
}

/// Monitor of one job.
pub(crate) struct JobMonitor<'c> {
    /// Connection to the printer.
    pub(crate) connection: &'c PrinterConnection,
    /// Number of the job.
    pub(crate) job: i32,
    /// Time limit for the job.
    pub(crate) timeout: Duration,
    /// Reports changes of the printer's state.
    pub(crate) report: &'c dyn Fn(&Diagnostic),
}

/// Status of a job and of its printer.
struct JobStatus {
    state: Option<JobState>,
    /// The printer's message about the state.
    message: Option<String>,
    /// State reasons of the printer that describe a problem.
    problems: BTreeSet<String>,
}

impl JobMonitor<'_> {
    /// Waits until the job is done.
    ///
    /// # Errors
    /// If the job fails, the time is over, or the printer disconnects.
    pub(crate) fn wait(&self) -> Result<(), CliError> {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        let mut failures = 0;
        let mut problems = BTreeSet::new();
        loop {
            match self.request_status() {
                Ok(status) => {
                    failures = 0;
                    self.report_changes(&problems, &status.problems);
                    if let Some(result) = self.result(&status) {
                        return result;
                    }
                    problems = status.problems;
                }
                // The printer already deleted the job, so it is done.
                Err(IppError::Rejected { status: StatusCode::ClientErrorNotFound, .. }) => {
                    return Ok(());
                }
                Err(error) => {
                    failures += 1;
                    if failures >= MOST_FAILURES {
                        let message = format!("connection to the printer lost: {error}");
                        return Err(self
                            .job_error("printer-gone", &message)
                            .hint("check whether it was printed before you send it again"));
                    }
                }
            }
            if begun.elapsed() > self.timeout {
                let mut message =
                    format!("not printed after {} seconds", self.timeout.as_secs());
                for problem in problems.iter().filter_map(|it| describe_state_reason(it)) {
                    message = format!("{message}; {problem}");
                }
                return Err(self.job_error("not-printed", &message).hint(
                    "the job stays in the printer's queue; --wait SECONDS sets the time limit",
                ));
            }
            thread::sleep(pause);
            pause = (pause * 3 / 2).min(LONGEST_PAUSE);
        }
    }

    /// Returns the result of a job that is done.
    fn result(&self, status: &JobStatus) -> Option<Result<(), CliError>> {
        let failure = match status.state? {
            JobState::Completed => return Some(Ok(())),
            JobState::Canceled => "the job was cancelled",
            JobState::Aborted => "the printer aborted the job",
            JobState::Pending
            | JobState::PendingHeld
            | JobState::Processing
            | JobState::ProcessingStopped => return None,
        };
        let message = match &status.message {
            Some(message) => format!("{failure}: {message}"),
            None => failure.to_owned(),
        };
        Some(Err(self.job_error("not-printed", &message)))
    }

    fn job_error(&self, code: &'static str, message: &str) -> CliError {
        let address = self.connection.address();
        CliError::new(Exit::Io, code, format!("{message} (job {} on {address})", self.job))
    }

    /// Reports new problems, and that all are solved.
    fn report_changes(&self, before: &BTreeSet<String>, now: &BTreeSet<String>) {
        for warning in now.difference(before).filter_map(|reason| state_warning(reason)) {
            (self.report)(&warning);
        }
        if now.is_empty() && !before.is_empty() {
            let message = "the printer reports no more problems";
            (self.report)(&Diagnostic::warning("printer-state", Place::default(), message));
        }
    }

    fn request_status(&self) -> Result<JobStatus, IppError> {
        let mut request = self.connection.new_request(Operation::GetJobAttributes)?;
        add_requested_attributes(&mut request, &["job-state", "job-state-message"]);
        let number = IppValue::Integer(self.job).named(IppAttributeName::JOB_ID);
        add_operation_attribute(&mut request, number);
        let response = self.connection.send(&request, &[])?;
        let job = response.first_of(DelimiterTag::JobAttributes);
        let state = job.and_then(|job| job.get(IppAttribute::JOB_STATE)?.value().as_enum());
        let state = state.and_then(|number| JobState::from_i32(*number));
        let message = job.and_then(|job| first_text(job, IppAttribute::JOB_STATE_MESSAGE));
        let is_done =
            matches!(state, Some(JobState::Completed | JobState::Canceled | JobState::Aborted));
        let problems = if is_done { BTreeSet::new() } else { self.request_problems()? };
        Ok(JobStatus { state, message, problems })
    }

    fn request_problems(&self) -> Result<BTreeSet<String>, IppError> {
        let reasons = IppAttribute::PRINTER_STATE_REASONS;
        let response = self.connection.query(Operation::GetPrinterAttributes, &[reasons])?;
        let printer = response.first_of(DelimiterTag::PrinterAttributes);
        let all = printer.into_iter().flat_map(|printer| text_values(printer, reasons));
        Ok(all.filter(|reason| describe_state_reason(reason).is_some()).collect())
    }
}
