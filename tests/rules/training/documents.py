# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents to spoil: each call gives a copy of its own."""

import copy
from typing import Any, cast

from franchise_kit.training.rules.catalogue import shipped_document
from franchise_kit.training.rules.module import Module, read_module


def make_document(code: str = "SAF-A") -> dict[str, Any]:
    return copy.deepcopy(cast("dict[str, Any]", shipped_document(code)))


def make_module(code: str = "SAF-A", **quiz: object) -> Module:
    document = make_document(code)
    document["quiz"].update(quiz)
    return read_module(document)
