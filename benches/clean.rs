//! Benchmarks of `clean`.

fn main() {
    divan::main();
}
