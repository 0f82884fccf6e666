# SPDX-License-Identifier: AGPL-3.0-or-later
"""Charts: XML that holds, words for every picture, both languages, pages that suit a phone and axe."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale
from playwright.sync_api import Browser, ViewportSize

from app.web.charts import (
    Figure,
    Naming,
    assurance_icon,
    funnel_figure,
    funnel_svg,
    variation_icon,
    xmr_figure,
    xmr_svg,
)
from franchise_kit.quality.rules.funnel import Funnel, Unit, proportions, ratios
from franchise_kit.quality.rules.xmr import Direction, Point, XmrChart, chart
from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults, served
from tests.support.shell import DESK, Reader, make_shell_app

SVG = "{http://www.w3.org/2000/svg}"
MISSED = Naming("missed", "Missed visits <of all>", "per 1,000 visits", decimals=2)
TRAINING = Naming("training", "Core training in date", "per cent", most=100)
STEADY = [4.2, 3.9, 5.1, 4.6, 4.4, 5.0, 3.8, 4.7, 4.1, 4.9, 4.3, 4.5]
PAGE = """
{% extends "layout/desk.html" %}
{% from "macros/page.html" import page_header, card %}
{% from "components/chart.html" import chart %}
{% block title %}Charts{% endblock %}
{% block main %}
{{ page_header("Charts") }}
{% for figure in figures %}{% call card(figure.title) %}{{ chart(figure) }}{% endcall %}{% endfor %}
{% endblock %}
"""


def months(*values: float | None) -> list[Point]:
    return [Point(f"2026-{number:02}", value) for number, value in enumerate(values, start=1)]


def make_chart(*later: float | None, direction: Direction = "lower", target: float | None = None) -> XmrChart:
    return chart(months(*STEADY, *later), direction=direction, target=target, baseline=12)


def make_funnel() -> Funnel:
    sizes = [40, 60, 90, 120, 150, 180, 210, 240, 300, 360, 420]
    units = [Unit(f"coop-{number}", size * 9 // 10, size) for number, size in enumerate(sizes)]
    return proportions([*units, Unit("coop-low", 100, 250)])


def make_few() -> Funnel:
    return proportions([Unit("coop-1", 40, 50), Unit("coop-2", 45, 60)])


def make_spread() -> Funnel:
    return proportions([Unit(f"coop-{number}", 200 + 12 * number, 400) for number in range(12)])


def tree_of(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (XML that we have drawn ourselves)


def parts(svg: str, name: str) -> list[ET.Element]:
    return tree_of(svg).findall(f".//{SVG}{name}")


def marks(svg: str) -> list[str]:
    found = [*parts(svg, "circle"), *parts(svg, "polygon")]
    return [one.get("class", "") for one in found if one.get("class", "").startswith("mark ")]


@pytest.fixture
def page() -> Iterator[Flask]:
    app = make_shell_app(Reader(visitor=DESK))
    with app.test_request_context():
        yield app


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    ("case", "drawn"),
    [
        ("nothing to draw", chart([], direction="lower")),
        ("only gaps", chart(months(None, None), direction="lower")),
        ("one month", chart(months(3.0), direction="lower")),
        ("all alike", chart(months(*[0.0] * 12), direction="lower", target=0.0)),
        ("a trial", chart(months(*STEADY[:6]), direction="higher", target=4.0)),
        ("a gap and a signal", make_chart(None, 30.0, target=9.0)),
        (
            "two stretches",
            chart(months(*STEADY, *(v + 9 for v in STEADY)), direction="lower", rebase_at=[12]),
        ),
        ("below nil", chart(months(*(v - 4.5 for v in STEADY)), direction="neutral")),
    ],
)
def test_a_chart_over_time_is_a_picture_with_words(case: str, drawn: XmrChart, language: str) -> None:
    with force_locale(language):
        svg = str(xmr_svg(drawn, MISSED))
        sentence = xmr_figure(drawn, MISSED).sentence

    root = tree_of(svg)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "missed-title missed-words"), case
    assert root.get("viewBox") == "0 0 400 256"
    assert parts(svg, "title")[0].text == "Missed visits <of all>"
    assert parts(svg, "desc")[0].text == sentence
    assert len(marks(svg)) == sum(point.value is not None for point in drawn.points)


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    ("case", "drawn", "own"),
    [
        ("nobody", proportions([]), None),
        ("one", proportions([Unit("coop-0", 3, 4)]), "coop-0"),
        ("shares", make_funnel(), "coop-low"),
        ("nil everywhere", ratios([Unit(f"coop-{n}", 0, 0.5 + n) for n in range(10)]), None),
    ],
)
def test_a_funnel_is_a_picture_with_words(case: str, drawn: Funnel, own: str | None, language: str) -> None:
    with force_locale(language):
        svg = str(funnel_svg(drawn, TRAINING, direction="higher", own=own))
        figure = funnel_figure(drawn, TRAINING, direction="higher", names={}, own=own)

    assert len(marks(svg)) == len(drawn.units), case
    assert parts(svg, "desc")[0].text == figure.sentence
    assert len([one for one in parts(svg, "circle") if one.get("class") == "mark-own"]) == bool(own)


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "The latest figure, 2026-14: 30.00 per 1,000 visits.",
                "It is higher than chance would make it, and worth asking about.",
                "Why: outside the limits.",
                "The target of 5.00 will be met at some times and missed at others.",
            ),
        ),
        (
            "cy",
            (
                "Y ffigur diweddaraf, 2026-14: 30.00 per 1,000 visits.",
                "Mae'n uwch nag y byddai drwy siawns, ac mae'n werth holi yn ei gylch.",
                "Pam: y tu allan i'r terfynau.",
                "Bydd y targed o 5.00 yn cael ei gyrraedd weithiau a'i fethu dro arall.",
            ),
        ),
    ],
)
def test_the_sentence_says_all_that_the_picture_does(language: str, expected: tuple[str, ...]) -> None:
    with force_locale(language):
        figure = xmr_figure(make_chart(None, 30.0, target=5.0), MISSED)

    assert figure.sentence == " ".join(expected)


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("direction", "value", "kind", "shape"),
    [
        ("lower", 30.0, "concern", "polygon"),
        ("higher", 30.0, "improvement", "polygon"),
        ("neutral", 30.0, "neutral", "polygon"),
        ("lower", 4.5, "common", "circle"),
    ],
)
def test_a_judgement_has_its_own_shape(direction: Direction, value: float, kind: str, shape: str) -> None:
    svg = str(xmr_svg(make_chart(value, direction=direction), MISSED))

    assert [one.get("class") for one in parts(svg, shape)][-1] == f"mark mark-{kind}"


@pytest.mark.usefixtures("page")
def test_a_gap_is_seen_in_the_line_and_in_the_table() -> None:
    figure = xmr_figure(make_chart(None, 4.4, 4.6), MISSED)
    lines = [one.get("class") for one in parts(str(figure.picture), "polyline")]

    assert lines.count("chart-line chart-course") == 2
    assert figure.rows[12] == ("2026-13", "–", "4.46", "2.74", "6.18", "–")


@pytest.mark.usefixtures("page")
def test_a_limit_that_no_figure_can_pass_is_not_drawn() -> None:
    drawn = chart(months(*[98.0, 100.0, 99.0] * 4), direction="higher")
    figure = xmr_figure(drawn, TRAINING)
    lines = [one.get("class") for one in parts(str(figure.picture), "polyline")]

    assert lines.count("chart-line chart-limit") == 1
    assert {row[4] for row in figure.rows} == {"–"}


@pytest.mark.usefixtures("page")
def test_what_is_not_judged_has_no_sign() -> None:
    figure = xmr_figure(chart(months(*[2.0] * 12), direction="lower", target=3.0), MISSED)

    assert figure.signs == ()
    assert figure.sentence.endswith("Nothing is judged: there are too few figures that differ.")


@pytest.mark.usefixtures("page")
def test_with_fewer_than_twelve_figures_nothing_is_said_to_be_special() -> None:
    eleven = xmr_figure(chart(months(*STEADY[:10], 90.0), direction="lower", target=9.0), MISSED)
    twelve = xmr_figure(chart(months(*STEADY[:11], 90.0), direction="lower", target=9.0), MISSED)

    assert (eleven.signs, eleven.reasons, {row[5] for row in eleven.rows}) == ((), (), {"–"})
    assert eleven.sentence.endswith("Too few to say more: with twelve figures we can tell what is special.")
    assert "chart-concern" not in str(eleven.picture)
    assert twelve.signs[0].words == "Worth asking about: higher than chance"
    assert twelve.rows[11][5] == "outside the limits"


@pytest.mark.usefixtures("page")
def test_a_run_that_is_over_is_explained_and_not_called_by_its_rule() -> None:
    drawn = chart(months(*[1.0, 2.0, 1.5] * 3, *[9.0, 8.0, 9.5] * 3, 5.0), direction="neutral")

    figure = xmr_figure(drawn, MISSED)

    assert figure.signs[0].words == "Nothing special"
    assert "part of a long run" in {row[5] for row in figure.rows}
    latest = "The latest figure is nothing special; the table says which earlier ones were."
    assert figure.reasons[-1] == latest
    assert "Part of a long run: seven or more in a row on one side of the mean." in figure.reasons


@pytest.mark.usefixtures("page")
def test_a_funnel_lists_by_name_and_only_who_is_named() -> None:
    names = {"coop-low": "Zebra", "coop-3": "Aber", "coop-1": "Menai"}

    figure = funnel_figure(
        make_funnel(), Naming("f", "T", "%", multiplier=100), direction="higher", names=names
    )

    assert [row[0] for row in figure.rows] == ["Aber", "Menai", "Zebra"]
    assert figure.rows[2] == ("Zebra", "40.0", "250", "clearly lower than chance would give")
    assert figure.sentence.startswith("1 co-op lies clearly apart from the others.")
    assert figure.sentence.endswith("This is no ranking.")


@pytest.mark.usefixtures("page")
def test_both_sides_of_a_funnel_have_words_and_its_width_counts_what_they_say() -> None:
    named = Naming(
        "f", "T", "%", upright="Ratio: 1 is as expected", size="Visits planned", size_multiplier=50
    )

    figure = funnel_figure(make_funnel(), named, direction="lower", names={"coop-low": "Zebra"})
    words = [one.text for one in parts(str(figure.picture), "text")]

    assert (words.count("Ratio: 1 is as expected"), words.count("Visits planned")) == (1, 1)
    assert (words.count("1,600"), words.count("23,100")) == (1, 1)
    assert tree_of(str(figure.picture)).get("viewBox") == "0 -24 400 290"
    assert figure.headings[1:3] == ("Ratio: 1 is as expected", "Visits planned")
    assert figure.rows[0][2] == "12,500"


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("language", "drawn", "begins"),
    [
        ("en", make_few(), "If nothing but chance were at work, 95 in 100 co-ops"),
        ("cy", make_few(), "Pe na bai dim ond siawns ar waith, byddai 95 o bob 100"),
        ("en", make_spread(), "If co-ops differed only as they usually do, 95 in 100"),
        ("cy", make_spread(), "Pe na bai cwmnïau cydweithredol ond yn gwahaniaethu"),
    ],
)
def test_a_funnel_says_what_its_limits_mean_and_who_is_not_shown(
    language: str, drawn: Funnel, begins: str
) -> None:
    with force_locale(language):
        figure = funnel_figure(drawn, TRAINING, direction="higher", names={}, notes=["Two are not shown."])
        empty = funnel_figure(proportions([]), TRAINING, direction="higher", names={})

    assert figure.notes[0].startswith(begins)
    assert figure.notes[1:] == ("Two are not shown.",)
    assert empty.notes == ()


@pytest.mark.usefixtures("page")
def test_the_key_has_what_is_drawn_and_nothing_else() -> None:
    over_time = xmr_figure(make_chart(30.0, target=9.0), MISSED)
    beside = funnel_figure(make_funnel(), TRAINING, direction="higher", names={})

    assert [sign.words for sign in over_time.key] == [
        *("within what usually happens", "worth asking about", "mean", "limits", "target"),
    ]
    assert [sign.words for sign in beside.key][:2] == [
        *("within what chance would give", "clearly worse than chance would give"),
    ]
    assert funnel_figure(proportions([]), TRAINING, direction="higher", names={}).key == ()


@pytest.mark.usefixtures("page")
def test_no_name_of_a_co_op_or_period_is_taken_for_markup() -> None:
    drawn = chart([Point('<script>"&', 1.0), Point("b", 2.0)], direction="lower")

    svg = str(xmr_svg(drawn, Naming("x", "<b>&", "<i>")))

    assert "<script" not in svg
    assert "<b>" not in svg
    assert parts(svg, "title")[0].text == "<b>&"


@pytest.mark.parametrize(
    ("value", "multiplier", "decimals", "written"),
    [
        (None, 1, 1, "–"),
        (0.876, 100, 1, "87.6"),
        (-1.25, 1, 2, "−1.25"),
        (-0.001, 1, 1, "0.0"),
        (12345.6, 1, 0, "12,346"),
    ],
)
def test_a_figure_as_people_read_it(
    value: float | None, multiplier: int, decimals: int, written: str
) -> None:
    assert Naming("x", "", "", decimals, multiplier).written(value) == written


def test_icons_are_well_formed_and_silent() -> None:
    icons = [
        *(
            variation_icon(one)
            for one in ("common_cause", "improvement_high", "improvement_low", "concern_high")
        ),
        *(variation_icon(one) for one in ("concern_low", "neutral_high", "neutral_low")),
        *(assurance_icon(one) for one in ("pass", "fail", "hit_and_miss")),
    ]

    assert {tree_of(str(icon)).get("aria-hidden") for icon in icons} == {"true"}
    assert len({str(icon) for icon in icons}) == 10


def figures() -> list[Figure]:
    names = {f"coop-{number}": f"Cwmni {number}" for number in range(11)} | {"coop-low": "Gofal Teifi"}
    share = Naming("share", "Training, co-op by co-op", "per cent", multiplier=100, most=100)
    return [
        xmr_figure(make_chart(None, 4.4, 5.2, 30.0, target=9.0), MISSED),
        xmr_figure(chart(months(*STEADY[:5]), direction="neutral"), Naming("few", "Few", "")),
        funnel_figure(make_funnel(), share, direction="higher", names=names, own="coop-low"),
    ]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_page_shows_picture_sentence_and_table(language: str) -> None:
    app = make_shell_app(Reader(visitor=DESK))
    app.add_url_rule("/charts", "charts", lambda: render_template_string(PAGE, figures=figures()))

    text = app.test_client().get("/charts", headers={"Accept-Language": language}).text

    assert text.count('role="img"') == 3
    assert text.count("<details") - text.count('<details class="more"') == 4
    assert ("Y ffigurau fel tabl" if language == "cy" else "The figures as a table") in text
    assert text.count("<script") == text.count('<script type="module" src=')


@pytest.mark.browser
@pytest.mark.slow
def test_charts_in_a_browser(browser: Browser) -> None:
    app = make_shell_app(Reader(visitor=DESK), csrf=True)
    app.add_url_rule("/charts", "charts", lambda: render_template_string(PAGE, figures=figures()))
    with served(app) as address:
        assert [
            faults_of(browser, address, size, locale)
            for size, locale in ((DESK_SIZE, "en-GB"), (PHONE_SIZE, "cy"))
        ] == [[]] * 2


def faults_of(browser: Browser, address: str, size: ViewportSize, locale: str) -> list[str]:
    context = browser.new_context(viewport=size, locale=locale)
    page = context.new_page()
    page.goto(f"{address}/charts")
    for summary in page.locator("details.govuk-details > summary").all():
        summary.click()
    found = axe_faults(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("too wide")
    context.close()
    return found
