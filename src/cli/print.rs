//! `offprint print`: articles are set and go to a printer.
//!
//! Comes in: what was typed. Goes out: jobs, what became of them, the exit code. Never done here:
//! speaking to a printer; `network` does.

use std::time::Duration;

use offprint::diagnostic::Diagnostic;
use offprint::impose;
use offprint::style::Paper;
use offprint::unit::Length;
use offprint::verify::Facts;
use serde_json::json;

use super::args::{JobArgs, PrintArgs, SetArgs};
use super::config::Config;
use super::network::printer::{
    Ability, Line, Place, Sides, Ticket, Watch, Wishes, denied, list, send, spoken, usual,
};
use super::outcome::{Kept, Outcome};
use super::plan::{self, Wanted};
use super::trouble::{Exit, Trouble};
use super::voice::{self, Voice, printable};
use super::work;

/// Sets the articles on the printer's paper and prints them, one job for each.
pub(super) fn run(args: &PrintArgs, config: &Config, voice: Voice) -> Result<Exit, Trouble> {
    refuse_files(&args.set)?;
    let line = line(&args.job)?;
    let printer = Ability::ask(&line).map_err(|refusal| denied(refusal, &line))?;
    tell_state(&printer, &line, voice);
    if !printer.accepting {
        let message = format!("{} takes no jobs now", line.place());
        return Err(Trouble::new(Exit::Io, "printer-refuses", message).hint("try again later"));
    }
    let wanted = Wanted::Kept { paper: printer.usual_paper() };
    let plan = plan::plan(config, &args.set, wanted)?;
    let grey = args.set.page.grey;
    let room = Room { job: &args.job, line, printer, voice, grey };
    let mut exit = Exit::Done;
    work::each(&plan, voice, |mut outcome, name, task| {
        let setting = plan.settings.get(task.setting);
        let imposition = setting.and_then(|setting| setting.options.imposition.as_ref());
        if let Some(print) = outcome.kept.take()
            && let Err(trouble) = room.print(&print, imposition, name, &mut outcome)
        {
            outcome.fail(voice, &trouble.about(name));
        }
        exit = exit.max(outcome.speak(voice));
    })?;
    Ok(exit)
}

/// Lists the printers that CUPS knows.
pub(super) fn list_printers(args: &PrintArgs, voice: Voice) -> Exit {
    let mut outcome = Outcome::default();
    match listed(&args.job, voice) {
        Ok(text) => outcome.product = text.into_bytes(),
        Err(trouble) => outcome.fail(voice, &trouble),
    }
    outcome.speak(voice)
}

fn listed(job: &JobArgs, voice: Voice) -> Result<String, Trouble> {
    let line = cups(job)?;
    let printers = list(&line).map_err(|refusal| denied(refusal, &line))?;
    if printers.is_empty() {
        let message = format!("CUPS at {} knows no printers", line.place());
        return Err(Trouble::new(Exit::Io, "no-printer", message)
            .hint("give the printer's address with --printer ipp://HOST"));
    }
    let mut text = String::new();
    for printer in printers {
        let troubles: Vec<String> =
            printer.reasons.iter().filter_map(|reason| spoken(reason)).collect();
        if voice.is_json() {
            let object = json!({
                "name": printer.name,
                "info": printer.info,
                "location": printer.location,
                "accepting": printer.accepting,
                "troubles": troubles,
                "default": printer.usual,
            });
            text.push_str(&format!("{object}\n"));
            continue;
        }
        let mark = if printer.usual { '*' } else { ' ' };
        let closed = (!printer.accepting).then(|| "it takes no jobs now".to_owned());
        let words = [printer.info, printer.location].into_iter().flatten();
        let words = words.chain(closed).chain(troubles);
        let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
        let line = format!("{mark} {:<24} {}", printer.name, words.join("; "));
        text.push_str(&printable(line.trim_end()));
        text.push('\n');
    }
    Ok(text)
}

/// What belongs to a file has no meaning for paper.
fn refuse_files(args: &SetArgs) -> Result<(), Trouble> {
    let output = &args.output;
    let named = [
        ("--output", output.output.is_some()),
        ("--out-dir", output.out_dir.is_some()),
        ("--name", output.name.is_some()),
        ("--dump", output.dump.is_some()),
    ];
    match named.iter().find(|(_, given)| *given) {
        Some((option, _)) => {
            Err(Trouble::usage(format!("{option} is for files, and print makes none"))
                .hint("leave it out, or leave print out"))
        }
        None => Ok(()),
    }
}

/// The line to the printer that was named, or to the one that CUPS takes.
fn line(job: &JobArgs) -> Result<Line, Trouble> {
    if let Some(place) = &job.printer {
        return Ok(Line::new(place.clone(), job.any_certificate));
    }
    let line = cups(job)?;
    let place = usual(&line).map_err(|refusal| denied(refusal, &line))?;
    let place = place.ok_or_else(|| {
        Trouble::usage("no printer is named, and CUPS takes none by itself")
            .hint("name one with --printer; `offprint print --list` lists them")
    })?;
    Ok(Line::new(place, job.any_certificate))
}

