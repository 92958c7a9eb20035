//! `offprint watch`: articles are set again whenever they change.
//!
//! Files are checked four times a second. This works on every file system without support of the
//! operating system, and costs less than 1 % of a core for a thousand files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use super::args::SetArgs;
use super::batch;
use super::config::Config;
use super::error::{CliError, Exit};
use super::input::Input;
use super::messages::{MessageOptions, print_error};
use super::output::Target;
use super::picture_folder::UsedPictures;
use super::plan::{ArticleTask, RunPlan};

/// Time between two checks.
const INTERVAL: Duration = Duration::from_millis(250);

/// Time of the last change and size of a file; none if it does not exist.
type Stamp = Option<(SystemTime, u64)>;

/// Runs `offprint watch`. It returns only if there is nothing to watch.
pub(super) fn run(config: &Config, args: &SetArgs, options: MessageOptions) -> Exit {
    let pictures: UsedPictures = Some(Arc::new(Mutex::new(BTreeSet::new())));
    let mut known: Option<BTreeMap<PathBuf, Stamp>> = None;
    let mut last_error = None;
    loop {
        match RunPlan::new(config, args, None, None).and_then(refuse_streams) {
            Ok(plan) => {
                // Later, an editor may have removed a file for a moment.
                if known.is_none() && !plan.tasks.iter().any(exists) {
                    return batch::run(&plan);
                }
                last_error = None;
                set_changed(plan, config, &mut known, &pictures);
            }
            Err(error) if known.is_none() => return print_error(&error, options),
            // A configuration with an error, which is shown once.
            Err(error) => {
                if last_error.as_ref() != Some(&error) {
                    print_error(&error, options);
                }
                last_error = Some(error);
            }
        }
        thread::sleep(INTERVAL);
    }
}

/// Refuses articles from standard input, and PDFs for standard output.
fn refuse_streams(plan: RunPlan) -> Result<RunPlan, CliError> {
    let is_file = |task: &ArticleTask| matches!(task.input, Input::File(_));
    let is_written = |task: &ArticleTask| matches!(task.target, Target::Path(_));
    let written = if plan.bind { 1 } else { plan.tasks.len() };
    if plan.tasks.iter().all(is_file) && plan.tasks.iter().take(written).all(is_written) {
        return Ok(plan);
    }
    Err(CliError::usage("only files can be watched, and only PDF files are written")
        .hint("name the articles, and leave out - and --dump"))
}

/// Sets the articles that changed since the last check.
fn set_changed(
    mut plan: RunPlan,
    config: &Config,
    known: &mut Option<BTreeMap<PathBuf, Stamp>>,
    pictures: &UsedPictures,
) {
    let used: BTreeSet<(PathBuf, PathBuf)> = match pictures {
        Some(pictures) => pictures.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        None => BTreeSet::new(),
    };
    let articles = plan.tasks.iter().filter_map(article_path);
    let common = plan.settings_files.iter().cloned().chain(config.user_path());
    let files = articles.map(Path::to_owned).chain(common.clone());
    let files = files.chain(used.iter().map(|(_, picture)| picture.clone()));
    let now: BTreeMap<PathBuf, Stamp> =
        files.map(|path| (path.clone(), stamp(&path))).collect();
    let before = known.replace(now.clone());
    let is_changed = |path: &Path| match &before {
        // A picture that was used for the first time is no change.
        Some(before) => before.get(path).is_some_and(|stamp| now.get(path) != Some(stamp)),
        None => true,
    };
    let is_new = |path: &Path| before.as_ref().is_some_and(|before| !before.contains_key(path));
    let is_common_changed = common.into_iter().any(|path| is_changed(&path) || is_new(&path));
    let is_due = |task: &ArticleTask| {
        article_path(task).is_some_and(|article| {
            let is_picture_changed =
                |(owner, picture): &(PathBuf, PathBuf)| owner == article && is_changed(picture);
            is_common_changed
                || is_changed(article)
                || is_new(article)
                || used.iter().any(is_picture_changed)
        })
    };
    if plan.is_joint() {
        // If one article changed, all are set again: they are bound, or have numbered names.
        let is_incomplete = before.is_some() && !plan.tasks.iter().all(exists);
        if is_incomplete || !plan.tasks.iter().any(is_due) {
            return;
        }
    } else {
        plan.tasks.retain(is_due);
    }
    // Some editors remove a file for a moment while they write it.
    if before.is_some() {
        plan.tasks.retain(exists);
    }
    if before.is_some() && !is_common_changed {
        plan.folder_notes.clear();
    }
    if !plan.tasks.is_empty() {
        plan.messages = plan.messages.with_written();
        plan.access.used_pictures = pictures.clone();
        batch::run(&plan);
    }
}

fn article_path(task: &ArticleTask) -> Option<&Path> {
    match &task.input {
        Input::File(path) => Some(path),
        Input::Stdin | Input::Address(_) => None,
    }
}

fn exists(task: &ArticleTask) -> bool {
    article_path(task).is_some_and(Path::exists)
}

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
