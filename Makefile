# `make help` lists what there is to make. Works with GNU make 3.81 and newer.

MAKEFLAGS += --no-print-directory
.NOTPARALLEL:
.PHONY: help app test check texts pseudo screenshots handwriting experiments bench proofs model model-1998 model-row reproduction models wheel package clean

BIN := .venv/bin
APP := .venv/installed
TEST := .venv/installed-test
PACKAGE := .venv/installed-package
HEADLESS := QT_QPA_PLATFORM=offscreen
TRAIN := $(BIN)/lenet-app train --augmentation handwriting --hold-out 0 --device cpu
# Of the model that answers first; the same recipe was tried with the four seeds that follow.
SEED := 1998
BENCHMARKS := epoch start responsiveness memory
PYTEST := $(HEADLESS) $(BIN)/python -m pytest
# Seconds until a proof counts as hanging.
LONGEST_PROOF := 7200

# The standalone program brings torch for the CPU unless another is asked for; elsewhere than on Linux that is the usual one.
LENET_TORCH ?= cpu
ifeq ($(LENET_TORCH)-$(shell uname -s),cpu-Linux)
WISH := cpu
endif

export PYTHON TORCH_INDEX LENET_TORCH

# A checkout that was moved or copied is installed anew.
ifneq ($(shell cat .venv/place 2>/dev/null),$(CURDIR))
.PHONY: $(APP) $(TEST) $(PACKAGE)
endif

help:
	@echo 'make app          set up .venv on the first call, then open the window'
	@echo 'make test         set up .venv with the test tools on the first call, then run all tests, headless'
	@echo 'make check        style, format, types, which module may import which, the texts, and the workflows'
	@echo 'make texts        collect the texts for translators in lenet_app/locale/lenet-app.pot'
	@echo 'make pseudo       the same, and build/pseudo.po, a language that shows what a translation would meet'
	@echo 'make proofs       the tests that take minutes'
	@echo 'make screenshots  pictures of the window'
	@echo 'make handwriting  how well real handwriting is read, with contact sheets of every error'
	@echo 'make experiments  what tutorials change in LeNet-5, tried side by side: assets/experiments'
	@echo 'make bench        how fast the program starts, answers and learns, and how much memory it takes'
	@echo 'make model        train the model that answers first again, and before it the one that teaches it'
	@echo 'make model-1998   train the network of 1998 on all kinds of handwriting again'
	@echo 'make model-row    train the network that sweeps over rows again, and write its card'
	@echo 'make reproduction train every network as it was published; goes on where it was stopped'
	@echo 'make models       take its results and models into models/'
	@echo 'make wheel        build dist/lenet_app-*.whl'
	@echo 'make package      build the standalone program in build/package, try it, pack it into dist/'
	@echo 'make clean        remove what was built, except .venv'
	@echo
	@echo 'PYTHON=python3.12  the Python to make .venv with (3.11 or newer)'
	@echo 'TORCH_INDEX=cpu    on the first call: PyTorch without CUDA, from download.pytorch.org'
	@echo 'LENET_TORCH=cuda   for make package: with what torch needs for an NVIDIA card'
	@echo 'ARGS="..."         more arguments, for example make test ARGS="-k canvas" or make app ARGS="--help"'

app: $(APP)
	@$(BIN)/lenet-app $(ARGS)

test: $(TEST)
	@$(PYTEST) -n auto --maxprocesses 4 $(ARGS)

check: $(TEST)
	@$(BIN)/ruff check . || { echo 'make check: ruff found faults' >&2; exit 1; }
	@$(BIN)/ruff format --check . || { echo 'make check: not formatted; run $(BIN)/ruff format .' >&2; exit 1; }
	@$(BIN)/mypy || { echo 'make check: mypy found faults' >&2; exit 1; }
	@$(BIN)/lint-imports --no-logo || { echo 'make check: an import breaks a law of ARCHITECTURE.md' >&2; exit 1; }
	@$(BIN)/python -m tests.tools.texts --check || { echo 'make check: run make texts' >&2; exit 1; }
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml || \
		{ echo 'make check: a workflow does not keep to its schema' >&2; exit 1; }

