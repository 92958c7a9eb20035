//! Tables, pictures, notes of links: what is set besides text.

mod articles;
mod links;
mod pages;
mod pictures;
mod qr;
mod tables;
