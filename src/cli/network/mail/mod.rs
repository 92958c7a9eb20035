//! Mail: messages with attached PDFs, written to files or sent to a mail server.

mod message;
mod server;
mod smtp;

pub(crate) use message::{MailAttachment, MailContent, parse_mailbox};
pub(crate) use server::SmtpServer;
pub(crate) use smtp::{SmtpOptions, send_message, smtp_credentials};
