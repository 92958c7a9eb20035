//! Looking into PDFs: held against their article, asked for it.
//!
//! Comes in: a PDF and an article. Goes out: what differs, or what the PDF carries, and the exit
//! code. Never done here: reading a PDF; that is the library's.

use std::path::Path;

use offprint::pipeline::{self, PressError, PrintOptions};
use offprint::verify::source;

use super::args::{ExtractArgs, VerifyArgs};
use super::input::Input;
use super::outcome::Outcome;
use super::output::{self, Target};
use super::plan::verify_options;
use super::source::{self, Reach};
use super::trouble::{Exit, Trouble, not_set};
use super::voice::Voice;

/// Does `offprint verify`.
pub(super) fn run(args: VerifyArgs, voice: Voice) -> Exit {
    finish(voice, |report| {
        let pdf = file(&args.pdf);
        let article = Input::typed(args.against.clone())?;
        if pdf == Input::Stdin && article == Input::Stdin {
            return Err(Trouble::usage("standard input can be read only once"));
        }
        let (name, bytes) = (pdf.name(), pdf.read()?);
        let reach = Reach::of([&article].into_iter(), false);
        let read = source::read(&article, &verify_options(args), &reach, &None)?;
        read.refuse_unsupported(&article)?;
        hold(&bytes, &read.bytes, &read.options, &name, (voice, report))
    })
}

/// Holds a PDF against its article; the differences are told, and any is trouble.
pub(super) fn hold(
    pdf: &[u8],
    article: &[u8],
    options: &PrintOptions,
    name: &str,
    (voice, report): (Voice, &mut Outcome),
) -> Result<(), Trouble> {
    let verdict = pipeline::verify(pdf, article, options)
        .map_err(|error: PressError| not_set(&error).about(name))?;
    voice.diagnostics(&mut report.messages, name, &verdict.faults);
    if verdict.faults.is_empty() {
        voice.verified(&mut report.messages, name, verdict.words, verdict.pages);
        return Ok(());
    }
    let message = "the PDF and the article differ, or the PDF is not what it claims to be";
    Err(Trouble::new(Exit::NotSet, "not-verified", message)
        .about(name)
        .hint("was it made from this article, with the same options for reading and cleaning?"))
}

/// Does `offprint extract`.
pub(super) fn extract(args: &ExtractArgs, voice: Voice) -> Exit {
    finish(voice, |report| {
        let pdf = file(&args.pdf);
        let name = pdf.name();
        let refused = |message: String| {
            Trouble::new(Exit::NotSet, "no-attachment", message).about(name.as_str())
        };
        let found = source(&pdf.read()?).map_err(|error| refused(error.to_string()))?;
        let found = found.ok_or_else(|| {
            refused("no file rides in it".to_owned()).hint("make it with --attach-source")
        })?;
        match args.output.clone().map_or(Target::Stdout, Target::named) {
            Target::Stdout => report.product = found.bytes,
            Target::Path(path) => output::write(&path, &found.bytes, args.force)
                .map_err(|trouble| trouble.about(path.display().to_string()))?,
        }
        Ok(())
    })
}

fn file(path: &Path) -> Input {
    if path.as_os_str() == "-" { Input::Stdin } else { Input::File(path.to_owned()) }
}

/// Does something, and tells what came of it.
fn finish(voice: Voice, work: impl FnOnce(&mut Outcome) -> Result<(), Trouble>) -> Exit {
    let mut report = Outcome::default();
    if let Err(trouble) = work(&mut report) {
        report.fail(voice, &trouble);
    }
    report.speak(voice)
}
