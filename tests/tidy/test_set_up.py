# SPDX-License-Identifier: AGPL-3.0-or-later
"""Set-up from nothing, as far as it can be tried without doing it again: script/test has just done it."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.tidy.repository import ROOT, imported_names


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "script" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_set_up_needs_the_standard_library_alone() -> None:
    needed = {name.split(".")[0] for name in imported_names("script/bootstrap.py")}

    assert needed - sys.stdlib_module_names == set()


def test_set_up_refuses_an_old_python_in_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\n[ \"$1\" = --version ] && echo 'Python 3.9.2'\nexit 1\n")
    old.chmod(0o755)
    (tmp_path / "dirname").symlink_to(str(shutil.which("dirname")))

    result = subprocess.run(
        ["/bin/sh", ROOT / "script" / "setup"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "Set-up stopped: Cydofal needs Python 3.11 or newer; none was found (python3 is Python 3.9.2).\n"
    )


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_set_up_finds_its_installer_in_the_lock(bootstrap: ModuleType, lock: str) -> None:
    lines = bootstrap._locked_block(ROOT / lock, "uv").splitlines()

    assert re.fullmatch(r"uv==[\d.]+ \\", lines[0])
    assert [line for line in lines[1:] if not re.match(r"    --hash=sha256:[0-9a-f]{64}", line)] == []
    assert len(lines) > 1


def test_set_up_says_when_a_lock_lacks_its_installer(bootstrap: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("flask==3.1.3 \\\n    --hash=sha256:00\n")

    with pytest.raises(bootstrap.SetUpError, match=r"^some\.lock does not list uv$"):
        bootstrap._locked_block(lock, "uv")


def test_a_changed_input_is_another_hash(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("ab")
    two.write_text("c")
    before = bootstrap._hash_of([one, two])

    # The same letters, split differently.
    one.write_text("a")
    two.write_text("bc")

    assert bootstrap._hash_of([one, two]) != before
