# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import tomllib

from tests.tidy.repository import ROOT, text_of

IDENTIFIER = "AGPL-3.0-or-later"


def test_the_licence_notice_names_the_identifier() -> None:
    assert f"SPDX-License-Identifier: {IDENTIFIER}" in text_of("LICENSE")


def test_both_package_files_name_the_same_licence() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))

    assert (project["license"], package["license"]) == (IDENTIFIER, IDENTIFIER)
