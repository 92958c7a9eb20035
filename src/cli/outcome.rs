//! What became of an article: product, messages, exit code.
//!
//! Comes in: a product and troubles. Goes out: both at once, so that those of one article stay
//! together. Never done here: deciding what is trouble.

use std::io::{self, Write};

use offprint::pipeline::Document;
#[cfg(feature = "network")]
use offprint::{article::plain_text, verify::Facts};

use super::output::{self, Target};
use super::trouble::{Exit, Trouble};
use super::voice::{self, Voice};

/// What became of one article.
#[derive(Default)]
pub(super) struct Outcome {
    /// For standard output.
    pub(super) product: Vec<u8>,
    /// For standard error.
    pub(super) messages: Vec<u8>,
    /// How the process ends for it.
    pub(super) exit: Exit,
    /// It was not set, or not written.
    pub(super) failed: bool,
    /// How many pages it has.
    pub(super) pages: usize,
    /// The print, where its name waits for those of the articles before it.
    pub(super) unnamed: Option<Box<Document>>,
    /// The print, where somebody is to do something with it.
    #[cfg(feature = "network")]
    pub(super) kept: Option<Kept>,
}

/// What somebody is to do something with.
#[cfg(feature = "network")]
#[derive(Debug)]
pub(super) enum Kept {
    /// An article, set.
    Set(Box<Document>),
    /// A PDF that was there already, as it is, and what it says of itself.
    Ready(Vec<u8>, Facts),
}

#[cfg(feature = "network")]
impl Kept {
    /// The bytes.
    pub(super) fn pdf(&self) -> &[u8] {
        match self {
            Self::Set(print) => &print.pdf,
            Self::Ready(pdf, _) => pdf,
        }
    }

    /// How many pages it has.
    pub(super) fn pages(&self) -> usize {
        match self {
            Self::Set(print) => print.pages,
            Self::Ready(_, facts) => facts.pages,
        }
    }

    /// Its title; empty where it has none.
    pub(super) fn title(&self) -> String {
        match self {
            Self::Set(print) => plain_text(&print.meta.title),
            Self::Ready(_, facts) => facts.title.clone().unwrap_or_default(),
        }
    }
}

impl Outcome {
    /// Tells what stopped it.
    pub(super) fn fail(&mut self, voice: Voice, trouble: &Trouble) {
        voice.trouble(&mut self.messages, trouble);
        self.exit = self.exit.max(trouble.exit);
        self.failed = true;
    }

    /// Tells a report: on standard output, or as a message where the product goes there.
    pub(super) fn report(&mut self, target: &Target, text: String) {
        match target {
            Target::Stdout => self.messages.extend_from_slice(text.as_bytes()),
            Target::Path(_) => self.product = text.into_bytes(),
        }
    }

    /// Hands it to whoever listens. A reader of standard output that went away has seen what it
    /// wanted: no error, no message, as with any filter.
    pub(super) fn speak(mut self, voice: Voice) -> Exit {
        match to_stdout(&self.product) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.fail(voice, &output::refused(&error).about(Target::Stdout.name()));
            }
            _ => {}
        }
        voice::to_stderr(&self.messages);
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
