# SPDX-License-Identifier: AGPL-3.0-or-later
# Each target calls a script or a command of ours; the work is there, not here.
.DEFAULT_GOAL := help
.PHONY: help setup run fmt lint types imports test test-fast migrate seed routes welsh check audit pictures house lock revision

VENV := .venv/bin

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## packages, assets, translations; for development too
	@script/setup --dev

run: ## the demo network on this machine: make, then open the address that it prints
	@script/run

test: ## everything: checks, then all tests
	@script/test

test-fast: ## the tests that need no database, browser or second of time
	@script/setup --dev
	@$(VENV)/python -m pytest -q -m "not slow and not browser and not pooler" tests/rules tests/tidy

check: ## format, lint, types, imports, security: reads the code, runs no test
	@script/setup --dev
	@script/check

fmt: ## write the code in our format
	@script/setup --dev
	@$(VENV)/ruff check --select I --fix --quiet .
	@$(VENV)/ruff format .

lint: ## ruff's rules
	@script/setup --dev
	@$(VENV)/ruff check .

types: ## mypy, strict
	@script/setup --dev
	@$(VENV)/mypy

imports: ## floors and rooms: who may import whom
	@script/setup --dev
	@$(VENV)/lint-imports

migrate: ## bring the hub and every co-op to the newest tables
	@script/setup
	@$(VENV)/cydofal migrate

seed: ## load the demo network
	@script/setup
	@$(VENV)/cydofal demo load

routes: ## every address and the permission it asks for
	@script/setup
	@$(VENV)/cydofal routes

welsh: ## gather every text, and name those that have no Welsh
	@script/setup --dev
	@$(VENV)/python -m app.translations.build

audit: ## known faults of the locked packages, where their lists can be reached
	@script/setup --dev
	@$(VENV)/python script/audit.py

house: ## the picture of the rooms in docs/tour.md
	@$(VENV)/python script/house.py

pictures: ## the README's pictures, from a demo that runs (make run)
	@script/setup --dev
	@$(VENV)/python script/pictures.py

lock: ## resolve the packages of pyproject.toml and package.json anew
	@script/setup --dev
	@script/lock

revision: ## a new migration: make revision LINE=coop NAME="what it does"
	@script/setup --dev
	@$(VENV)/python -m migrations.draft "$(LINE)" "$(NAME)"
