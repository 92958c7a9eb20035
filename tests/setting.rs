//! Tables, pictures, notes of links: what is set besides text.

mod articles;
mod fitting;
mod links;
mod marks;
mod pages;
mod pictures;
mod qr;
mod tables;
