//! Benchmarks of `shape`.

fn main() {
    divan::main();
}
