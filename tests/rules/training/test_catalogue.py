# SPDX-License-Identifier: AGPL-3.0-or-later
"""The catalogue agrees with itself, with the code, and with the modules that we ship."""

import json
from importlib.resources import files
from typing import Any

import pytest

from franchise_kit.training.rules.catalogue import (
    SHIPPED,
    audience_names,
    catalogue,
    read_catalogue,
    shipped_document,
)
from franchise_kit.training.rules.module import AUDIENCES, ModuleNotUnderstood, read_module
from tenants.refusal import NotFound

DATA = files("franchise_kit.training").joinpath("data")


def make_catalogue() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DATA.joinpath("catalogue.json").read_text(encoding="utf-8"))
    return document


def test_the_catalogue_has_thirty_entries() -> None:
    assert len(catalogue()) == 30


def test_audiences_of_data_and_code_are_the_same_and_named_in_both_languages() -> None:
    assert set(audience_names()) == AUDIENCES
    assert [code for code, name in audience_names().items() if not name.en or not name.cy] == []


def test_every_file_of_a_module_is_shipped_and_no_other() -> None:
    names = {path.name for path in DATA.joinpath("modules").iterdir()}

    assert names == {f"{code.lower()}.json" for code in SHIPPED}


@pytest.mark.parametrize("code", SHIPPED)
def test_a_module_and_its_entry_say_the_same(code: str) -> None:
    module, entry = read_module(shipped_document(code)), catalogue()[code]

    assert (module.title, module.audience, module.minutes, module.refresh_months) == (
        entry.title,
        entry.audience,
        entry.minutes,
        entry.refresh_months,
    )
    assert module.needs_sign_off == (entry.sign_off is not None)


def test_an_entry_reads_as_the_data_says() -> None:
    safeguarding, medicines = catalogue()["SAF-A"], catalogue()["MED-1"]

    assert (safeguarding.due_within_days, safeguarding.refresh_months) == (7, 36)
    assert medicines.sign_off is not None
    assert (medicines.sign_off.observations, medicines.sign_off.every_months) == (3, 12)
    assert catalogue()["IND-1"].refresh_months is None
    assert catalogue()["SAF-B"].prerequisites == ("SAF-A",)


def test_only_what_is_shipped_is_found() -> None:
    for code in ("MED-1", "../catalogue", "saf-a"):
        with pytest.raises(NotFound):
            shipped_document(code)


@pytest.mark.parametrize(
    ("field", "value", "place", "code"),
    [
        ("prerequisites", ["NOT-1"], "modules[2].prerequisites[0]", "module_reference_unknown"),
        ("refresh_basis", "habit", "modules[2].refresh_basis", "module_reference_unknown"),
        ("awif_section", "8", "modules[2].awif_section", "module_not_a_code"),
        ("title", {"en": "Safeguarding"}, "modules[2].title.cy", "module_field_missing"),
        ("price", 1, "modules[2].price", "module_field_unknown"),
    ],
)
def test_a_fault_of_the_catalogue_is_named(field: str, value: object, place: str, code: str) -> None:
    document = make_catalogue()
    document["modules"][2][field] = value

    with pytest.raises(ModuleNotUnderstood) as refused:
        read_catalogue(document)

    assert (refused.value.place, refused.value.code) == (place, code)


def test_no_code_stands_twice_in_the_catalogue() -> None:
    document = make_catalogue()
    document["modules"][1]["code"] = "IND-1"

    with pytest.raises(ModuleNotUnderstood) as refused:
        read_catalogue(document)

    assert (refused.value.place, refused.value.code) == ("modules[1].code", "module_code_twice")
