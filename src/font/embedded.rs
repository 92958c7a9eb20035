//! The font files inside the binary.
//!
//! Comes in: `fonts/`. Goes out: the files of three families. Never done here: opening, choosing.

/// One file of `fonts/`, as it was published.
macro_rules! file {
    ($path:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $path))
    };
}

/// Text, heads, code; each regular, italic, bold, bold italic. Source Code Pro goes without a
/// bold italic: code that is both is rare, and its italic serves.
pub(super) const FAMILIES: [[Option<&[u8]>; 4]; 3] = [
    [
        Some(file!("libertinus-serif/LibertinusSerif-Regular.otf")),
        Some(file!("libertinus-serif/LibertinusSerif-Italic.otf")),
        Some(file!("libertinus-serif/LibertinusSerif-Bold.otf")),
        Some(file!("libertinus-serif/LibertinusSerif-BoldItalic.otf")),
    ],
    [
        Some(file!("source-sans-3/SourceSans3-Regular.otf")),
        Some(file!("source-sans-3/SourceSans3-It.otf")),
        Some(file!("source-sans-3/SourceSans3-Semibold.otf")),
        Some(file!("source-sans-3/SourceSans3-SemiboldIt.otf")),
    ],
    [
        Some(file!("source-code-pro/SourceCodePro-Regular.otf")),
        Some(file!("source-code-pro/SourceCodePro-It.otf")),
        Some(file!("source-code-pro/SourceCodePro-Bold.otf")),
        None,
    ],
];
