//! Benchmarks of `pdf`.

fn main() {
    divan::main();
}
