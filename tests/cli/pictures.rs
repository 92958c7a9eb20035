//! Pictures from the article's folder, and from nowhere else.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Returns whether the PDF of an article in `folder` shows the picture `source`.
fn is_shown(folder: &Path, source: &str) -> bool {
    let page =
        format!("<p>Before it.</p><p><img src=\"{source}\" alt=\"A dot\"></p><p>After.</p>");
    fs::write(folder.join("article.html"), page).expect("a file can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .args(["article.html", "-o", "out.pdf"])
        .current_dir(folder)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pdf = fs::read(folder.join("out.pdf")).expect("a PDF");
    pdf.windows(14).any(|bytes| bytes == b"/Subtype/Image")
}

/// The smallest PNG: a pixel.
pub(super) fn dot() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 4, 4);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[0; 16]).expect("pixels");
    writer.finish().expect("an end");
    bytes
}

#[test]
fn only_files_in_the_folder_are_opened() {
    let outer = tempfile::tempdir().expect("a folder");
    let folder = outer.path().join("article");
    fs::create_dir_all(folder.join("with space")).expect("a folder");
    fs::write(outer.path().join("outside.png"), dot()).expect("a file");
    fs::write(folder.join("with space/dot.png"), dot()).expect("a file");
    #[cfg(unix)]
    std::os::unix::fs::symlink(outer.path(), folder.join("out")).expect("a link");
    for inside in ["with space/dot.png", "./with%20space/dot.png?width=3#top"] {
        assert!(is_shown(&folder, inside), "{inside} is shown");
    }
    let absolute = outer.path().join("outside.png");
    let absolute = absolute.to_string_lossy();
    for outside in [
        "../outside.png",
        "with space/../../outside.png",
        "%2e%2e/outside.png",
        &absolute,
        &format!("file://{absolute}"),
        "out/outside.png",
        "//example.org/dot.png",
        "https://example.org/dot.png",
        "gone.png",
    ] {
        assert!(!is_shown(&folder, outside), "{outside} is not shown");
    }
}
