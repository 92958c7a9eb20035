//! Volumes: all articles bound into one PDF.

use offprint::font::Faces;
use offprint::pipeline::{
    self, Document, MetadataOverrides, PressError, PrintOptions, Volume, VolumeArticle,
};
use offprint::report::Report;

use super::error::{CliError, Exit};
#[cfg(feature = "network")]
use super::outcome::FinishedPdf;
use super::outcome::Outcome;
use super::output::{self, Target};
use super::picture_folder::UsedPictures;
use super::plan::{ArticleTask, Product, RunPlan};
use super::preview;
use super::quality::{self, BoundArticle};
use super::source::{self, ArticleSource};
use super::verify;

/// Returns the name of the volume in messages: its file, or the articles in it.
pub(super) fn name(plan: &RunPlan) -> String {
    match plan.tasks.as_slice() {
        [ArticleTask { target: target @ Target::Path(_), .. }, ..] => target.name(),
        [one] => one.input.name(),
        [first, rest @ ..] => format!("{} and {} more", first.input.name(), rest.len()),
        [] => String::new(),
    }
}

/// Binds all articles of a plan. Articles that cannot be read or set are reported and left out.
pub(super) fn bind(
    plan: &RunPlan,
    faces: &Faces,
    pictures: &UsedPictures,
    outcome: &mut Outcome,
) -> Result<(), CliError> {
    let Some(first) = plan.tasks.first() else { return Ok(()) };
    if plan.product == Product::Pdf {
        first.target.check(plan.force)?;
    }
    let sources = read_all(plan, pictures, outcome);
    let articles: Vec<VolumeArticle<'_>> = sources
        .iter()
        .map(|(_, source)| VolumeArticle { bytes: &source.bytes, options: &source.options })
        .collect();
    let name = name(plan);
    let options = PrintOptions { jobs: plan.jobs, ..plan.settings[0].options.clone() };
    let bound = pipeline::bind(&articles, &options, faces, plan.verifies());
    let Volume { document, articles: reports, verdict, .. } =
        bound.map_err(|error: PressError| CliError::press(&error).about(name.as_str()))?;
    let mut bound_articles = Vec::new();
    for ((file, _), report) in sources.iter().zip(&reports) {
        match report {
            Ok(report) => {
                outcome.messages.removals(file, &report.removals);
                outcome.messages.diagnostics(file, &report.diagnostics);
                bound_articles.push(BoundArticle {
                    file,
                    first_page: report.first_page,
                    last_page: report.last_page,
                });
            }
            Err(error) => outcome.fail(&CliError::press(error).about(file.as_str())),
        }
    }
    outcome.messages.diagnostics(&name, &document.diagnostics);
    if let Some(verdict) = verdict {
        verify::report_verdict(&verdict, &name, outcome)?;
    }
    outcome.messages.fitted(&name, &document.style_changes, document.pages);
    outcome.messages.imposed(&name, document.sheets.as_deref());
    outcome.messages.savings(&name, document.savings.as_ref());
    if let Some(report) = &document.report {
        report_quality(plan, &name, report, &bound_articles, outcome);
    }
    deliver(plan, first, document, outcome)
}

/// Reads all articles, each with its name in messages.
fn read_all(
    plan: &RunPlan,
    pictures: &UsedPictures,
    outcome: &mut Outcome,
) -> Vec<(String, ArticleSource)> {
    let mut sources = Vec::with_capacity(plan.tasks.len());
    for task in &plan.tasks {
        let name = task.input.name();
        if let Some(error) = &task.refused {
            outcome.fail(&error.clone().for_article(&name));
            continue;
        }
        // Title and author of the command line are those of the volume.
        let options = PrintOptions {
            meta: MetadataOverrides::default(),
            ..plan.settings[task.setting].options.clone()
        };
        let source = source::read(&task.input, &options, &plan.allowed, pictures);
        match source.and_then(|it| it.refuse_unsupported(&task.input).map(|()| it)) {
            Ok(source) => sources.push((name, source)),
            Err(error) => outcome.fail(&error),
        }
    }
    sources
}

/// Adds the quality report, with the article of each finding, and the faults for `--strict`.
fn report_quality(
    plan: &RunPlan,
    name: &str,
    report: &Report,
    articles: &[BoundArticle<'_>],
    outcome: &mut Outcome,
) {
    if let (Some(format), Some(first)) = (plan.report, plan.tasks.first()) {
        let text = quality::volume_report(name, report, articles, format);
        outcome.add_report(&first.target, text);
    }
    if !plan.strict {
        return;
    }
    for fault in report.faults() {
        let article = articles.iter().find(|article| article.holds(fault));
        let file = article.map_or(name, |article| article.file);
        outcome.messages.diagnostics(file, &[fault.diagnostic()]);
        outcome.exit = outcome.exit.max(Exit::Faults);
    }
}

/// Writes the volume, draws its pages, or keeps it for the caller.
fn deliver(
    plan: &RunPlan,
    first: &ArticleTask,
    document: Document,
    outcome: &mut Outcome,
) -> Result<(), CliError> {
    match &plan.product {
        #[cfg(feature = "network")]
        Product::InMemory => {
            outcome.pdf = Some(FinishedPdf::Set(Box::new(document)));
            return Ok(());
        }
        Product::Pictures(options) => {
            return preview::write_preview(&document.pdf, options, first, plan.force, outcome);
        }
        Product::Pdf | Product::Dump { .. } => {}
    }
    let target = first.target.name();
    match &first.target {
        Target::Stdout => outcome.product = document.pdf,
        Target::Path(path) => output::write(path, &document.pdf, plan.force)
            .map_err(|error| error.about(target.as_str()))?,
    }
    outcome.messages.written(&target, &target, document.pages);
    Ok(())
}
