"""The merged Welsh catalogue: made when stale, refused when parts disagree, checked for what is missing."""

import shutil
from pathlib import Path

import pytest

from app.translations.build import HERE, PartsDisagreeError, build, merge
from app.translations.checks import faults

PYTHON = '_("Sign in")\n_("Hello %(name)s")\nngettext("%(num)d dog", "%(num)d dogs", n)\n_("Rota")\n'
GOOD = """
msgid "Sign in"
msgstr "Mewngofnodi"

msgid "Hello %(name)s"
msgstr "Helo %(name)s"

msgid "Rota"
msgstr "Rota"

msgid "%(num)d dog"
msgid_plural "%(num)d dogs"
msgstr[0] "dim cŵn"
msgstr[1] "%(num)d ci"
msgstr[2] "%(num)d gi"
msgstr[3] "%(num)d chi"
msgstr[4] "%(num)d chi"
msgstr[5] "%(num)d ci"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "views.py").write_text(PYTHON)
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.po").write_text(GOOD)
    (tmp_path / "same.txt").write_text("# a comment\nRota\n")
    shutil.copy(HERE / "header.po", tmp_path / "header.po")
    return tmp_path


def found_in(folder: Path) -> list[str]:
    return faults(
        folder / "code", merge(folder, sorted((folder / "parts").glob("*.po"))), folder / "same.txt"
    )


def change(folder: Path, old: str, new: str) -> None:
    part = folder / "parts" / "one.po"
    assert old in part.read_text()
    part.write_text(part.read_text().replace(old, new, 1))


def test_a_complete_catalogue_has_no_faults(folder: Path) -> None:
    assert found_in(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgid "Sign in"\nmsgstr "Mewngofnodi"', "", "views.py:1: 'Sign in' has no Welsh"),
        ('"Mewngofnodi"', '""', "views.py:1: 'Sign in' has no Welsh, or not in all six forms"),
        (
            'msgstr[5] "%(num)d ci"',
            'msgstr[5] ""',
            "views.py:3: '%(num)d dog' has no Welsh, or not in all six forms",
        ),
        ('msgid "Sign in"', '#, fuzzy\nmsgid "Sign in"', "views.py:1: 'Sign in' is marked as doubtful"),
        (
            '"Mewngofnodi"',
            '"Sign in"',
            "views.py:1: 'Sign in' is the same in both languages and not in same.txt",
        ),
        (
            '"Helo %(name)s"',
            '"Helo %(enw)s"',
            "views.py:2: 'Hello %(name)s' has other blanks to fill in Welsh than ['%(name)s']",
        ),
        (
            'msgid "Sign in"',
            'msgid "Gone"\nmsgstr "Wedi mynd"\n\nmsgid "Sign in"',
            "Unused: 'Gone' is said nowhere",
        ),
    ],
)
def test_each_fault_is_named(folder: Path, old: str, new: str, fault: str) -> None:
    change(folder, old, new)

    assert found_in(folder) == [fault]


def test_parts_may_share_words_but_not_disagree(folder: Path) -> None:
    second = folder / "parts" / "two.po"
    second.write_text('msgid "Sign in"\nmsgstr "Mewngofnodi"\n')
    assert found_in(folder) == []

    second.write_text('msgid "Sign in"\nmsgstr "Arwyddo"\n')
    with pytest.raises(PartsDisagreeError, match=r"one\.po and two\.po translate 'Sign in' differently"):
        found_in(folder)


def test_the_catalogue_is_made_again_only_when_a_part_changed(folder: Path) -> None:
    assert build(folder) is True
    assert build(folder) is False
    change(folder, "Mewngofnodi", "Arwyddo i mewn")
    assert build(folder) is True
    assert "nplurals=6" in (folder / "cy" / "LC_MESSAGES" / "messages.po").read_text()
