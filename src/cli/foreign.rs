//! What is said of files that are no article.
//!
//! Comes in: what a file is, and where it comes from. Goes out: [`Trouble`] with a way out. Never
//! done here: recognising a file, running a command.

use std::path::Path;

use offprint::read::foreign::{Foreign, Remedy};

use super::input::Input;
use super::trouble::{Exit, Trouble};

/// What an article from standard input is called in a command.
const UNNAMED: &str = "article.pdf";

/// Refuses a file that is no article, and says how to get one.
pub(super) fn refusal(input: &Input, foreign: &Foreign) -> Trouble {
    let message = format!("it is {}, not an article", foreign.name);
    Trouble::new(Exit::NotSet, "not-an-article", message)
        .hint(hint(input, foreign.remedy))
        .about(input.name())
}

/// What to do with such a file.
fn hint(input: &Input, remedy: Remedy) -> String {
    let name = match input {
        Input::File(path) => quoted(path),
        Input::Address(_) | Input::Stdin => "FILE".to_owned(),
    };
    let page =
        "open it in the program that made it, save it as a web page (HTML), and give that";
    match remedy {
        Remedy::Pandoc { format, endings } => {
            let known = |path: &Path| {
                let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase());
                ending.is_some_and(|ending| endings.contains(&ending.as_str()))
            };
            let known = matches!(input, Input::File(path) if known(path));
            let from = if known { String::new() } else { format!(" -f {format}") };
            let command = match input {
                Input::File(_) => format!("pandoc {name}{from}"),
                Input::Address(_) | Input::Stdin => format!("pandoc{from}"),
            };
            format!("convert it: {}", piped(input, &format!("{command} -t html -s --mathml")))
        }
        Remedy::Converter { command } => {
            let command = match input {
                Input::File(_) => format!("{command} {name}"),
                Input::Address(_) | Input::Stdin => format!("{command} -"),
            };
            format!("convert it: {}", piped(input, &command))
        }
        Remedy::Print => format!(
            "it is ready to be printed: `offprint print {name}` takes a PDF as it is, and `offprint \
             extract {name}` gives the article that --attach-source put into one; else export its \
             text"
        ),
        Remedy::Show => format!(
            "to print it, show it in an article that lies beside it: ![what it shows]({})",
            destination(input)
        ),
        Remedy::ConvertPicture => {
            "convert it to PNG or JPEG, which an article can show: ![what it shows](picture.png)"
                .to_owned()
        }
        Remedy::Unpack => "unpack it, and give the articles that are in it".to_owned(),
        Remedy::SaveAsPage => page.to_owned(),
        Remedy::Entries => "give the address of an article that it lists".to_owned(),
        Remedy::AsPage => {
            "convert it to HTML, or take the text between its marks with --from html".to_owned()
        }
        Remedy::Nothing => {
            "give the article as text, Markdown or HTML (--from text takes any file as text)"
                .to_owned()
        }
    }
}

/// The name of a picture as Markdown takes it for the destination of a link.
fn destination(input: &Input) -> String {
    let name = match input {
        Input::File(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
        Input::Address(_) | Input::Stdin => None,
    };
    let name = name.unwrap_or_else(|| "picture.png".to_owned());
    if name.contains([' ', '(', ')']) { format!("<{name}>") } else { name }
}

/// A command whose output is set as a page, with what feeds it where it is no file.
fn piped(input: &Input, command: &str) -> String {
    let before = match input {
        Input::File(_) => String::new(),
        Input::Stdin => "... | ".to_owned(),
        Input::Address(address) => {
            format!("curl -L {} | ", quoted(Path::new(&address.shown())))
        }
    };
    let pdf = match input {
        Input::File(path) => quoted(&path.with_extension("pdf")),
        Input::Stdin => UNNAMED.to_owned(),
        Input::Address(address) => quoted(Path::new(&format!("{}.pdf", address.file_name()))),
    };
    format!("{before}{command} | offprint - --from html -o {pdf}")
}

/// A name as a shell takes it for one word.
fn quoted(path: &Path) -> String {
    let name = path.display().to_string();
    // A name that begins with a hyphen would be taken for an option.
    let name = if name.starts_with('-') { format!("./{name}") } else { name };
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    if !name.is_empty() && name.chars().all(plain) {
        return name;
    }
    if cfg!(windows) {
        return format!("\"{name}\"");
    }
    format!("'{}'", name.replace('\'', r"'\''"))
}
