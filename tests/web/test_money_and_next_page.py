"""Money as people read it, and addresses from outside that stay on this host."""

import pytest

from app.web.money import percent, pounds
from app.web.next_page import next_page


@pytest.mark.parametrize(
    ("pence", "shown"),
    [(0, "£0.00"), (5, "£0.05"), (128400, "£1,284.00"), (-1250, "−£12.50"), (100_000_000, "£1,000,000.00")],
)
def test_pounds(pence: int, shown: str) -> None:
    assert pounds(pence) == shown


@pytest.mark.parametrize("wanted", ["/", "/accounts?page=2", "/c/teifi/journal", "/a#b"])
def test_a_page_of_this_host_is_gone_to(wanted: str) -> None:
    assert next_page(wanted, otherwise="/home") == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "accounts",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/a\nb",
        " /a",
        "///evil.example",
        "/a\\b",
        "http:/a",
    ],
)
def test_44_a_next_address_elsewhere_leads_home(wanted: str | None) -> None:
    assert next_page(wanted, otherwise="/home") == "/home"


@pytest.mark.parametrize(
    ("bps", "words"),
    [(200, "2%"), (225, "2.25%"), (250, "2.5%"), (5, "0.05%"), (10_000, "100%"), (0, "0%")],
)
def test_a_percentage_has_no_needless_noughts(bps: int, words: str) -> None:
    assert percent(bps) == words
