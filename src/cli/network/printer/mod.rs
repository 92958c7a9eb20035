//! Printing over IPP: printers, their capabilities, jobs.
//!
//! Takes the address or the CUPS name of a printer and a PDF, and gives the outcome of the job. It
//! must never change a document so that a printer can print it.

mod address;
mod capabilities;
mod connection;
mod cups;
mod ipp_error;
mod job;
mod job_ticket;
mod media;
mod state_reasons;
#[cfg(unix)]
mod unix_socket;

pub(crate) use address::PrinterAddress;
pub(crate) use capabilities::PrinterCapabilities;
pub(crate) use connection::PrinterConnection;
pub(crate) use cups::{default_cups_printer, list_cups_printers};
pub(crate) use job::{JobMonitor, submit_job};
pub(crate) use job_ticket::{JobOptions, JobTicket, PrintSides};
pub(crate) use state_reasons::{describe_state_reason, state_warning};
