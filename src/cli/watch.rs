//! Articles set again whenever they change.
//!
//! Comes in: what was typed. Goes out: the PDFs, over and over, until somebody stops it. Never done
//! here: setting.
//!
//! Files are looked at four times a second. That needs nothing of the system, works on every file
//! system, and costs less than a hundredth of a core for a thousand files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use super::args::SetArgs;
use super::config::Config;
use super::folder::Seen;
use super::input::Input;
use super::plan::{Plan, Task, Wanted, plan};
use super::trouble::{Exit, Trouble};
use super::voice::{self, Voice};
use super::work;

/// Time between two looks: shorter than the way from the editor to the viewer.
const BEAT: Duration = Duration::from_millis(250);

/// When a file was changed and how long it is; none where there is no file.
type Stamp = Option<(SystemTime, u64)>;

/// Does `offprint watch`; it ends only where there is nothing to watch.
pub(super) fn run(config: &Config, args: &SetArgs, voice: Voice) -> Exit {
    let seen: Seen = Some(Arc::new(Mutex::new(BTreeSet::new())));
    let mut known: Option<BTreeMap<PathBuf, Stamp>> = None;
    let mut told = None;
    loop {
        match plan(config, args, Wanted::Files).and_then(refuse_stdin) {
            Ok(plan) => {
                told = None;
                round(plan, config, &mut known, voice, &seen);
            }
            Err(trouble) if known.is_none() => return speak(voice, &trouble),
            // A configuration that is wrong for now; said once, not at every look.
            Err(trouble) => {
                if told.as_ref() != Some(&trouble) {
                    speak(voice, &trouble);
                }
                told = Some(trouble);
            }
        }
        thread::sleep(BEAT);
    }
}

fn speak(voice: Voice, trouble: &Trouble) -> Exit {
    let mut out = Vec::new();
    voice.trouble(&mut out, trouble);
    voice::to_stderr(&out);
    trouble.exit
}

/// What comes from standard input or goes to standard output cannot be watched.
fn refuse_stdin(plan: Plan) -> Result<Plan, Trouble> {
    let is_file = |task: &Task| matches!(task.input, Input::File(_));
    let is_written = |task: &Task| matches!(task.target, super::output::Target::Path(_));
    let written = if plan.bind { 1 } else { plan.tasks.len() };
    if plan.tasks.iter().all(is_file) && plan.tasks.iter().take(written).all(is_written) {
        return Ok(plan);
    }
    Err(Trouble::usage("only files can be watched, and only PDFs are set again")
        .hint("name the articles, and leave - and --dump out"))
}

/// Sets what changed since the last look.
fn round(
    mut plan: Plan,
    config: &Config,
    known: &mut Option<BTreeMap<PathBuf, Stamp>>,
    voice: Voice,
    seen: &Seen,
) {
    let shown = match seen {
        Some(seen) => seen.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        None => BTreeSet::new(),
    };
    let articles = plan.tasks.iter().filter_map(article);
    let common = plan.read.iter().cloned().chain(config.user_path());
    let pictures = shown.iter().map(|(_, picture)| picture.clone());
    let files = articles.map(Path::to_owned).chain(common.clone()).chain(pictures);
    let now: BTreeMap<PathBuf, Stamp> =
        files.map(|path| (path.clone(), stamp(&path))).collect();
    let before = known.replace(now);
    let now = known.as_ref();
    let changed = |path: &Path| {
        before.as_ref().is_none_or(|before| {
            // A picture that was met just now is no change.
            before
                .get(path)
                .is_some_and(|stamp| now.and_then(|now| now.get(path)) != Some(stamp))
        })
    };
    let is_new = |path: &Path| before.as_ref().is_some_and(|before| !before.contains_key(path));
    let all = common.into_iter().any(|path| changed(&path) || is_new(&path));
    let is_due = |task: &Task| {
        article(task).is_some_and(|path| {
            let of_it =
                |(owner, picture): &(PathBuf, PathBuf)| owner == path && changed(picture);
            all || changed(path) || is_new(path) || shown.iter().any(of_it)
        })
    };
    if plan.is_whole() {
        // Where one changed, all are set again: they are bound, or share a run of names.
        let waits = before.is_some() && !plan.tasks.iter().all(is_there);
        if waits || !plan.tasks.iter().any(is_due) {
            return;
        }
    } else {
        plan.tasks.retain(is_due);
    }
    // A file that is gone for a moment, as some editors write, is not missed.
    if before.is_some() {
        plan.tasks.retain(is_there);
    }
    if !plan.tasks.is_empty() {
        work::run(&plan, voice.telling(), seen);
    }
}

fn article(task: &Task) -> Option<&Path> {
    match &task.input {
        Input::File(path) => Some(path),
        Input::Stdin | Input::Address(_) => None,
    }
}

fn is_there(task: &Task) -> bool {
    article(task).is_some_and(Path::exists)
}

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
