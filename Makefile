# `make` alone says what there is. Each target sets up what it needs first (scripts/setup.sh), and
# installs only what is missing. ARGS is handed on: make briefs ARGS="--locale es-US".

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

# The example's facts are of these weeks; on a later day they have come due, and a build refuses.
AS_OF ?= 2025-08-15

# Where Homebrew keeps Java, which it does not put on the PATH (macOS; elsewhere no such folders).
export PATH := /opt/homebrew/opt/openjdk/bin:/usr/local/opt/openjdk/bin:$(PATH)

.PHONY: help
help: ## say what there is to make
	@echo "make TARGET [ARGS=\"...\"], where TARGET is one of:"
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/  \1|\2/p' Makefile | \
		while IFS='|' read -r name what; do printf '%-18s %s\n' "$$name" "$$what"; done

.PHONY: briefs
briefs: ready-run ## write every brief to output/
	@$(BIN)/briefs build --as-of $(AS_OF) $(ARGS)
	@echo "The briefs are in $(CURDIR)/output"

.PHONY: test
test: lint ## lint, then run all tests
	@echo "Running the tests, as many files at a time as there are cores."
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

.PHONY: lint
lint: ready-test ## check style, types and that the locks are in step
	@echo "Checking the locks, style and types."
	@$(BIN)/python scripts/lock.py --check
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/mypy scripts

.PHONY: golden
golden: ready-test ## take what is composed now as the expected text of the golden tests
	@$(BIN)/python -m pytest --update-golden $(ARGS)

.PHONY: bench
bench: ready-test ## measure how fast briefs are built
	@$(BIN)/python tests/bench/run.py $(ARGS)

.PHONY: readme-pictures
readme-pictures: ready-test ## draw the pictures of the README anew
	@$(BIN)/python scripts/readme_pictures.py $(ARGS)

.PHONY: lock
lock: ready-test ## lock the dependencies anew (ARGS=--upgrade for the newest versions)
	@$(BIN)/python scripts/lock.py $(ARGS)

.PHONY: clean
clean: ## remove .venv and caches (what is in output/ stays)
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	@find briefs scripts tests -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: ready-run ready-test
ready-run:
	@bash scripts/setup.sh run
ready-test:
	@bash scripts/setup.sh test
