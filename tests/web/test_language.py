"""Which language a reader reads, the switch that stays on the page, and six plural forms."""

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale, ngettext

from app.web import dates
from tenants import clock
from tests.support.shell import DESK, Reader, make_shell_app


def language_of(reader: Reader, *, cookie: str | None, header: str | None) -> str:
    client = make_shell_app(reader).test_client()
    if cookie:
        client.set_cookie("language", cookie)
    page = client.get("/", headers={"Accept-Language": header} if header else {})
    return page.text.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("case", "account", "cookie", "header", "office", "read"),
    [
        ("the account decides", "cy", "en", "en", "en", "cy"),
        ("then this browser's choice", None, "cy", "en", "en", "cy"),
        ("then what the browser asks for", None, None, "cy, en;q=0.5", "en", "cy"),
        ("British English is English", None, None, "en-GB", "cy", "en"),
        ("then the office's own", None, None, "fr", "cy", "cy"),
        ("nonsense is passed over", "xx", "../", "*;q=0", None, "en"),
    ],
)
def test_the_first_wish_that_can_be_met(
    case: str, account: str | None, cookie: str | None, header: str | None, office: str | None, read: str
) -> None:
    reader = Reader(account_language=account, office_language=office)

    assert language_of(reader, cookie=cookie, header=header) == read, case


def test_the_switch_keeps_the_page_and_saves_the_choice() -> None:
    reader = Reader(visitor=DESK)
    client = make_shell_app(reader).test_client()
    page = client.get("/absence?of=mari")

    answer = client.post("/language", data={"language": "cy", "next": "/absence?of=mari"})

    assert '<input type="hidden" name="next" value="/absence?of=mari">' in page.text
    assert (answer.status_code, answer.headers["Location"]) == (303, "/absence?of=mari")
    assert reader.saved == ["cy"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert '<html lang="cy"' in client.get("/absence?of=mari").text


def test_from_a_page_that_was_only_sent_the_switch_leads_home() -> None:
    page = make_shell_app(Reader(visitor=DESK)).test_client().post("/only-sent")

    assert '<input type="hidden" name="next" value="/">' in page.text


def test_the_switch_leads_nowhere_else_and_speaks_no_third_language() -> None:
    client = make_shell_app().test_client()

    away = client.post("/language", data={"language": "cy", "next": "https://evil.example/"})
    french = client.post("/language", data={"language": "fr", "next": "/"})
    by_link = client.get("/language?language=cy")

    assert away.headers["Location"] == "/"
    assert french.status_code == 400
    assert by_link.status_code == 405


def test_six_welsh_plural_forms_are_reached() -> None:
    with make_shell_app().test_request_context(), force_locale("cy"):
        said = [
            ngettext("Bell: %(num)d new message", "Bell: %(num)d new messages", n) for n in (0, 1, 2, 3, 6, 7)
        ]

    assert said == [
        "Cloch: dim neges newydd",
        *(f"Cloch: {n} neges newydd" for n in (1, 2, 3, 6, 7)),
    ]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (
            "en_GB",
            [
                "Sunday, 22 November 2026",
                "22 November 2026",
                "22 Nov 2026",
                "November 2026",
                "today",
                "yesterday",
                "tomorrow",
            ],
        ),
        (
            "cy",
            [
                "Dydd Sul, 22 Tachwedd 2026",
                "22 Tachwedd 2026",
                "22 Tach 2026",
                "Tachwedd 2026",
                "heddiw",
                "ddoe",
                "yfory",
            ],
        ),
    ],
)
def test_dates_in_both_languages(locale: str, expected: list[str]) -> None:
    day = date(2026, 11, 22)
    clock.set_fixed(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    try:
        with make_shell_app().test_request_context(), force_locale(locale):
            said = [dates.long_date(day), dates.plain_date(day), dates.short_date(day), dates.month(day)]
            said += [dates.near_date(date(2026, 11, n)) for n in (22, 21, 23)]
    finally:
        clock.set_fixed(None)

    assert said == expected


def test_an_instant_is_told_in_london_time() -> None:
    clock.set_fixed(datetime(2026, 7, 1, 9, tzinfo=UTC))
    try:
        with make_shell_app().test_request_context(), force_locale("en_GB"):
            told = dates.spoken(datetime(2026, 6, 30, 23, 15, tzinfo=UTC))
    finally:
        clock.set_fixed(None)

    assert told == dates.Spoken("today 00:15", "Wednesday, 1 July 2026, 00:15", "2026-06-30T23:15:00+00:00")


def test_on_a_held_day_only_what_was_recorded_falls_on_it() -> None:
    """The machine is at 26 November, the demo at the 22nd: a visit on the 24th is still on the 24th."""
    clock.set_fixed(datetime(2026, 11, 26, 9, tzinfo=UTC))
    clock.hold_day(date(2026, 11, 22))
    try:
        with make_shell_app().test_request_context(), force_locale("en_GB"):
            planned = dates.full_time(datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
            recorded = dates.spoken(datetime(2026, 11, 26, 8, 30, tzinfo=UTC)).full
            ends = dates.spoken(datetime(2026, 11, 26, 10, 30, tzinfo=UTC), is_ahead=True).full
    finally:
        clock.hold_day(None)
        clock.set_fixed(None)

    assert planned == "Tuesday, 24 November 2026, 08:30"
    assert recorded == "Sunday, 22 November 2026, 08:30"
    assert ends == "Thursday, 26 November 2026, 10:30"


def test_an_instant_without_a_zone_is_our_fault() -> None:
    with make_shell_app().test_request_context(), pytest.raises(ValueError, match="time zone"):
        dates.time_of_day(datetime(2026, 7, 1, 9))  # noqa: DTZ001 - the fault itself
