//! Tables, pictures, notes of links: what is set besides text.

mod articles;
mod pages;
mod pictures;
mod qr;
mod tables;
