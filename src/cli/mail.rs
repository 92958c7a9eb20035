//! `offprint mail`: articles are set and go out as a letter.
//!
//! Comes in: what was typed. Goes out: a file that mail programs open, or a letter that the mail
//! server took, and the exit code. Never done here: writing the letter; `network` does.

use std::env;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::address::safe_name;
use super::args::{LetterArgs, MailArgs, SetArgs};
use super::config::Config;
use super::input::{self, Input};
use super::network::mail::{self, Enclosure, Letter, Login, Person, Way};
use super::outcome::{Kept, Outcome};
use super::output::{self, Target};
use super::plan::{self, Plan, Task, Wanted};
use super::trouble::{Exit, Trouble};
use super::voice::Voice;
use super::work;

/// Sets the articles and encloses them in one letter. Where one cannot be set, no letter goes.
pub(super) fn run(args: &MailArgs, config: &Config, voice: Voice) -> Result<Exit, Trouble> {
    refuse_folders(&args.set)?;
    let letter = &args.letter;
    let file = letter.smtp_password_file.clone().map(secret).transpose()?;
    let login = letter.smtp_user.clone().map(|user| Login::of(user, file.as_deref()));
    let login = login.transpose()?;
    let trusted = letter.smtp_ca.as_deref().map(input::read_file).transpose()?;
    let from = sender(letter)?;
    let plan = plan::plan(config, &args.set, Wanted::Kept { paper: None })?;
    let (mut set, mut whole) = (Vec::new(), true);
    let mut exit = Exit::Done;
    work::each(&plan, voice, |mut outcome, name, task| {
        whole &= !outcome.failed;
        set.extend(outcome.kept.take().map(|print| Piece::of(name, task, &plan, print)));
        exit = exit.max(outcome.speak(voice));
    })?;
    let mut outcome = Outcome::default();
    if !whole {
        let message = "no letter goes out, since not every article could be set";
        outcome.fail(voice, &Trouble::new(Exit::NotSet, "no-message", message));
        return Ok(exit.max(outcome.speak(voice)));
    }
    let first = set.first().map(|piece| piece.name.clone()).unwrap_or_default();
    if let Err(trouble) = post(args, from, &plan, &set, ((login, trusted), voice, &mut outcome))
    {
        outcome.fail(voice, &trouble.about(first));
    }
    Ok(exit.max(outcome.speak(voice)))
}

/// Who sends, and whose certificates are trusted besides the system's.
type Keys = (Option<Login>, Option<Vec<u8>>);

/// What the file of a password holds.
fn secret(path: PathBuf) -> Result<Vec<u8>, Trouble> {
    if path.as_os_str() == "-" { Input::Stdin.read() } else { input::read_file(&path) }
}

/// A print that is to be enclosed.
struct Piece {
    /// What messages call it.
    name: String,
    /// The name of its file.
    file: String,
    print: Kept,
}

impl Piece {
    fn of(name: &str, task: &Task, plan: &Plan, print: Kept) -> Self {
        // A volume is called as it is titled, and an article as its file.
        let titled = plan.bind.then(|| safe_name(&print.title()));
        let named = || {
            let meta = match &print {
                Kept::Set(print) => Some(&print.meta),
                Kept::Ready(..) => None,
            };
            let name = plan.name.as_ref()?.file_name(&task.path(), task.number, meta);
            Some(name.to_string_lossy().into_owned())
        };
        let stem = titled.filter(|stem| !stem.is_empty()).or_else(named);
        let stem = stem.unwrap_or_else(|| stem_of(&task.input));
        Self { name: name.to_owned(), file: format!("{stem}.pdf"), print }
    }
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
    set: &[Piece],
    ((login, trusted), voice, outcome): (Keys, Voice, &mut Outcome),
) -> Result<(), Trouble> {
    let letter = letter(&args.letter, from, plan, set)?;
    let message = letter.message()?;
    let whom: Vec<String> = letter.to.iter().chain(&letter.cc).map(Person::address).collect();
    let names = set.iter().map(|piece| piece.name.as_str()).collect::<Vec<_>>().join(", ");
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
        let plain = args.letter.smtp_plain;
        let way = Way { server: server.clone(), login, plain, trusted };
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
    set: &[Piece],
) -> Result<Letter, Trouble> {
    let first = set.first().map(|it| it.print.title()).filter(|title| !title.is_empty());
    let subject = args.subject.clone().or(first).unwrap_or_else(|| "An article".to_owned());
    let mut text = args.text.clone().unwrap_or_default();
    for piece in set {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&about(&piece.print));
    }
    let enclosures =
        set.iter().map(|it| Enclosure { name: it.file.clone(), pdf: it.print.pdf().to_vec() });
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
fn about(print: &Kept) -> String {
    let (by, source) = match print {
        Kept::Set(print) => {
            let by = [print.meta.byline.as_deref(), print.meta.date.as_deref()];
            let by = by.into_iter().flatten().collect::<Vec<_>>().join(", ");
            (by, print.meta.source.clone().unwrap_or_default())
        }
        Kept::Ready(..) => Default::default(),
    };
    let pages = print.pages();
    let noun = if pages == 1 { "page" } else { "pages" };
    let lines = [print.title(), by, source, format!("PDF, {pages} {noun}")];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The name of the enclosed file, without its ending.
fn stem_of(input: &Input) -> String {
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
    let set = plan.settings.first().and_then(|setting| setting.options.timestamp);
    if let Some(seconds) = set {
        return Ok(seconds.unsigned_abs());
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map(|now| now.as_secs()).map_err(|_| {
        Trouble::usage("the clock stands before 1970").hint("set it, or set SOURCE_DATE_EPOCH")
    })
}
