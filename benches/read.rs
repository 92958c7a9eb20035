//! Benchmarks of `read`.

fn main() {
    divan::main();
}
