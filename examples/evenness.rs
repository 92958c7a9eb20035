//! Sets a text by other weights, and measures its white.
//!
//! Comes in: a text, a font, and weights as `name=value,name=value`, one set to a word. Goes out:
//! for each set the deviation of the white, the hyphens, what else was paid; pages that end high, and
//! openings whose two pages end on different rows. Never done here:
//! breaking; that is `offprint::linebreak`.
//!
//!     cargo run --release --example evenness -- input/in-a-world-in-turmoil.txt - '' hyphen=2000 evenness=9000

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]

use std::process::ExitCode;
use std::time::Instant;

use offprint::article::Article;
use offprint::font::Faces;
use offprint::galley::{Compositor, Galley, Item, Line, LineEnd, Role, line_text};
use offprint::jobs::Jobs;
use offprint::linebreak::Rules;
use offprint::paginate::PagePlan;
use offprint::picture::ArticlePictures;
use offprint::style::{Choices, Style};
use offprint::unit::{Length, Sides};
use offprint::{clean, edit, paginate, read};

/// Fewest gaps of a line that is measured: the mean of a few says little.
const LEAST_GAPS: usize = 5;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [file, font, sets @ ..] = &*words else {
        eprintln!("usage: evenness FILE FONT|- NAME=VALUE,...");
        return ExitCode::from(2);
    };
    let done = open(file, font).and_then(|(article, faces)| {
        println!(
            "{:>8} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>5} {:>5} {:>6} {:>5} {:>6} {:>9} {:>9} {:>6}  weights",
            "lines",
            "pages",
            "gap",
            "sd",
            "loose%",
            "tight%",
            "hyph%",
            "runts",
            "step",
            "scale",
            "short",
            "uneven",
            "cost",
            "by page",
            "ms"
        );
        sets.iter().try_for_each(|set| row(&article, &faces, set))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn open(file: &str, font: &str) -> Result<(Article, Faces), String> {
    let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    let (manuscript, _) = read::read(&bytes, read::Format::Auto);
    let cleaned = clean::clean(manuscript, &clean::CleanOptions::default());
    let (article, _) =
        edit::edit(cleaned.article, &edit::EditOptions { language: None }, &Jobs::new(1));
    let mut faces = Faces::embedded();
    if font != "-" {
        let bytes = std::fs::read(font).map_err(|error| format!("{font}: {error}"))?;
        let ids = faces.add(bytes.into()).map_err(|error| error.to_string())?;
        faces.set_text_family(&ids);
    }
    Ok((article, faces))
}

/// Margins of 30 mm above and below.
fn sides(side: Length) -> Sides<Length> {
    let ends = Length::from_mm(30.0);
    Sides { top: ends, right: side, bottom: ends, left: side }
}

/// The rules of a set, and what the style is told.
fn rules(set: &str) -> Result<(Rules, Choices), String> {
    let mut choices = Choices {
        font_size: Some(Length::from_pt(11.0)),
        leading: Some(Length::from_pt(14.0).into()),
        margin: Some(sides(Length::from_mm(30.0))),
        ..Choices::default()
    };
    let pairs = || set.split(',').filter_map(|pair| pair.split_once('='));
    for (name, value) in pairs() {
        let number: f64 = value.parse().map_err(|_| format!("no number: {value}"))?;
        match name {
            "expansion" => choices.expansion = Some((number * 10.0) as u16),
            "measure" => {
                let side = (Length::from_mm(210.0) - Length::from_pt(number)) / 2;
                choices.margin = Some(sides(side));
            }
            _ => {}
        }
    }
    let expansion = choices.expansion.unwrap_or(offprint::style::EXPANSION);
    let mut rules = Rules::fine(expansion);
    for (name, value) in pairs() {
        let number: i64 = value.parse().unwrap_or(0);
        match name {
            "expansion" | "measure" => {}
            "evenness" => rules.evenness = number,
            "hyphen" => rules.hyphen = number,
            "double" => rules.double_hyphen = number,
            "final" => rules.final_hyphen = number,
            "line" => rules.line_penalty = number,
            "lone" => rules.lone_word = number,
            "runt" => rules.runt = number,
            "twin" => rules.repeated_word = number,
            "full" => rules.nearly_full = number,
            "adjacent" => {
                for (distance, demerits) in rules.adjacent.iter_mut().enumerate().skip(2) {
                    *demerits = number * (i64::try_from(distance).unwrap_or(8) - 1);
                }
            }
            "first" | "second" | "third" => {
                let at = ["first", "second", "third"].iter().position(|it| *it == name);
                if let Some(pass) = at.and_then(|at| rules.passes.get_mut(at)) {
                    pass.tolerance = number;
                }
            }
            _ => return Err(format!("no weight: {name}")),
        }
    }
    Ok((rules, choices))
}

fn row(article: &Article, faces: &Faces, set: &str) -> Result<(), String> {
    let (rules, choices) = rules(set)?;
    let style = Style::resolve(&choices).map_err(|error| error.to_string())?;
    let album = ArticlePictures::default();
    let begin = Instant::now();
    let composed =
        Compositor::new(article, &album, &style, faces).with_rules(rules).set(&Jobs::new(1));
    let time = begin.elapsed();
    let plan = paginate::plan_pages(&composed.galley, &style, None).unwrap_or_default();
    let by_page = paginate::plan_page_by_page(&composed.galley, &style);
    let galley = composed.settle(&paginate::chosen_alternatives(&plan), &Jobs::new(1));
    let pages = plan.regions.len();
    let (short, uneven) = feet(&plan, &style);
    let tally = Tally::of(&galley);
    println!(
        "{:8} {pages:6} {:6.3} {:6.3} {:6.2} {:6.2} {:6.2} {:5} {:5.2} {:6.2} {short:5} {uneven:6} {:9} {:9} {:6}  {set}",
        tally.lines,
        mean(&tally.gaps),
        deviation(&tally.gaps),
        tally.share(|line| line > 1.5),
        tally.share(|line| line < 2.0 / 2.75),
        tally.hyphens as f64 * 100.0 / tally.lines.max(1) as f64,
        tally.runts,
        deviation(&tally.steps),
        deviation(&tally.scalings),
        plan.cost,
        by_page.cost,
        time.as_millis(),
    );
    Ok(())
}

/// Pages that end high, the first and the last aside, and openings whose pages end unequally.
fn feet(plan: &PagePlan, style: &Style) -> (usize, usize) {
    let rows: Vec<u32> = plan.regions.iter().map(|end| end.rows + end.notes).collect();
    let inner = rows.get(1..rows.len().saturating_sub(1)).unwrap_or_default();
    let short = inner.iter().filter(|&&rows| rows < style.rows()).count();
    let uneven = inner.chunks_exact(2).filter(|opening| opening[0] != opening[1]).count();
    (short, uneven)
}

/// Counts of lines and faults.
#[derive(Default)]
struct Tally {
    lines: usize,
    hyphens: usize,
    runts: usize,
    /// Mean gap of each line, in points.
    gaps: Vec<f64>,
    /// The same as a multiple of the natural space.
    parts: Vec<f64>,
    /// By how much it differs from that of the line before, in points.
    steps: Vec<f64>,
    /// Scaling of each line in hundredths.
    scalings: Vec<f64>,
}

impl Tally {
    fn of(galley: &Galley) -> Self {
        let mut tally = Self::default();
        for entry in galley.entries.iter().filter(|entry| entry.role == Role::Paragraph) {
            let mut before = None;
            for line in &entry.lines {
                tally.lines += 1;
                let hard = line.end == LineEnd::Explicit && line_text(line).ends_with("-|");
                tally.hyphens += usize::from(line.end == LineEnd::Hyphen || hard);
                let gap = tally.line(line);
                if let (Some(before), Some(gap)) = (before, gap) {
                    tally.steps.push(gap - before);
                }
                before = gap;
            }
            if let [.., last] = &*entry.lines
                && entry.lines.len() > 1
            {
                let text = line_text(last);
                let text = text.trim();
                let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
                tally.runts += usize::from(!text.contains(' ') && letters < 5);
            }
        }
        tally
    }

    fn line(&mut self, line: &Line) -> Option<f64> {
        let spaces: Vec<Length> = line
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Space { width, .. } => Some(*width),
                _ => None,
            })
            .collect();
        if !line.filled || spaces.len() < LEAST_GAPS {
            return None;
        }
        let natural = spaces.iter().copied().sum::<Length>().pt() / spaces.len() as f64;
        let gap = (natural + line.word_space.pt()) * f64::from(line.scaling) / 1000.0;
        self.gaps.push(gap);
        self.parts.push(gap / natural);
        self.scalings.push(f64::from(line.scaling) / 10.0);
        Some(gap)
    }

    fn share(&self, which: impl Fn(f64) -> bool) -> f64 {
        let found = self.parts.iter().filter(|part| which(**part)).count();
        found as f64 * 100.0 / self.parts.len().max(1) as f64
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / values.len().max(1) as f64).sqrt()
}
