//! Volumes: all articles bound into one PDF.

use offprint::font::Faces;
use offprint::pipeline::{
    self, Document, MetadataOverrides, PressError, PrintOptions, Volume, VolumeArticle,
};

use super::error::CliError;
use super::outcome::Outcome;
use super::output::Target;
use super::plan::{ArticleTask, RunPlan};
use super::quality::BoundArticle;
use super::source::{self, ArticleSource};
use super::verify;

/// Document of a volume with the articles in it.
pub(super) struct VolumeDocument {
    pub(super) document: Document,
    pub(super) articles: Vec<BoundArticle>,
}

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
    outcome: &mut Outcome,
) -> Result<VolumeDocument, CliError> {
    let sources = read_all(plan, outcome);
    let articles: Vec<VolumeArticle<'_>> = sources
        .iter()
        .map(|(_, source)| VolumeArticle { bytes: &source.bytes, options: &source.options })
        .collect();
    let name = name(plan);
    let options = PrintOptions { jobs: plan.jobs, ..plan.settings[0].options.clone() };
    let bound = pipeline::bind(&articles, &options, faces, plan.verifies());
    let Volume { document, articles: reports, verdict, .. } =
        bound.map_err(|error: PressError| CliError::press(&error).about(name.as_str()))?;
    let mut articles = Vec::new();
    for ((file, _), report) in sources.into_iter().zip(&reports) {
        match report {
            Ok(report) => {
                outcome.messages.removals(&file, &report.removals);
                outcome.messages.diagnostics(&file, &report.diagnostics);
                let (first_page, last_page) = (report.first_page, report.last_page);
                articles.push(BoundArticle { file, first_page, last_page });
            }
            Err(error) => outcome.fail(&CliError::press(error).about(file)),
        }
    }
    outcome.messages.diagnostics(&name, &document.diagnostics);
    if let Some(verdict) = verdict {
        verify::report_verdict(&verdict, &name, outcome)?;
    }
    Ok(VolumeDocument { document, articles })
}

/// Reads all articles, each with its name in messages.
fn read_all(plan: &RunPlan, outcome: &mut Outcome) -> Vec<(String, ArticleSource)> {
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
        let source = source::read(&task.input, &options, &plan.access);
        match source.and_then(|it| it.refuse_unsupported(&task.input).map(|()| it)) {
            Ok(source) => sources.push((name, source)),
            Err(error) => outcome.fail(&error),
        }
    }
    sources
}
