"""What stands around every page: the way about, the bands on top, the bell, the switch of language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from flask import Flask, current_app, g, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup
from werkzeug.local import LocalProxy

from app.web import dates
from app.web.language import switch_target
from app.web.money import percent, pounds
from app.web.sent_once import new_key
from app.web.unbroken import unbroken

Reader = Literal["care_worker", "desk", "hub", "guest", "stranger"]
_ICONS = Path(__file__).parent.parent / "assets" / "icons"
# What a phone's tab bar holds beside "More", which search and signing out are always under: five in all.
_TABS = 4


@dataclass(frozen=True, slots=True)
class NavItem:
    """One way to go, for those who hold the permission (``None``: for everybody of this reader)."""

    endpoint: str
    label: object
    icon: str
    permission: str | None = None
    short: object = None
    """What a tab on a phone says, where the label is too long for it."""
    own: object = None
    """What it is called for those who see only what is theirs."""
    own_short: object = None
    """What a tab says then."""


@dataclass(frozen=True, slots=True)
class Place:
    """A way to go, as it is drawn."""

    url: str
    label: str
    short: str
    icon: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """A hub person is inside a co-op: what the band across the page says."""

    hub_person: str
    purpose: str
    leave_url: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """All that the layout must know of whoever reads the page. ``app`` makes one for each request."""

    reader: Reader = "stranger"
    permissions: Mapping[str, str] = field(default_factory=dict)
    office_name: str = "Cydofal"
    town: str = ""
    person_name: str = ""
    role_name: str = ""
    bell_count: int = 0
    inside: Inside | None = None
    demo_date: date | None = None
    is_staging: bool = False


Describe = Callable[[], Visitor]

WAYS: dict[Reader, tuple[NavItem, ...]] = {
    "care_worker": (
        NavItem("coop.home", _l("Today"), "home"),
        NavItem("visits.mine", _l("My visits"), "calendar", "visit.record", _l("Visits")),
        NavItem("hours.mine", _l("My hours"), "clock", "timesheet.submit", _l("Hours")),
        NavItem("payslips.mine", _l("My payslips"), "wallet", "payslip.read", _l("Pay")),
        NavItem("absence.mine", _l("My leave"), "calendar", "timesheet.submit"),
        NavItem("learning.mine", _l("My learning"), "cap", "training.take"),
        NavItem("account.show", _l("My account"), "key"),
        NavItem("help.show", _l("Help"), "help"),
    ),
    "desk": (
        NavItem("coop.home", _l("Today"), "home"),
        NavItem("visits.mine", _l("My visits"), "calendar", "visit.record", _l("Visits")),
        NavItem("timesheets.waiting", _l("Hours to approve"), "clock", "timesheet.approve", _l("Hours")),
        NavItem("hours.mine", _l("My hours"), "clock", "timesheet.submit"),
        NavItem(
            "rota.index", _l("Rota"), "calendar", "visit.read", own=_l("My visits"), own_short=_l("Visits")
        ),
        NavItem("supported.index", _l("People supported"), "heart", "care_plan.read", _l("Supported")),
        NavItem("concerns.index", _l("Concerns"), "bell", "rota.manage"),
        NavItem("workers.index", _l("Workers"), "worker", "worker.read"),
        NavItem(
            "absences.index",
            _l("Leave and sickness"),
            "calendar",
            "timesheet.approve",
            lazy_pgettext("tab", "Leave"),
        ),
        NavItem("absence.mine", _l("My leave"), "calendar", "timesheet.submit"),
        NavItem("pay_runs.index", _l("Pay runs"), "wallet", "payrun.prepare", _l("Pay")),
        NavItem("pay_approvals.index", _l("Pay to approve"), "wallet", "payrun.approve", _l("Pay")),
        NavItem("payslips.mine", _l("My payslips"), "wallet", "payslip.read", _l("Payslips")),
        NavItem("accounts.index", _l("People and roles"), "people", "user.manage", _l("People")),
        NavItem("approvals.index", _l("Roles to approve"), "check", "role.approve", _l("Approve")),
        NavItem("quality.index", _l("Quality"), "chart", "quality_dashboard.read"),
        NavItem("training.index", _l("Training"), "cap", "training.record.read", _l("Courses")),
        NavItem("learning.mine", _l("My learning"), "cap", "training.take"),
        NavItem("library.index", _l("Library"), "book", "publication.read"),
        NavItem("fees.index", _l("Network fees"), "wallet", "network_fee.read", _l("Fees")),
        NavItem("ledger.show", _l("Books"), "file", "coop_accounts.read", _l("The books")),
        NavItem("sharing.index", _l("What we share"), "share", "disclosure.read", _l("Sharing")),
        NavItem("visitors.index", _l("Who may come in"), "door", "access_grant.read", _l("Visitors")),
        NavItem("journal.index", _l("Journal"), "journal", "journal.read", lazy_pgettext("tab", "Journal")),
        NavItem(
            "coop_settings.show",
            _l("Settings"),
            "settings",
            "settings.manage",
            lazy_pgettext("tab", "Settings"),
        ),
        NavItem("tokens.index", _l("Tokens for programs"), "plug", "token.manage"),
        NavItem("export.show", _l("Take our data out"), "download", "export.coop"),
        NavItem("account.show", _l("My account"), "key"),
        NavItem("help.show", _l("Help"), "help"),
    ),
    "hub": (
        NavItem("hub.home", _l("Today"), "home"),
        NavItem("hub.coops", _l("Co-ops"), "building", "network_report.read", _l("The co-ops")),
        NavItem("oversight.index", _l("Quality"), "chart", "quality_dashboard.read"),
        NavItem("standards.index", _l("Quality standards"), "check", "standard.write", _l("Standards")),
        NavItem("library.index", _l("Library"), "book", "publication.read"),
        NavItem("training_modules.index", _l("Training modules"), "cap", "training.author"),
        NavItem("network_fees.month", _l("Fees"), "wallet", "network_fee.manage"),
        NavItem("network_ledger.show", _l("Books"), "file", "network_fee.manage", _l("The books")),
        NavItem("shared_payroll.index", _l("Shared payroll"), "wallet", "payrun.prepare", _l("Payroll")),
        NavItem("doors.index", _l("Open doors"), "door", "coop.enter", _l("Doors")),
        NavItem("entries.index", _l("Asking to come in"), "shield", "access_grant.read", _l("Asking")),
        NavItem("offers.index", _l("Service agreements"), "file", "service_agreement.read", _l("Terms")),
        NavItem("accounts.index", _l("People and roles"), "people", "user.manage", _l("People")),
        NavItem("approvals.index", _l("Roles to approve"), "check", "role.approve", _l("Approve")),
        NavItem("journal.index", _l("Journal"), "journal", "journal.read", lazy_pgettext("tab", "Journal")),
        NavItem(
            "hub_settings.show",
            _l("Settings"),
            "settings",
            "settings.manage",
            lazy_pgettext("tab", "Settings"),
        ),
        NavItem("tokens.index", _l("Tokens for programs"), "plug", "token.manage"),
        NavItem("account.show", _l("My account"), "key"),
        NavItem("help.show", _l("Help"), "help"),
    ),
    # A hub person inside a co-op: what the agreement or grant opens, and no account here.
    "guest": (
        NavItem("visitors.inside", _l("What you were let in for"), "door", "coop.enter", _l("Let in for")),
        NavItem("workers.index", _l("Workers"), "worker", "worker.read"),
        NavItem("pay_runs.index", _l("Pay runs"), "wallet", "payrun.prepare", _l("Pay")),
        NavItem("help.show", _l("Help"), "help"),
    ),
    "stranger": (),
}
_WAYS_ENDPOINTS = frozenset(item.endpoint for ways in WAYS.values() for item in ways)
_ADDRESSES = "cydofal_addresses"


@dataclass(frozen=True, slots=True)
class Shell:
    """The layout's own variables, under one name in the templates."""

    visitor: Visitor
    places: tuple[Place, ...]
    tabs: tuple[Place, ...]
    more: tuple[Place, ...]
    home_url: str
    switch_target: str
    bell_url: str | None
    search_url: str | None
    sign_out_url: str | None
    demo_date: str


