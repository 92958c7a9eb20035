//! Outcome of an article: product, messages, exit code.

use std::io::{self, Write};

use offprint::pipeline::Document;
#[cfg(feature = "network")]
use offprint::{article::plain_text, verify::Facts};

use super::error::{CliError, Exit};
use super::messages::{MessageOptions, Messages};
use super::output::{self, Target};

/// Outcome of an article. Product and messages are kept together, so that those of one article are
/// printed together.
pub(super) struct Outcome {
    /// Bytes for standard output.
    pub(super) product: Vec<u8>,
    /// Messages for standard error.
    pub(super) messages: Messages,
    /// Exit code.
    pub(super) exit: Exit,
    /// The article was not set, or not written.
    pub(super) failed: bool,
    /// Number of pages.
    pub(super) pages: usize,
    /// Document whose file name depends on those of previous articles.
    pub(super) unnamed: Option<Box<Document>>,
    /// Document for the caller, which is not written to a file.
    #[cfg(feature = "network")]
    pub(super) pdf: Option<FinishedPdf>,
}

/// PDF in memory.
#[cfg(feature = "network")]
#[derive(Debug)]
pub(super) enum FinishedPdf {
    /// An article that was set.
    Set(Box<Document>),
    /// A PDF that was given, unchanged, and its metadata.
    Given(Vec<u8>, Facts),
}

#[cfg(feature = "network")]
impl FinishedPdf {
    /// Returns the bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Set(document) => &document.pdf,
            Self::Given(pdf, _) => pdf,
        }
    }

    /// Returns the number of pages.
    pub(super) fn pages(&self) -> usize {
        match self {
            Self::Set(document) => document.pages,
            Self::Given(_, facts) => facts.pages,
        }
    }

    /// Returns the title, empty if there is none.
    pub(super) fn title(&self) -> String {
        match self {
            Self::Set(document) => plain_text(&document.meta.title),
            Self::Given(_, facts) => facts.title.clone().unwrap_or_default(),
        }
    }
}

impl Outcome {
    /// Creates the outcome of an article before anything is done.
    pub(super) fn new(options: MessageOptions) -> Self {
        Self {
            product: Vec::new(),
            messages: Messages::new(options),
            exit: Exit::Done,
            failed: false,
            pages: 0,
            unnamed: None,
            #[cfg(feature = "network")]
            pdf: None,
        }
    }

    /// Creates an outcome with this product.
    pub(super) fn of_product(product: impl Into<Vec<u8>>, options: MessageOptions) -> Self {
        Self { product: product.into(), ..Self::new(options) }
    }

    /// Adds an error.
    pub(super) fn fail(&mut self, error: &CliError) {
        self.messages.error(error);
        self.exit = self.exit.max(error.exit);
        self.failed = true;
    }

    /// Adds a quality report: for standard output, or as a message if the PDF goes there.
    pub(super) fn add_report(&mut self, target: &Target, text: String) {
        match target {
            Target::Stdout => self.messages.raw(&text),
            Target::Path(_) => self.product = text.into_bytes(),
        }
    }

    /// Prints product and messages, and returns the exit code. As with any filter, it is no error if
    /// the reader of standard output closes it.
    pub(super) fn print(mut self) -> Exit {
        match to_stdout(&self.product) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.fail(&output::write_error(&error).about(Target::Stdout.name()));
            }
            _ => {}
        }
        self.messages.print();
        self.exit
    }
}

fn to_stdout(bytes: &[u8]) -> io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}
