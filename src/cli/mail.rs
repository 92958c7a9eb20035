//! `offprint mail`: articles are set and go out as a letter.
//!
//! Comes in: what was typed. Goes out: a file that mail programs open, or a letter that the mail
//! server took, and the exit code. Never done here: writing the letter; `network` does.

use std::env;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use offprint::article::plain_text;
use offprint::pipeline::Print;

use super::args::{LetterArgs, MailArgs, SetArgs};
use super::config::Config;
use super::input::Input;
use super::network::mail::{self, Enclosure, Letter, Login, Person, Way};
use super::outcome::Outcome;
use super::output::{self, Target};
use super::plan::{self, Plan, Wanted};
use super::trouble::{Exit, Trouble};
use super::voice::Voice;
use super::work;

/// Sets the articles and encloses them in one letter. Where one cannot be set, no letter goes.
pub(super) fn run(args: &MailArgs, config: &Config, voice: Voice) -> Result<Exit, Trouble> {
    refuse_folders(&args.set)?;
    let letter = &args.letter;
    let login = letter.smtp_user.clone().map(Login::of).transpose()?;
    let from = sender(letter)?;
    let plan = plan::plan(config, &args.set, Wanted::Kept { paper: None })?;
    let mut set = Vec::new();
    let mut exit = Exit::Done;
    work::each(&plan, voice, |mut outcome, task| {
        set.extend(outcome.kept.take().map(|print| (task.input.name(), print)));
        exit = exit.max(outcome.speak(voice));
    })?;
    let mut outcome = Outcome::default();
    if set.len() < plan.tasks.len() {
        let message = "no letter goes out, since not every article could be set";
        outcome.fail(voice, &Trouble::new(Exit::NotSet, "no-message", message));
        return Ok(exit.max(outcome.speak(voice)));
    }
    let first = set.first().map(|(name, _)| name.clone()).unwrap_or_default();
    if let Err(trouble) = post(args, from, &plan, &set, (login, voice, &mut outcome)) {
        outcome.fail(voice, &trouble.about(first));
    }
    Ok(exit.max(outcome.speak(voice)))
}

/// A letter is one file, and has no stages to dump.
fn refuse_folders(args: &SetArgs) -> Result<(), Trouble> {
    let output = &args.output;
    let named = [("--out-dir", output.out_dir.is_some()), ("--dump", output.dump.is_some())];
    match named.iter().find(|(_, given)| *given) {
        Some((option, _)) => {
            Err(Trouble::usage(format!("{option} has no meaning for a letter"))
                .hint("name the letter's file with --output FILE.eml"))
        }
        None => Ok(()),
    }
}

/// Who writes: the one named, else the one of the environment, else somebody of this machine for
/// a draft, which the mail program will know better.
fn sender(args: &LetterArgs) -> Result<Person, Trouble> {
    if let Some(person) = &args.sender {
        return Ok(person.clone());
    }
    if let Some(email) = env::var("EMAIL").ok().filter(|email| !email.trim().is_empty()) {
        return email.parse().map_err(|why: String| {
            Trouble::usage(format!("the variable EMAIL is `{email}`: {why}"))
        });
    }
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok());
    let here = Person::here(user.as_deref().unwrap_or("offprint"));
    here.filter(|_| args.smtp.is_none()).ok_or_else(|| {
        Trouble::usage("nobody is named whom the letter is from")
            .hint("name yourself with --from, or in the variable EMAIL")
    })
}

