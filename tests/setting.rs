//! Tables, pictures, notes of links: what is set besides text.

mod articles;
#[cfg(feature = "svg")]
mod drawings;
mod fitting;
mod links;
mod marks;
mod pages;
mod pictures;
mod qr;
mod tables;
