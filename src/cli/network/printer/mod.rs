//! Printing: an article is set and goes to a printer.
//!
//! Comes in: articles and the printer's address or name. Goes out: jobs, what became of them.
//! Never done here: changing what a printer cannot print so that it can.

mod ability;
mod job;
mod list;
mod media;
mod place;
mod reasons;
#[cfg(unix)]
mod socket;
mod talk;
mod watch;

pub(crate) use ability::Ability;
pub(crate) use job::{Sides, Ticket, Wishes};
pub(crate) use list::{list, usual};
pub(crate) use place::Place;
pub(crate) use reasons::spoken;
pub(crate) use talk::Line;
use talk::Refusal;
pub(crate) use watch::Watch;

use ipp::model::{Operation, StatusCode};

use crate::cli::trouble::{Exit, Trouble};

/// Sends a document; gives the number of its job.
pub(crate) fn send(line: &Line, ticket: &Ticket, document: &[u8]) -> Result<i32, Trouble> {
    // First without the document: what will be refused is refused before it is sent.
    let mut request = line.request(Operation::ValidateJob).map_err(|it| denied(it, line))?;
    ticket.write(&mut request);
    match line.ask(&request) {
        // A printer that does not know the question answers when it is sent.
        Ok(_)
        | Err(Refusal::Denied {
            status: StatusCode::ServerErrorOperationNotSupported, ..
        }) => {}
        Err(refusal) => return Err(denied(refusal, line)),
    }
    let mut request = line.request(Operation::PrintJob).map_err(|it| denied(it, line))?;
    ticket.write(&mut request);
    let answer = line.send(&request, document).map_err(|refusal| denied(refusal, line))?;
    let job = answer.job().and_then(|told| told.number("job-id"));
    job.ok_or_else(|| denied(Refusal::Garbled("it names no job".into()), line))
}

/// What a printer's no means to the person.
pub(crate) fn denied(refusal: Refusal, line: &Line) -> Trouble {
    let place = line.place();
    match refusal {
        Refusal::Absent(failure) if place.is_cups() => {
            let message = format!("{place}: CUPS does not answer: {failure}");
            Trouble::new(Exit::Io, "no-printer", message).hint(
                "does CUPS run here? else give the printer's address: --printer ipp://HOST",
            )
        }
        Refusal::Absent(failure) => {
            Trouble::new(Exit::Io, "no-printer", format!("{place} does not answer: {failure}"))
                .hint(absent_hint(&failure))
        }
        Refusal::Garbled(why) => {
            let message = format!("{place} does not speak IPP: {why}");
            Trouble::new(Exit::Io, "no-printer", message).hint("is the address a printer's?")
        }
        Refusal::Denied { status, message, unsupported } => {
            let mut text = format!("{place} refuses: {}", status_words(status));
            if let Some(message) = message.filter(|message| !message.is_empty()) {
                text = format!("{text} (\"{message}\")");
            }
            if !unsupported.is_empty() {
                text = format!("{text}; it cannot do {}", unsupported.join(", "));
            }
            let trouble = Trouble::new(Exit::Io, "printer-refuses", text);
            match status_hint(status) {
                Some(hint) => trouble.hint(hint),
                None => trouble,
            }
        }
    }
}

fn absent_hint(failure: &super::failure::Failure) -> &'static str {
    use super::failure::Failure;
    match failure {
        Failure::Certificate(_) => {
            "printers vouch for themselves: if you trust your network, add --any-certificate"
        }
        Failure::Status(401 | 403) => {
            "it wants to know who you are, or does not know you: --printer ipp://NAME@HOST, the \
             password in the variable OFFPRINT_PRINTER_PASSWORD"
        }
        Failure::Status(404) => "is the path right? most printers have it at /ipp/print",
        _ => {
            "is it switched on, and the address right? `offprint print --list` lists those of CUPS"
        }
    }
}

fn status_words(status: StatusCode) -> String {
    let words = match status {
        StatusCode::ClientErrorDocumentFormatNotSupported => "it takes no PDF",
        StatusCode::ClientErrorAttributesOrValuesNotSupported => "it cannot do what is asked",
        StatusCode::ClientErrorConflictingAttributes => {
            "it cannot do all that is asked together"
        }
        StatusCode::ClientErrorDocumentFormatError => "it cannot read the PDF",
        StatusCode::ClientErrorRequestEntityTooLong => "the PDF is too large for it",
        StatusCode::ClientErrorNotFound => "there is no such printer",
        StatusCode::ClientErrorNotAuthenticated
        | StatusCode::ClientErrorNotAuthorized
        | StatusCode::ClientErrorForbidden => "you are not allowed to print there",
        StatusCode::ServerErrorNotAcceptingJobs => "it takes no jobs now",
        StatusCode::ServerErrorBusy => "it is busy",
        StatusCode::ServerErrorServiceUnavailable | StatusCode::ServerErrorTemporaryError => {
            "it is not ready"
        }
        StatusCode::ServerErrorDeviceError => "something is wrong with it",
        other => return other.to_string().to_lowercase(),
    };
    words.to_owned()
}

fn status_hint(status: StatusCode) -> Option<&'static str> {
    Some(match status {
        StatusCode::ServerErrorBusy
        | StatusCode::ServerErrorNotAcceptingJobs
        | StatusCode::ServerErrorTemporaryError
        | StatusCode::ServerErrorServiceUnavailable => "try again later",
        StatusCode::ClientErrorNotFound => "`offprint print --list` lists the printers of CUPS",
        _ => return None,
    })
}
