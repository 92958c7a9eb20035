//! Benchmarks of `press`.

fn main() {
    divan::main();
}
