.PHONY: help run test check fix bench messages requirements clean coverage

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

run: ## the site on http://127.0.0.1:8000/, set up on the first run (PORT=8001 for another port)
	@scripts/venv requirements.txt
	@exec .venv/bin/python -m scripts.run

test: ## every test, on SQLite and in a browser, and on PostgreSQL what rests on it
	@scripts/test

check: ## lint, types, import contract, migrations, deployment
	@scripts/check

fix: ## repair what the linters can
	@scripts/venv requirements-dev.txt
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

coverage: ## what the tests reach, branch by branch
	@scripts/coverage

bench: ## how fast redaction is, and how pages do in Lighthouse
	@scripts/bench

messages: ## extract what is to be translated, and compile the translations
	@scripts/messages

requirements: ## pin anew what requirements*.in ask for (UPGRADE=--upgrade for newer ones)
	@scripts/venv requirements-dev.txt
	@scripts/requirements $(UPGRADE)

clean: ## remove what tests and tools leave behind; the site's data stay
	@rm -rf .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache htmlcov test-results
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
