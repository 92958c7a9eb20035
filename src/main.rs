//! The binary: hands the command line to `cli` and its answer to the system.

fn main() {}