fn cups(job: &JobArgs) -> Result<Line, Trouble> {
    let place = Place::cups().map_err(|why| Trouble::usage(format!("CUPS_SERVER: {why}")))?;
    Ok(Line::new(place, job.any_certificate))
}

/// Tells what troubles the printer before anything is sent.
fn tell_state(printer: &Ability, line: &Line, voice: Voice) {
    let mut told = Vec::new();
    for trouble in printer.reasons.iter().filter_map(|reason| spoken(reason)) {
        let message = format!("the printer needs a hand: {trouble}");
        let found = Diagnostic::warning(
            "printer-state",
            offprint::diagnostic::Place::default(),
            message,
        );
        voice.diagnostics(&mut told, &line.place().to_string(), &[found]);
    }
    voice::to_stderr(&told);
}

/// The printer, and what is wanted of it.
struct Room<'r> {
    job: &'r JobArgs,
    line: Line,
    printer: Ability,
    voice: Voice,
    /// A PDF that is ready is to be printed without colour.
    grey: bool,
}

impl Room<'_> {
    /// Prints one article, and waits for it.
    fn print(
        &self,
        print: &Kept,
        imposition: Option<&impose::Imposition>,
        name: &str,
        outcome: &mut Outcome,
    ) -> Result<(), Trouble> {
        let wishes = self.wishes(print, imposition, name);
        let (ticket, told) = Ticket::new(&wishes, &self.printer)?;
        self.voice.diagnostics(&mut outcome.messages, name, &told);
        // What is known so far is told before the wait.
        voice::to_stderr(&std::mem::take(&mut outcome.messages));
        let job = send(&self.line, &ticket, print.pdf())?;
        if self.job.wait > 0 {
            let tell = |found: &Diagnostic| {
                let mut told = Vec::new();
                self.voice.diagnostics(&mut told, name, std::slice::from_ref(found));
                voice::to_stderr(&told);
            };
            let patience = Duration::from_secs(self.job.wait.into());
            Watch { line: &self.line, job, patience, tell: &tell }.wait()?;
        }
        let verb = if self.job.wait > 0 { "printed on" } else { "sent to" };
        let printer = self.printer.name.clone();
        let printer = printer.unwrap_or_else(|| self.line.place().to_string());
        let pages = print.pages();
        let noun = if pages == 1 { "page" } else { "pages" };
        let sides =
            wishes.sides.map(|sides| format!(", {}", sides.words())).unwrap_or_default();
        let copies = if wishes.copies > 1 {
            format!(", {} copies", wishes.copies)
        } else {
            String::new()
        };
        let message = format!("{verb} {printer} (job {job}): {pages} {noun}{sides}{copies}");
        self.voice.done(&mut outcome.messages, name, "printed", &message);
        Ok(())
    }

    fn wishes(
        &self,
        print: &Kept,
        imposition: Option<&impose::Imposition>,
        name: &str,
    ) -> Wishes {
        let title = print.title();
        let (paper, sides) = sheet(print, imposition);
        let grey = match print {
            Kept::Set(print) => print.style.grey,
            Kept::Ready(..) => self.grey,
        };
        Wishes {
            copies: self.job.copies,
            pages: self.job.pages.as_ref().map(|pages| pages.merged()),
            sides: self.job.sides.or(sides),
            grey,
            paper,
            ready: matches!(print, Kept::Ready(..)),
            name: if title.is_empty() { name.to_owned() } else { title },
        }
    }
}

/// The paper that a print wants, and the sides: those of its sheets, where its pages stand on such;
/// else both where pages face each other.
fn sheet(print: &Kept, imposition: Option<&impose::Imposition>) -> (Paper, Option<Sides>) {
    let print = match print {
        Kept::Set(print) => print,
        Kept::Ready(_, facts) => return told_sheet(facts),
    };
    let Some(imposition) = imposition.map(|wishes| wishes.impose(print.pages)) else {
        return (print.style.paper, print.style.duplex.then_some(Sides::Long));
    };
    let impose::Size { width, height } = imposition.sheet;
    let sides = match imposition.flip {
        Some(impose::Edge::Long) => Sides::Long,
        Some(impose::Edge::Short) => Sides::Short,
        None => Sides::One,
    };
    (Paper { width, height }, Some(sides))
}

/// The same for a PDF that is ready: its first page, and the edge that it names.
fn told_sheet(facts: &Facts) -> (Paper, Option<Sides>) {
    let (width, height) = facts.size;
    let paper = Paper { width: Length::from_pt(width), height: Length::from_pt(height) };
    let sides = match facts.duplex.as_deref() {
        Some("DuplexFlipLongEdge") => Some(Sides::Long),
        Some("DuplexFlipShortEdge") => Some(Sides::Short),
        Some("Simplex") => Some(Sides::One),
        _ => None,
    };
    (paper, sides)
}
