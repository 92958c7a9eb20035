//! A volume: all articles become one PDF.
//!
//! Comes in: a [`Plan`] and the type. Goes out: the PDF, or the print, what is told of each article,
//! the exit code. Never done here: binding; that is the library's.

use offprint::diagnostic::Diagnostic;
use offprint::pipeline::{
    self, Document, MetadataOverrides, PressError, PrintOptions, Volume, VolumeArticle,
};
use offprint::report::Report;

use super::faces::Case;
use super::fault::guarded;
use super::folder::Seen;
#[cfg(feature = "network")]
use super::outcome::Kept;
use super::outcome::Outcome;
use super::output::{self, Target};
use super::plan::{Plan, Product, Task};
use super::preview;
use super::report::{self, Part};
use super::source::{self, Source};
use super::trouble::{Exit, Trouble, not_set};
use super::voice::Voice;

/// Binds all articles of the plan; one that cannot be read or set is told, and left out.
pub(super) fn bind(plan: &Plan, voice: Voice, cases: &[Case], seen: &Seen) -> Outcome {
    let mut report = Outcome::default();
    if let Err(trouble) = guarded(|| make(plan, (voice, &mut report), cases, seen)) {
        report.fail(voice, &trouble);
    }
    report
}

/// What messages call the volume: its file, or the articles in it.
pub(super) fn name(plan: &Plan) -> String {
    match plan.tasks.as_slice() {
        [Task { target: target @ Target::Path(_), .. }, ..] => target.name(),
        [one] => one.input.name(),
        [first, rest @ ..] => format!("{} and {} more", first.input.name(), rest.len()),
        [] => String::new(),
    }
}

fn make(
    plan: &Plan,
    (voice, report): (Voice, &mut Outcome),
    cases: &[Case],
    seen: &Seen,
) -> Result<(), Trouble> {
    let (Some(setting), Some(Ok(faces)), Some(first)) =
        (plan.settings.first(), cases.first(), plan.tasks.first())
    else {
        return Ok(());
    };
    if matches!(plan.product, Product::Pdf { .. }) {
        first.target.check(plan.force)?;
    }
    let read = read(plan, (voice, report), seen);
    let articles: Vec<VolumeArticle<'_>> = read
        .iter()
        .map(|(_, source)| VolumeArticle { bytes: &source.bytes, options: &source.options })
        .collect();
    let name = name(plan);
    let options = PrintOptions { jobs: plan.jobs, ..setting.options.clone() };
    let bound = pipeline::bind(&articles, &options, faces, plan.product.is_verified());
    let Volume { document: print, articles: told, verdict, .. } =
        bound.map_err(|error: PressError| not_set(&error).about(name.as_str()))?;
    let mut parts = Vec::new();
    let names: Vec<String> = read.iter().map(|(task, _)| task.input.name()).collect();
    for (file, told) in names.iter().zip(&told) {
        match told {
            Ok(told) => {
                voice.removals(&mut report.messages, file, &told.removals);
                voice.diagnostics(&mut report.messages, file, &told.diagnostics);
                parts.push(Part { file, folios: (told.first_page, told.last_page) });
            }
            Err(error) => report.fail(voice, &not_set(error).about(file.as_str())),
        }
    }
    voice.diagnostics(&mut report.messages, &name, &print.diagnostics);
    if let Some(verdict) = verdict {
        hold(&verdict.faults, &name, (voice, report))?;
        voice.verified(&mut report.messages, &name, verdict.words, verdict.pages);
    }
    voice.turned(&mut report.messages, &name, &print.style_changes, print.pages);
    voice.sheets(&mut report.messages, &name, print.sheets.as_deref());
    voice.saved(&mut report.messages, &name, print.savings.as_ref());
    if let Some(quality) = &print.report {
        judge(plan, (voice, report), (&name, &first.target), (quality, &parts));
    }
    hand_out(plan, (voice, report), first, print)
}

/// All articles, read; one that cannot be is told.
fn read<'p>(
    plan: &'p Plan,
    (voice, report): (Voice, &mut Outcome),
    seen: &Seen,
) -> Vec<(&'p Task, Source)> {
    let mut read = Vec::with_capacity(plan.tasks.len());
    for task in &plan.tasks {
        if let Some(trouble) = &task.refused {
            report.fail(voice, &trouble.clone().of_configuration(&task.input.name()));
            continue;
        }
        let Some(own) = plan.settings.get(task.setting) else { continue };
        // What was said of title and author is the volume's.
        let own = PrintOptions { meta: MetadataOverrides::default(), ..own.options.clone() };
        let source = source::read(&task.input, &own, &plan.reach, seen);
        let source = source.and_then(|it| it.refuse_unsupported(&task.input).map(|()| it));
        match source {
            Ok(source) => read.push((task, source)),
            Err(trouble) => report.fail(voice, &trouble),
        }
    }
    read
}

/// Tells the quality of the setting, each finding with the article that it is in; with `--strict`
/// faults are told in any case, and count.
fn judge(
    plan: &Plan,
    (voice, told): (Voice, &mut Outcome),
    (name, target): (&str, &Target),
    (quality, parts): (&Report, &[Part<'_>]),
) {
    if let Some(format) = plan.report {
        told.report(target, report::printed_volume(name, quality, parts, format));
    }
    if !plan.strict {
        return;
    }
    for fault in quality.faults() {
        let file = parts.iter().find(|part| part.holds(fault)).map_or(name, |part| part.file);
        voice.diagnostics(&mut told.messages, file, &[fault.diagnostic()]);
        told.exit = told.exit.max(Exit::Faults);
    }
}

/// Writes the volume, shows its pages, or keeps it for whoever asked.
fn hand_out(
    plan: &Plan,
    (voice, report): (Voice, &mut Outcome),
    first: &Task,
    print: Document,
) -> Result<(), Trouble> {
    match &plan.product {
        #[cfg(feature = "network")]
        Product::Kept { .. } => {
            report.kept = Some(Kept::Set(Box::new(print)));
            return Ok(());
        }
        Product::Pictures(pages) => {
            return preview::write_preview(&print.pdf, pages, first, plan.force, voice, report);
        }
        Product::Pdf { .. } | Product::Dump { .. } => {}
    }
    let target = first.target.name();
    match &first.target {
        Target::Stdout => report.product = print.pdf,
        Target::Path(path) => output::write(path, &print.pdf, plan.force)
            .map_err(|trouble| trouble.about(target.as_str()))?,
    }
    voice.written(&mut report.messages, &target, &target, print.pages);
    Ok(())
}

/// Refuses a volume that does not hold what its articles say.
fn hold(
    faults: &[Diagnostic],
    name: &str,
    (voice, report): (Voice, &mut Outcome),
) -> Result<(), Trouble> {
    voice.diagnostics(&mut report.messages, name, faults);
    if faults.is_empty() {
        return Ok(());
    }
    let message = "the PDF and the articles differ, or the PDF is not what it claims to be";
    Err(Trouble::new(Exit::NotSet, "not-verified", message).about(name))
}
