# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who fits a visit, and why; who does not, and why not."""

import pytest

from franchise_kit.care.rules.suggesting import Candidate, Judged, judge


def judged(**facts: object) -> Judged:
    return judge(Candidate(**facts), least_rest_minutes=660)  # type: ignore[arg-type] # what a case says


@pytest.mark.parametrize(
    ("facts", "code", "figures"),
    [
        ({"is_employed": False}, "not_employed", {}),
        ({"is_away": True}, "away", {}),
        ({"is_unwanted": True}, "not_wanted", {}),
        ({"is_elsewhere": True}, "elsewhere", {}),
        ({"skills_wanted": 2, "skills_missing": ("PEG", "MED")}, "skills_missing", {"skills": "PEG, MED"}),
        ({"rest_minutes": 659}, "little_rest", {"minutes": 659, "least": 660}),
    ],
)
def test_who_is_not_suggested(facts: dict[str, object], code: str, figures: dict[str, object]) -> None:
    found = judged(times_visited=20, **facts)

    assert found.score == 0
    assert [(one.code, dict(one.figures)) for one in found.against] == [(code, figures)]


def test_the_reasons_have_their_figures() -> None:
    found = judged(
        times_visited=14,
        speaks_it=True,
        skills_wanted=1,
        minutes_left=360,
        travel_before=7,
        is_preferred=True,
    )

    assert found.against == ()
    assert [(one.code, dict(one.figures)) for one in found.reasons] == [
        ("preferred", {}),
        ("visited", {"times": 14, "weeks": 8}),
        ("speaks_it", {}),
        ("skills_in_date", {}),
        ("hours_left", {"minutes": 360}),
        ("travel_before", {"minutes": 7}),
    ]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"times_visited": 8}, {"times_visited": 2}),
        ({"speaks_it": True}, {"speaks_it": None}),
        ({"speaks_it": None}, {"speaks_it": False}),
        ({"minutes_left": 0}, {"minutes_left": -1}),
        ({"travel_before": 5}, {"travel_before": 25}),
        ({"is_preferred": True}, {"times_visited": 7}),
        ({"rest_minutes": 660}, {"rest_minutes": 659, "times_visited": 20}),
    ],
)
def test_what_counts_for_more(better: dict[str, object], worse: dict[str, object]) -> None:
    found, other = judged(**better), judged(**worse)

    assert (found.score > other.score) or (not found.against and other.against)
