.PHONY: help run test check fix bench messages requirements clean coverage

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

run: ## start the site on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@scripts/venv requirements.txt
	@exec .venv/bin/python -m scripts.run

test: ## run all tests on SQLite and in Chromium, and database tests on PostgreSQL
	@scripts/test

check: ## check lint, types, import contract, migrations and deployment settings
	@scripts/check

fix: ## fix and format the code
	@scripts/venv requirements-dev.txt
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

coverage: ## measure branch coverage
	@scripts/coverage

bench: ## measure redaction, and pages in Lighthouse
	@scripts/bench

messages: ## extract messages and compile translations
	@scripts/messages

requirements: ## pin requirements*.in (UPGRADE=--upgrade for newer versions)
	@scripts/venv requirements-dev.txt
	@scripts/requirements $(UPGRADE)

clean: ## remove files of tests and tools; keeps the data of the site
	@rm -rf .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache htmlcov test-results
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
