//! The case of type that the command line asks for.
//!
//! Comes in: font files named by `--font`. Goes out: [`Faces`], and notes on cuts that are
//! missing. Never done here: choosing a face.

use std::path::PathBuf;
use std::sync::Arc;

use offprint::diagnostic::Diagnostic;
use offprint::font::Faces;

use super::input;
use super::trouble::{Exit, Trouble};

/// The type of a setting, or why it cannot be had.
pub(super) type Case = Result<Arc<Faces>, Trouble>;

/// The faces in the binary; those of the files named are set before them as the text family.
pub(super) fn faces(files: &[PathBuf]) -> Result<(Faces, Vec<Diagnostic>), Trouble> {
    let mut faces = Faces::embedded();
    let mut family = Vec::new();
    for file in files {
        let bytes = input::read_file(file)?;
        let added = faces.add(bytes.into()).map_err(|error| {
            Trouble::new(Exit::Usage, "font", error.to_string())
                .about(file.display().to_string())
        })?;
        family.extend(added);
    }
    let notes = faces.set_text_family(&family);
    Ok((faces, notes))
}