def inject_layout(app: Flask, describe: Describe) -> None:
    """Give every template its shell. ``describe`` says who reads the present page.

    The shell is made when a template first asks for it: the pages for our own faults ask for none.
    """
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([*([app.jinja_loader] if app.jinja_loader else []), components])
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters["unbroken"] = unbroken
    app.jinja_env.globals.update(icon=icon, pounds=pounds, percent=percent, dates=dates, new_id=_new_id)
    app.jinja_env.globals.update(once_key=new_key)

    @app.context_processor
    def _shell() -> dict[str, object]:
        made: list[Shell] = []

        def once() -> Shell:
            if not made:
                made.append(shell_for(describe()))
            return made[0]

        return {"shell": LocalProxy(once)}


def shell_for(visitor: Visitor) -> Shell:
    """Return what stands around a page for one visitor."""
    places = tuple(_place(item, visitor) for item in WAYS[visitor.reader] if _is_open(item, visitor))
    tabs = places[:_TABS]
    is_known = visitor.reader not in ("stranger", "guest")
    return Shell(
        visitor=visitor,
        places=places,
        tabs=tabs,
        more=places[len(tabs) :],
        home_url=f"{request.script_root}/",
        switch_target=switch_target(),
        bell_url=_url("bell.index") if is_known else None,
        search_url=_url("search.results") if is_known else None,
        sign_out_url=_url("login.sign_out") if is_known else None,
        demo_date=dates.plain_date(visitor.demo_date) if visitor.demo_date else "",
    )