texts: $(TEST)
	@$(BIN)/python -m tests.tools.texts $(ARGS)

pseudo: $(TEST)
	@$(BIN)/python -m tests.tools.texts --pseudo

proofs: $(TEST)
	@$(PYTEST) -m long -o faulthandler_timeout=$(LONGEST_PROOF) $(ARGS)

screenshots: $(TEST)
	@$(HEADLESS) $(BIN)/python tests/tools/screenshots.py $(ARGS)

handwriting: $(TEST)
	@$(BIN)/python -m tests.tools.handwriting $(ARGS)

experiments: $(TEST)
	@HOME_OF_RUNS=$$(mktemp -d) && XDG_DATA_HOME=$$HOME_OF_RUNS $(BIN)/python -m tests.tools.experiments $(ARGS); \
		status=$$?; rm -rf "$$HOME_OF_RUNS"; exit $$status

bench: $(TEST)
	@for name in $(BENCHMARKS); do \
		$(BIN)/python -m tests.benchmarks.$$name --json build/bench/$$name.json && echo || exit 1; \
	done
	@$(BIN)/python -m tests.benchmarks.learning
	@$(BIN)/python -m tests.benchmarks.inspection
	@$(BIN)/python -m tests.benchmarks.scaling

# A larger network learns first, and teaches LeNet-5 then.
model: $(TEST)
	@mkdir -p build/model
	@$(TRAIN) --architecture models/teacher.json --made 0.27 --variation 1.1 --damage 0.1 --epochs 40 --batch-size 128 \
		--learning-rate 0.003 --average 0.9995 --seed 1998 --name Teacher --output build/model/teacher.safetensors
	@$(TRAIN) --architecture lenet5 --teacher build/model/teacher.safetensors --teacher-share 0.4 --made 0.15 --variation 0.9 \
		--damage 0.04 --epochs 120 --learning-rate 0.0025 --average 0.9997 --seed $(SEED) --name LeNet-5 \
		--output models/lenet5.safetensors $(ARGS)

model-1998: $(TEST)
	@$(TRAIN) --architecture lenet5-1998 --made 0.15 --variation 0.9 --damage 0.05 --epochs 60 --schedule cosine --seed 1998 \
		--name "LeNet-5 of 1998 (handwriting)" --output models/lenet5-1998-handwriting.safetensors $(ARGS)

# Rows are composed on the fly; the card's figures are those of the model's file.
model-row: $(TEST)
	@$(BIN)/lenet-app train --architecture lenet5-row --seed 1 --output models/lenet5-row.safetensors $(ARGS)
	@$(BIN)/python -m tests.tools.row_card

reproduction: $(TEST)
	@$(BIN)/python tests/tools/ship_models.py --restore
	@$(BIN)/lenet-app reproduce --device cpu --output build/reproduction $(ARGS)

models: $(TEST)
	@$(BIN)/python tests/tools/ship_models.py

wheel: $(TEST)
	@$(BIN)/python -m build --wheel

package: $(PACKAGE)
	@$(BIN)/python packaging/make_package.py $(ARGS)

clean:
	@rm -rf build/lib build/bdist.* build/package dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find lenet_app tests -name __pycache__ -type d -prune -exec rm -rf {} +

# An installation that is broken off leaves no stamp.
$(APP): pyproject.toml constraints.txt
	@packaging/make_venv.sh
	@touch $@

$(TEST): pyproject.toml constraints.txt
	@packaging/make_venv.sh test
	@touch $(APP) $@

$(PACKAGE): pyproject.toml constraints.txt
	@TORCH_WISH=$(WISH) packaging/make_venv.sh package
	@touch $(APP) $@
