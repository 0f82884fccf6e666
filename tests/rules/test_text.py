"""The order of Welsh words."""

import pytest

from franchise_kit.kernel.text import welsh_sort_key


@pytest.mark.parametrize(
    ("case", "in_order"),
    [
        ("ch comes after c", ["Cymru", "Chwilog"]),
        ("dd comes after d", ["Dyfed", "Ddôl"]),
        ("ff comes after f", ["Fynwy", "Ffynnon"]),
        ("ng comes between g and h", ["Gwynedd", "Ngwent", "Harlech"]),
        ("ll comes after l", ["Lymm", "Llanelli"]),
        ("rh comes after r", ["Rwan", "Rhos"]),
        ("ph and th after p and t", ["Pyle", "Philip", "Tywyn", "Theatr"]),
        ("within a word too", ["acw", "achos", "adeg"]),
        ("n and g are two letters in Llangollen", ["Llanelli", "Llangollen", "Llanrwst"]),
        ("n and g are two letters in Bangor", ["Banc", "Bangor", "Banwen"]),
        ("but one in angen", ["agor", "angen", "ail"]),
        ("accents and capitals do not part words", ["tŷ", "Tŷ Hafan", "tywyn"]),
        ("figures before letters", ["2 Stryd Fawr", "Aber"]),
    ],
)
def test_welsh_order(case: str, in_order: list[str]) -> None:
    assert sorted(set(in_order), key=welsh_sort_key) == in_order, case
