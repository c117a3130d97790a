# Two commands to begin with: `make demo` and `make test`.

.PHONY: demo test test-full check fmt bench look deb try-deb

demo: ## build, then play the fictional municipality Nordvik, print what was found, and open its pages
	cargo run --quiet --locked --profile demo -p arvak -- demo

test: ## install what the tests need (when it may be installed), then run them all
	scripts/test

test-full: ## the long ones: mutations, more random cases, more faults
	scripts/test
	scripts/test-full

check: ## format and lints only
	cargo fmt --all -- --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

fmt:
	cargo fmt --all

bench: ## the figures of docs/benchmarks.md, side by side with the peers they name
	scripts/bench

look: ## pictures of every page in Chromium, in target/look, to be looked at
	scripts/look

deb: ## a Debian package in target/debian: service, manual, completions
	scripts/deb

try-deb: ## that package in a clean Debian, from installation to the first run, and removed again (root)
	scripts/try-deb
