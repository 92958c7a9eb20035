//! Benchmarks of `hyphenate`.

fn main() {
    divan::main();
}
