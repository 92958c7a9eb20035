//! Waiting for a job, and what happens meanwhile.
//!
//! Comes in: the number of a job. Goes out: how it ended, and what troubled the printer
//! meanwhile, told as it happens. Never done here: sending.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use ipp::model::{JobState, Operation, StatusCode};
use ipp::value::IppValue;
use offprint::diagnostic::{Diagnostic, Place};

use super::reasons::spoken;
use super::talk::{Line, Refusal};
use crate::cli::trouble::{Exit, Trouble};

/// The time between two questions: short at first, since most jobs are.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Questions without an answer after which the printer is held to be gone.
const MOST_SILENCE: u32 = 5;

/// What is asked of the job and of the printer.
const OF_JOB: [&str; 3] = ["job-state", "job-state-reasons", "job-state-message"];
const OF_PRINTER: [&str; 2] = ["printer-state-reasons", "printer-state"];

/// Follows one job.
pub(crate) struct Watch<'l> {
    /// The line to the printer.
    pub(crate) line: &'l Line,
    /// The number that the printer gave the job.
    pub(crate) job: i32,
    /// How long to wait.
    pub(crate) patience: Duration,
    /// Who tells what happens.
    pub(crate) tell: &'l dyn Fn(&Diagnostic),
}

/// What is known of a job at a moment.
struct Moment {
    state: Option<JobState>,
    /// Why, in the printer's words.
    message: Option<String>,
    /// What troubles the printer.
    troubles: BTreeSet<String>,
}

impl Watch<'_> {
    /// Waits until the job is done.
    pub(crate) fn wait(&self) -> Result<(), Trouble> {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        let mut silent = 0;
        let mut known = BTreeSet::new();
        loop {
            match self.look() {
                Ok(moment) => {
                    silent = 0;
                    self.tell_troubles(&moment.troubles, &known);
                    if let Some(end) = self.ended(&moment) {
                        return end;
                    }
                    known = moment.troubles;
                }
                // It forgot the job: it was done before the printer was asked.
                Err(Refusal::Denied { status: StatusCode::ClientErrorNotFound, .. }) => {
                    return Ok(());
                }
                Err(_) => silent += 1,
            }
            if silent >= MOST_SILENCE {
                return Err(self
                    .trouble("printer-gone", "the printer went away while it had it")
                    .hint("see whether it was printed before you send it again"));
            }
            if begun.elapsed() > self.patience {
                let seconds = self.patience.as_secs();
                let troubles: Vec<String> = known.into_iter().collect();
                let why = if troubles.is_empty() { String::new() } else { ": ".to_owned() };
                let message = format!(
                    "it is not printed after {seconds} seconds{why}{}",
                    troubles.join(", ")
                );
                return Err(self.trouble("not-printed", message).hint(
                    "the job stays with the printer; --wait tells how long to stand by",
                ));
            }
            thread::sleep(pause);
            pause = (pause * 3 / 2).min(LONGEST_PAUSE);
        }
    }

    /// How it ended, where it did.
    fn ended(&self, moment: &Moment) -> Option<Result<(), Trouble>> {
        let words = moment.message.as_deref().map(|it| format!(": {it}")).unwrap_or_default();
        let failed =
            |what: &str| Some(Err(self.trouble("not-printed", format!("{what}{words}"))));
        match moment.state? {
            JobState::Completed => Some(Ok(())),
            JobState::Canceled => failed("the job was cancelled"),
            JobState::Aborted => failed("the printer gave the job up"),
            _ => None,
        }
    }

    fn trouble(&self, code: &'static str, message: impl AsRef<str>) -> Trouble {
        let message =
            format!("{} (job {} on {})", message.as_ref(), self.job, self.line.place());
        Trouble::new(Exit::Io, code, message)
    }

    /// Tells what is new since the last look.
    fn tell_troubles(&self, now: &BTreeSet<String>, before: &BTreeSet<String>) {
        for trouble in now.difference(before) {
            let message = format!("the printer waits: {trouble}");
            (self.tell)(&Diagnostic::warning("printer-state", Place::default(), message));
        }
        if now.is_empty() && !before.is_empty() {
            let message = "the printer goes on".to_owned();
            (self.tell)(&Diagnostic::warning("printer-state", Place::default(), message));
        }
    }

    fn look(&self) -> Result<Moment, Refusal> {
        let mut request = self.line.request(Operation::GetJobAttributes)?.asking(&OF_JOB);
        request.set("job-id", IppValue::Integer(self.job));
        let answer = self.line.ask(&request)?;
        let job = answer.job();
        let state = job.and_then(|job| job.number("job-state"));
        let state = state.and_then(state_of);
        let message = job.and_then(|job| job.one("job-state-message"));
        let done =
            matches!(state, Some(JobState::Completed | JobState::Canceled | JobState::Aborted));
        let troubles = if done { BTreeSet::new() } else { self.troubles()? };
        Ok(Moment { state, message, troubles })
    }

    fn troubles(&self) -> Result<BTreeSet<String>, Refusal> {
        let request = self.line.request(Operation::GetPrinterAttributes)?.asking(&OF_PRINTER);
        let answer = self.line.ask(&request)?;
        let reasons = answer.printers().next().map(|told| told.all("printer-state-reasons"));
        Ok(reasons.unwrap_or_default().iter().filter_map(|reason| spoken(reason)).collect())
    }
}

/// The state of a job by its number (RFC 8011, 5.3.7).
fn state_of(number: i32) -> Option<JobState> {
    Some(match number {
        3 => JobState::Pending,
        4 => JobState::PendingHeld,
        5 => JobState::Processing,
        6 => JobState::ProcessingStopped,
        7 => JobState::Canceled,
        8 => JobState::Aborted,
        9 => JobState::Completed,
        _ => return None,
    })
}