@lru_cache(maxsize=128)
def icon(name: str) -> Markup:
    """Return one of our own drawings, hidden from screen readers: words always stand beside it."""
    drawing = (_ICONS / f"{name}.svg").read_text(encoding="utf-8")
    return Markup(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
    ).format(
        Markup(drawing.strip())  # noqa: S704 (our own file, named by our own templates)
    )


def _new_id(stem: str) -> str:
    """Return an id that no other element of this page has."""
    g.last_id = getattr(g, "last_id", 0) + 1
    return f"{stem}-{g.last_id}"


def _is_open(item: NavItem, visitor: Visitor) -> bool:
    # A room that is not built into this installation has no page to lead to.
    is_built = item.endpoint in current_app.view_functions
    return is_built and (item.permission is None or item.permission in visitor.permissions)


def _place(item: NavItem, visitor: Visitor) -> Place:
    is_own = visitor.permissions.get(item.permission or "") == "own"
    label, short = (item.own, item.own_short) if is_own and item.own else (item.label, item.short)
    return Place(_address(item.endpoint), str(label), str(short or label), item.icon, _is_here(item.endpoint))


def _is_here(endpoint: str) -> bool:
    """Say whether the present page belongs to this place: the same page, or one of the same blueprint."""
    here = request.endpoint or ""
    if here == endpoint:
        return True
    blueprint = endpoint.rpartition(".")[0]
    has_own_way = here in _WAYS_ENDPOINTS
    return not has_own_way and request.blueprint == blueprint and not endpoint.endswith(".home")


def _url(endpoint: str) -> str | None:
    return _address(endpoint) if endpoint in current_app.view_functions else None


def _address(endpoint: str) -> str:
    """Return the path of a page that has no ids; made once, since every page leads to the same ones."""
    known: dict[tuple[str, str], str] = current_app.extensions.setdefault(_ADDRESSES, {})
    key = (request.script_root, endpoint)
    if key not in known:
        known[key] = url_for(endpoint)
    return known[key]
