//! `offprint fonts`, `completions` and `man`: information about the program.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use offprint::font::{Face, FaceStyle, Faces, FontRole};
use serde_json::json;

use super::args::{Args, FontsArgs, ManArgs, MessageFormat};
use super::error::{CliError, Exit};
use super::input::{self, MOST_FONT};
use super::messages::{MessageOptions, printable};
use super::outcome::Outcome;

/// Names of scripts, each with letters that a face needs for it.
const SCRIPTS: [(&str, &str); 12] = [
    ("Latin", "aZé"),
    ("Vietnamese", "ếữ"),
    ("Greek", "αΩ"),
    ("Cyrillic", "яЖ"),
    ("Armenian", "ա"),
    ("Georgian", "ა"),
    ("Hebrew", "א"),
    ("Arabic", "ع"),
    ("Devanagari", "क"),
    ("Thai", "ก"),
    ("Han", "中"),
    ("Hangul", "한"),
];

/// Runs `offprint fonts`.
pub(super) fn fonts(args: &FontsArgs, options: MessageOptions) -> Exit {
    let mut outcome = Outcome::new(options);
    let json = args.report.message_format == MessageFormat::Json;
    let built_in = Faces::embedded();
    for (role, name) in [
        (FontRole::Text, "running text"),
        (FontRole::Head, "headings"),
        (FontRole::Code, "code"),
    ] {
        let mut last = None;
        for cut in FaceStyle::ALL {
            let id = built_in.serve(role, cut);
            if last.replace(id) != Some(id) && built_in.face(id).style == cut {
                outcome.product.extend(face_line(built_in.face(id), "offprint", name, json));
            }
        }
    }
    for path in &args.files {
        let file = path.display().to_string();
        let faces = input::read_regular_file(path, MOST_FONT).and_then(|bytes| {
            let mut faces = Faces::default();
            faces.add(bytes.into()).map_err(|error| {
                CliError::new(Exit::NotSet, "font", error.to_string()).about(file.as_str())
            })?;
            Ok(faces)
        });
        match faces {
            Ok(faces) => {
                for (_, face) in faces.iter() {
                    outcome.product.extend(face_line(face, &file, "--font", json));
                }
            }
            Err(error) => outcome.fail(&error),
        }
    }
    outcome.print()
}

/// Returns the line of a face.
fn face_line(face: &Face, file: &str, role: &str, json: bool) -> Vec<u8> {
    let scripts: Vec<&str> = SCRIPTS
        .iter()
        .filter(|(_, letters)| letters.chars().all(|letter| face.glyph(letter).is_some()))
        .map(|(name, _)| *name)
        .collect();
    if json {
        let object = json!({
            "file": file,
            "role": role,
            "family": face.family,
            "cut": face.style.name(),
            "name": face.name,
            "weight": face.weight,
            "scripts": scripts,
        });
        return format!("{object}\n").into_bytes();
    }
    let family = printable(&face.family);
    let cut = face.style.name();
    let scripts = scripts.join(", ");
    format!("{family:<20} {cut:<12} {role:<13} {scripts}  ({})\n", printable(file)).into_bytes()
}

/// Runs `offprint completions`.
pub(super) fn completions(shell: clap_complete::Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "offprint", &mut script);
    Outcome::of_product(script, MessageOptions::default()).print()
}

/// Runs `offprint man`.
pub(super) fn man(args: &ManArgs) -> Exit {
    let mut outcome = Outcome::new(MessageOptions::default());
    if args.list {
        let all = Args::command();
        let names = all.get_subcommands().map(|command| format!("{}\n", command.get_name()));
        outcome.product = names.collect::<String>().into();
        return outcome.print();
    }
    match manual_page(args.command.as_deref()) {
        Ok(page) => outcome.product = page,
        Err(error) => outcome.fail(&error),
    }
    outcome.print()
}

/// Returns the manual page of the program or of one of its commands, in roff.
fn manual_page(name: Option<&str>) -> Result<Vec<u8>, CliError> {
    let mut all = Args::command();
    all.build();
    let command = match name {
        None => all,
        Some(name) => all.find_subcommand(name).cloned().ok_or_else(|| {
            let names: Vec<&str> = all.get_subcommands().map(Command::get_name).collect();
            CliError::usage(format!("there is no command `{name}`"))
                .hint(format!("the commands are {}", names.join(", ")))
        })?,
    };
    let mut page = Vec::new();
    render(command, &mut page)
        .map_err(|error| CliError::io("cannot-write", "cannot write the page", &error))?;
    Ok(page)
}

fn render(command: Command, out: &mut dyn Write) -> io::Result<()> {
    let name = command.get_display_name().unwrap_or("offprint").to_owned();
    // Without a date, the page of a version is always the same.
    let source = concat!("offprint ", env!("CARGO_PKG_VERSION"));
    let man = clap_mangen::Man::new(command).title(name.to_uppercase());
    man.source(source).manual("Offprint").render(out)
}
