//! `offprint verify` and `offprint extract`: comparison of a PDF with its article.

use std::path::Path;

use offprint::diagnostic::{Diagnostic, Place};
use offprint::pipeline::{self, PressError, PrintOptions};
use offprint::verify::{UNCHECKED, Verdict, source as attached_source};

use super::args::{ExtractArgs, VerifyArgs};
use super::error::{CliError, Exit};
use super::input::Input;
use super::messages::MessageOptions;
use super::outcome::Outcome;
use super::output::{self, Target};
use super::settings::verify_options;
use super::source::{self, SourceAccess};

/// Runs `offprint verify`.
pub(super) fn run(args: VerifyArgs, options: MessageOptions) -> Exit {
    let mut outcome = Outcome::new(options);
    if let Err(error) = verify(args, &mut outcome) {
        outcome.fail(&error);
    }
    outcome.print()
}

fn verify(args: VerifyArgs, outcome: &mut Outcome) -> Result<(), CliError> {
    let pdf = pdf_input(&args.pdf);
    let article = Input::parse(args.against.clone())?;
    if pdf == Input::Stdin && article == Input::Stdin {
        return Err(CliError::usage("standard input can be read only once"));
    }
    let (name, bytes) = (pdf.name(), pdf.read()?);
    let access = SourceAccess::new([&article].into_iter(), false);
    let source = source::read(&article, &verify_options(args), &access)?;
    source.refuse_unsupported(&article)?;
    check(&bytes, &source.bytes, &source.options, &name, outcome)
}

/// Compares a PDF with its article.
///
/// # Errors
/// They differ, or the PDF breaks a rule of the standard that it claims.
pub(super) fn check(
    pdf: &[u8],
    article: &[u8],
    options: &PrintOptions,
    name: &str,
    outcome: &mut Outcome,
) -> Result<(), CliError> {
    let verdict = pipeline::verify(pdf, article, options)
        .map_err(|error: PressError| CliError::press(&error).about(name))?;
    report_verdict(&verdict, name, outcome).map_err(|error| {
        error.hint(
            "was it made from this article, with the same options for reading and cleaning?",
        )
    })
}

/// Adds the result of a comparison to the messages.
///
/// # Errors
/// The comparison found differences.
pub(super) fn report_verdict(
    verdict: &Verdict,
    name: &str,
    outcome: &mut Outcome,
) -> Result<(), CliError> {
    outcome.messages.diagnostics(name, &verdict.faults);
    let unchecked = format!("not checked: {}", UNCHECKED.join("; "));
    let note = Diagnostic::note("not-checked", Place::default(), unchecked);
    outcome.messages.diagnostics(name, &[note]);
    if verdict.faults.is_empty() {
        outcome.messages.verified(name, verdict.words, verdict.pages);
        return Ok(());
    }
    let message = "the PDF differs from its article, or does not conform to its standard";
    Err(CliError::new(Exit::NotSet, "not-verified", message).about(name))
}

/// Runs `offprint extract`.
pub(super) fn extract(args: &ExtractArgs, options: MessageOptions) -> Exit {
    let mut outcome = Outcome::new(options);
    if let Err(error) = write_attachment(args, &mut outcome) {
        outcome.fail(&error);
    }
    outcome.print()
}

fn write_attachment(args: &ExtractArgs, outcome: &mut Outcome) -> Result<(), CliError> {
    let pdf = pdf_input(&args.pdf);
    let name = pdf.name();
    let refusal = |message: String| {
        CliError::new(Exit::NotSet, "no-attachment", message).about(name.as_str())
    };
    let attached = attached_source(&pdf.read()?).map_err(|error| refusal(error.to_string()))?;
    let attached = attached.ok_or_else(|| {
        refusal("it has no article attached".to_owned())
            .hint("--attach-source attaches the article when the PDF is made")
    })?;
    match args.output.clone().map_or(Target::Stdout, Target::parse) {
        Target::Stdout => outcome.product = attached.bytes,
        Target::Path(path) => output::write(&path, &attached.bytes, args.force)
            .map_err(|error| error.about(path.display().to_string()))?,
    }
    Ok(())
}

fn pdf_input(path: &Path) -> Input {
    if path.as_os_str() == "-" { Input::Stdin } else { Input::File(path.to_owned()) }
}
