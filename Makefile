# `make` alone lists what there is. What a recipe says badly, a script in bin/ says.

# The tests choose their own settings: what the shell has set for a site is not for them.
clean_env := env -u AUDIT_ADDRESS_DAYS -u CACHE_URL -u DATABASE_CONN_MAX_AGE -u DATABASE_URL -u DEBUG -u EMAIL_URL -u FINISHED_PAGES_BYTES -u FROM_EMAIL \
	-u RDAP_URL -u SECRET_KEY -u SECURITY_CONTACT -u SIGNING_KEY -u SITE_NAME -u SITE_URL -u STATIC_ROOT -u TRUSTED_PROXIES -u WKD_FETCH DATA_DIR=$(CURDIR)/var/test LC_ALL=C.UTF-8
python := .venv/bin/python
compile := uv pip compile --quiet --generate-hashes --python-version 3.11 --no-header $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test packages packages-for-tests environment tools lint style types migrations \
	tests-on-sqlite tests-on-postgresql tests-long format messages screenshots lock clean

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

# Running

run: packages environment ## make everything and serve the site (PORT=8000, SAMPLES=1, DATABASE_URL=)
	@bin/serve

packages:
	@bin/system-packages run

environment:
	@bin/virtualenv requirements.txt

# Testing

test: packages-for-tests lint tests-on-sqlite tests-on-postgresql tests-long ## make everything, run every check and test
	@echo "== Everything passed"

packages-for-tests:
	@bin/system-packages test

tools:
	@bin/virtualenv requirements.txt requirements-dev.txt

lint: style types migrations ## check style, types and migrations

style: tools
	@echo "== Style"
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check

types: tools
	@echo "== Types"
	@$(clean_env) .venv/bin/mypy

migrations: tools
	@echo "== Migrations"
	@$(clean_env) $(python) manage.py makemigrations --check --dry-run

tests-on-sqlite: tools
	@echo "== Tests, on SQLite"
	@$(clean_env) $(python) -m pytest -q -n 2 --durations 10 --durations-min 5

tests-on-postgresql: tools
	@echo "== Tests that touch the database, on PostgreSQL"
	@$(clean_env) DATABASE_URL="$$DATABASE_URL" bin/on-postgresql $(python) -m pytest -q -n 2 -p tests.database_only

tests-long: tools
	@echo "== Long run: fuzzing, a minute of it with eyes on the parser's branches"
	@$(clean_env) FUZZ_SECONDS=60 $(python) -m pytest -q -n 2 -m long tests/fuzz

# Working on it

format: tools ## write the code in the project's format
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format

messages: packages-for-tests tools ## bring new sentences into locale/, and compile what is translated
	@$(clean_env) bin/messages

screenshots: packages-for-tests tools ## take the pictures in docs/screenshots/ again
	@$(clean_env) $(python) bin/screenshots

lock: ## write requirements*.txt from requirements*.in (UPGRADE=1 takes newer releases)
	$(compile) requirements.in --output-file requirements.txt
	$(compile) requirements-dev.in --output-file requirements-dev.txt

clean: ## remove what was made, except the data in var/
	rm -rf .venv staticfiles var/test .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
