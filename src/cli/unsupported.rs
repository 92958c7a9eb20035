//! Messages for files that are not articles, with hints.

use std::path::Path;

use offprint::read::unsupported::{Remedy, UnsupportedFile};

use super::error::{CliError, Exit};
use super::input::Input;

/// Name of the PDF of an article from standard input, in a command.
const STDIN_PDF: &str = "article.pdf";

/// Returns the message for a file that is not an article.
pub(super) fn unsupported_error(input: &Input, file: &UnsupportedFile) -> CliError {
    let message = format!("it is {}, not an article", file.format);
    CliError::new(Exit::NotSet, "not-an-article", message)
        .hint(remedy_hint(input, file.remedy))
        .about(input.name())
}

/// Returns the hint for a remedy.
fn remedy_hint(input: &Input, remedy: Remedy) -> String {
    let name = match input {
        Input::File(path) => shell_quoted(path),
        Input::Address(_) | Input::Stdin => "FILE".to_owned(),
    };
    match remedy {
        Remedy::Pandoc { format, extensions } => {
            let is_known = |path: &Path| {
                let extension = path.extension().map(|it| it.to_string_lossy().to_lowercase());
                extension.is_some_and(|it| extensions.contains(&it.as_str()))
            };
            let is_known = matches!(input, Input::File(path) if is_known(path));
            let from = if is_known { String::new() } else { format!(" -f {format}") };
            let command = match input {
                Input::File(_) => format!("pandoc {name}{from}"),
                Input::Address(_) | Input::Stdin => format!("pandoc{from}"),
            };
            format!(
                "convert it: {}",
                pipeline(input, &format!("{command} -t html -s --mathml"))
            )
        }
        Remedy::Converter { command } => {
            let command = match input {
                Input::File(_) => format!("{command} {name}"),
                Input::Address(_) | Input::Stdin => format!("{command} -"),
            };
            format!("convert it: {}", pipeline(input, &command))
        }
        Remedy::PrintAsIs => format!(
            "`offprint print {name}` prints a PDF as it is, and `offprint extract {name}` extracts \
             the article that --attach-source attached; otherwise export its text"
        ),
        Remedy::EmbedPicture => format!(
            "to print it, write an article in the same folder: ![what it shows]({})",
            link_destination(input)
        ),
        Remedy::ConvertPicture => {
            "convert it to PNG or JPEG and write an article: ![what it shows](picture.png)"
                .to_owned()
        }
        Remedy::Unpack => "unpack it, and give the articles in it".to_owned(),
        Remedy::SaveAsHtml => {
            "open it in the program that made it, save it as a web page (HTML), and \
             give that file"
                .to_owned()
        }
        Remedy::ListedAddress => "give the address of an article that it lists".to_owned(),
        Remedy::ReadAsHtml => {
            "convert it to HTML, or read the text between its tags with --from html".to_owned()
        }
        Remedy::NoText => {
            "give the article as text, Markdown or HTML (--from text takes any file as text)"
                .to_owned()
        }
    }
}

/// Returns the name of a picture as the destination of a link in Markdown.
fn link_destination(input: &Input) -> String {
    let name = match input {
        Input::File(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
        Input::Address(_) | Input::Stdin => None,
    };
    let name = name.unwrap_or_else(|| "picture.png".to_owned());
    if name.contains([' ', '(', ')']) { format!("<{name}>") } else { name }
}

/// Returns a shell pipeline that sets the output of a command as a page.
fn pipeline(input: &Input, command: &str) -> String {
    let before = match input {
        Input::File(_) => String::new(),
        Input::Stdin => "... | ".to_owned(),
        Input::Address(address) => {
            format!("curl -L {} | ", shell_quoted(Path::new(&address.shown())))
        }
    };
    let pdf = match input {
        Input::File(path) => shell_quoted(&path.with_extension("pdf")),
        Input::Stdin => STDIN_PDF.to_owned(),
        Input::Address(address) => {
            shell_quoted(Path::new(&format!("{}.pdf", address.file_name())))
        }
    };
    format!("{before}{command} | offprint - --from html -o {pdf}")
}

/// Returns a name as one word of a shell.
fn shell_quoted(path: &Path) -> String {
    let name = path.display().to_string();
    // A name that begins with a hyphen would be an option.
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
