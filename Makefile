# The commands of this project; scripts/ has the steps behind them.

MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help
.PHONY: help run page relay test dev bench screenshots force

# Directories count too, so that a deleted file is noticed.
page_sources := Cargo.toml Cargo.lock index.html Trunk.toml \
	$(shell find app shared scripts/*page* scripts/path scripts/lib.sh -name node_modules -prune -o -path app/dist -prune -o -print)
page := target/page/built

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: relay ## install what is missing, build, and start Postern on http://127.0.0.1:3000
	@exec target/release/postern

page: $(page) ## build the page into app/dist

relay: $(page) ## build target/release/postern, which holds the page
	@scripts/build-relay

test: ## install what tests need and run all of them, as CI does
	@scripts/test

dev: app/node_modules/.package-lock.json ## relay and page on http://127.0.0.1:8080, rebuilt and reloaded as you save
	@scripts/dev

bench: relay e2e/node_modules/.package-lock.json ## measure against OpenSSH (minutes) and write docs/PERFORMANCE.md
	@scripts/setup-tests
	@cargo run --release -p postern-bench

screenshots: relay e2e/node_modules/.package-lock.json ## take the pictures of the documents anew
	@scripts/setup-tests
	@cd e2e && npx --no-install playwright test --config screenshots.config.js

$(page): $(page_sources) app/node_modules/.package-lock.json $(if $(wildcard app/dist/index.html),,force)
	@scripts/build-page
	@touch $@

%/node_modules/.package-lock.json: %/package-lock.json
	@scripts/npm-ci $*
