//! Benchmarks of `linebreak`.

fn main() {
    divan::main();
}
