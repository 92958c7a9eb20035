//! A volume: all articles become one PDF.
//!
//! Comes in: a [`Plan`] and the type. Goes out: the PDF, what is told of each article, the exit
//! code. Never done here: binding; that is the library's.

use std::sync::Arc;

use offprint::diagnostic::Diagnostic;
use offprint::font::Faces;
use offprint::pipeline::{self, MetaWishes, Order, PressError, Volume};

use super::folder::Seen;
use super::outcome::Outcome;
use super::output::{self, Target};
use super::plan::{Plan, Task};
use super::source::{self, Source};
use super::trouble::{Exit, Trouble, not_set};
use super::voice::Voice;

/// Binds all articles of the plan; one that cannot be read or set is told, and left out.
pub(super) fn bind(
    plan: &Plan,
    voice: Voice,
    cases: &[Arc<Faces>],
    seen: &Seen,
    verified: bool,
) -> Exit {
    let mut report = Outcome::default();
    if let Err(trouble) = make(plan, (voice, &mut report), cases, (seen, verified)) {
        report.fail(voice, &trouble);
    }
    report.speak(voice)
}

fn make(
    plan: &Plan,
    (voice, report): (Voice, &mut Outcome),
    cases: &[Arc<Faces>],
    (seen, verified): (&Seen, bool),
) -> Result<(), Trouble> {
    let (Some(setting), Some(faces), Some(first)) =
        (plan.settings.first(), cases.first(), plan.tasks.first())
    else {
        return Ok(());
    };
    first.target.check(plan.force)?;
    let mut read: Vec<(&Task, Source)> = Vec::with_capacity(plan.tasks.len());
    for task in &plan.tasks {
        let Some(own) = plan.settings.get(task.setting) else { continue };
        // What was said of title and author is the volume's.
        let own = Order { meta: MetaWishes::default(), ..own.order.clone() };
        match source::read(&task.input, &own, &plan.reach, seen) {
            Ok(source) => read.push((task, source)),
            Err(trouble) => report.fail(voice, &trouble),
        }
    }
    let articles: Vec<(&[u8], &Order)> =
        read.iter().map(|(_, source)| (&*source.bytes, &source.order)).collect();
    let target = first.target.name();
    let order = Order { jobs: plan.jobs, ..setting.order.clone() };
    let bound = pipeline::bind(&articles, &order, faces, verified);
    let Volume { print, told, verdict } =
        bound.map_err(|error: PressError| not_set(&error).about(target.as_str()))?;
    for ((task, _), told) in read.iter().zip(told) {
        let name = task.input.name();
        match told {
            Ok(told) => {
                voice.removals(&mut report.messages, &name, &told.removals);
                voice.diagnostics(&mut report.messages, &name, &told.diagnostics);
            }
            Err(error) => report.fail(voice, &not_set(&error).about(name)),
        }
    }
    voice.diagnostics(&mut report.messages, &target, &print.diagnostics);
    if let Some(verdict) = verdict {
        hold(&verdict.faults, &target, (voice, report))?;
        voice.verified(&mut report.messages, &target, verdict.words, verdict.pages);
    }
    voice.sheets(&mut report.messages, &target, print.sheets.as_deref());
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
