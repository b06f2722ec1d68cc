.PHONY: help run test check fix bench soak messages requirements clean coverage

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

run: ## start the site on http://127.0.0.1:8000/; the first run sets it up (PORT=8001 for another port)
	@scripts/venv requirements.txt
	@exec .venv/bin/python -m scripts.run

test: ## run the tests on SQLite and in a browser, and the database tests on PostgreSQL too
	@scripts/test

check: ## check lint, types, import contract, migrations and deployment settings, and collect the tests
	@scripts/check

fix: ## repair what the linters can repair
	@scripts/venv requirements-dev.txt
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

coverage: ## measure which branches of the code the tests reach
	@scripts/coverage

bench: ## measure the speed of the site beside others (AT=100000: of every page with so many reviews)
	@scripts/bench $(AT)

soak: ## try faults with real servers and a real browser, print what was lost, and run the tests that take long
	@scripts/soak

messages: ## extract the texts to translate, and compile the translations
	@scripts/messages

requirements: ## pin the packages of requirements*.in (UPGRADE=--upgrade for newer versions)
	@scripts/venv requirements-dev.txt
	@scripts/requirements $(UPGRADE)

clean: ## remove the files of tests and tools; keep the site's data
	@rm -rf .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache htmlcov test-results
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
