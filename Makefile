# The portal's commands; `make help` lists them. All work is done by the files in tools/.
PYTHON ?= python3
VENV := .venv/bin/python
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

ifdef PORT
export PORTAL_PORT := $(PORT)
endif

.DEFAULT_GOAL := help
.PHONY: help run test check bench shots lock clean production development

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: production ## Serve the portal with its demo on http://localhost:8000 (another port: PORT=...)
	@$(VENV) -m tools.run

test: development ## Run every test: units, vectors, both databases, browser journeys
	@$(VENV) -m tools.suite

check: development ## Check format, lint, types, layers, migrations, locks, what we are made of
	@$(VENV) -m tools.check

bench: development ## Measure payoff quotes, events, boarding (of 5,000 contracts: CONTRACTS=...)
	@$(VENV) -m tools.bench $(or $(CONTRACTS),5000)

shots: development ## Take the screenshots in docs/screenshots
	@$(VENV) -m tools.shots

lock: development ## Pin requirements*.in anew, with hashes
	@$(COMPILE) requirements.in --output-file requirements.txt
	@$(COMPILE) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove what was built and cached; the data stays
	@rm -rf .web test-results .states .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

production:
	@$(PYTHON) -m tools.bootstrap requirements.txt

development:
	@$(PYTHON) -m tools.bootstrap requirements-dev.txt