/// Writes the letter and sends it, or leaves it in a file.
fn post(
    args: &MailArgs,
    from: Person,
    plan: &Plan,
    set: &[(String, Box<Print>)],
    (login, voice, outcome): (Option<Login>, Voice, &mut Outcome),
) -> Result<(), Trouble> {
    let letter = letter(&args.letter, from, plan, set)?;
    let message = letter.message()?;
    let whom: Vec<String> = letter.to.iter().chain(&letter.cc).map(Person::address).collect();
    let names = set.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(target) = file(args, plan) {
        match &target {
            Target::Stdout => outcome.product = message.formatted(),
            Target::Path(path) => output::write(path, &message.formatted(), plan.force)
                .map_err(|trouble| trouble.about(target.name()))?,
        }
        let told = format!("letter to {} written to {}", whom.join(", "), target.name());
        voice.done(&mut outcome.messages, &names, "written", &told);
    }
    if let Some(server) = &args.letter.smtp {
        let way = Way { server: server.clone(), login, plain: args.letter.smtp_plain };
        mail::send(&message, &way)?;
        let told = format!("sent to {} by {server}", whom.join(", "));
        voice.done(&mut outcome.messages, &names, "sent", &told);
    }
    Ok(())
}

/// The file of the letter: the one named; without a mail server, one beside the first article.
fn file(args: &MailArgs, plan: &Plan) -> Option<Target> {
    if let Some(path) = &args.set.output.output {
        return Some(Target::named(path.clone()));
    }
    if args.letter.smtp.is_some() {
        return None;
    }
    Some(match plan.tasks.first().map(|task| &task.input) {
        Some(Input::File(path)) => Target::Path(path.with_extension("eml")),
        Some(Input::Address(address)) => {
            Target::Path(PathBuf::from(format!("{}.eml", address.file_name())))
        }
        Some(Input::Stdin) | None => Target::Stdout,
    })
}

fn letter(
    args: &LetterArgs,
    from: Person,
    plan: &Plan,
    set: &[(String, Box<Print>)],
) -> Result<Letter, Trouble> {
    let title = |print: &Print| plain_text(&print.meta.title);
    let first = set.first().map(|(_, print)| title(print)).filter(|title| !title.is_empty());
    let subject = args.subject.clone().or(first).unwrap_or_else(|| "An article".to_owned());
    let mut text = args.text.clone().unwrap_or_default();
    for (_, print) in set {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&about(print));
    }
    let names = plan.tasks.iter().map(|task| stem(&task.input));
    let enclosures = names.zip(set).map(|(stem, (_, print))| Enclosure {
        name: format!("{stem}.pdf"),
        pdf: print.pdf.clone(),
    });
    Ok(Letter {
        from,
        to: args.to.clone(),
        cc: args.cc.clone(),
        subject,
        text,
        enclosures: enclosures.collect(),
        moment: moment(plan)?,
        draft: args.smtp.is_none(),
    })
}

/// The lines that tell of an article: title, byline and date, source.
fn about(print: &Print) -> String {
    let meta = &print.meta;
    let by: Vec<&str> =
        [meta.byline.as_deref(), meta.date.as_deref()].into_iter().flatten().collect();
    let noun = if print.pages == 1 { "page" } else { "pages" };
    let lines = [
        plain_text(&meta.title),
        by.join(", "),
        meta.source.clone().unwrap_or_default(),
        format!("PDF, {} {noun}", print.pages),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The name of the enclosed file, without its ending.
fn stem(input: &Input) -> String {
    match input {
        Input::File(path) => {
            let stem = path.file_stem().unwrap_or(Path::new("article").as_os_str());
            stem.to_string_lossy().into_owned()
        }
        Input::Address(address) => address.file_name(),
        Input::Stdin => "article".to_owned(),
    }
}

/// When it is written: a letter must tell. `SOURCE_DATE_EPOCH`, where set, else now.
fn moment(plan: &Plan) -> Result<u64, Trouble> {
    let set = plan.settings.first().and_then(|setting| setting.order.timestamp);
    if let Some(seconds) = set {
        return Ok(seconds.unsigned_abs());
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map(|now| now.as_secs()).map_err(|_| {
        Trouble::usage("the clock stands before 1970").hint("set it, or set SOURCE_DATE_EPOCH")
    })
}
