"""A small application with the shell around it: no office, no account and no database."""

from dataclasses import dataclass, field
from datetime import date

from flask import Flask, flash, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFProtect
from marshmallow import fields, validate

from app.web.assets import init_assets
from app.web.forms import Form, Schema, choice
from app.web.headers import init_headers
from app.web.language import Language, LanguageHooks, init_language
from app.web.layout import Visitor, inject_layout

CSRF = CSRFProtect()

PAGE = """
{% extends "layout/desk.html" %}
{% from "macros/page.html" import page_header, card, data_table, tag, answers, stat %}
{% from "macros/page.html" import progress, copyable, empty_state %}
{% from "macros/forms.html" import post_form, all_fields, submit, post_button %}
{% block title %}Absence{% endblock %}
{% block main %}
{{ page_header("Absence", "Who is away, and why") }}
<div class="stats">
  {{ stat("Visits covered", "44 / 46", "2 to fill", "warn", 44, 46) }}{{ stat("Next fee", pounds(128400)) }}
</div>
{% call card("Next visits") %}
  {% set rows = [("Elsie Bowen", "gap"), ("Tŷ Hafan", "ok")] %}
  {% call(row, at) data_table("Next visits", ["Person", "Status"], rows) %}
    <th scope="row">{{ row[0] }}</th><td {{ at(1) }}>{{ tag(row[1], row[1]) }}</td>
  {% endcall %}
  {{ answers([("Town", "Aberteifi", "#")]) }}
  {{ progress(3, 6, "3 of 6 are done.") }}
  {{ copyable("ABCD-EFGH", "Recovery code") }}
  {{ empty_state("Nobody has asked", "When somebody does, you decide here.", "#", "Look back", "door") }}
{% endcall %}
{% call card("Record an absence") %}
  {% call post_form(form, "/absence") %}{{ all_fields(form) }}{{ submit("Save") }}{% endcall %}
{% endcall %}
{% endblock %}
"""


class Absence(Schema):
    """One field of every kind."""

    who = fields.Str(
        required=True,
        error_messages={"required": _l("Choose one")},
        validate=validate.Length(max=40),
        metadata={"label": "Who is away?"},
    )
    email = fields.Email(metadata={"label": "E-mail address", "autocomplete": "email"})
    why = fields.Str(required=True, **choice([("ill", "Unwell"), ("leave", "Annual leave")], label="Why?"))
    starts_on = fields.Date(metadata={"label": "First day"})
    hours = fields.Int(validate=validate.Range(min=1, max=80), metadata={"label": "Hours"})
    note = fields.Str(
        load_default="", metadata={"label": "Note", "widget": "textarea", "hint": "Not about health"}
    )
    days = fields.List(
        fields.Str(), metadata={"label": "Days", "options": [("mon", "Monday"), ("tue", "Tuesday")]}
    )
    coop = fields.Str(metadata={"label": "Co-op", "widget": "select", "options": [("a", "Teifi")]})
    tells_team = fields.Bool(load_default=False, metadata={"label": "Tell the team"})
    password = fields.Str(
        validate=validate.Length(min=12), metadata={"label": "Password", "widget": "password"}
    )
    paper = fields.Raw(metadata={"label": "A paper", "widget": "file"})


@dataclass
class Reader:
    """Who reads, and what they chose."""

    visitor: Visitor = field(default_factory=Visitor)
    account_language: str | None = None
    office_language: str | None = None
    saved: list[Language] = field(default_factory=list)


DESK = Visitor(
    reader="desk",
    permissions={"user.manage": "coop", "journal.read": "coop"},
    office_name="Gofal Teifi",
    town="Aberteifi",
    person_name="Mari Llwyd",
    role_name="Care co-ordinator",
    bell_count=3,
    demo_date=date(2026, 11, 22),
)


def make_shell_app(reader: Reader | None = None, *, csrf: bool = False) -> Flask:
    """Return the application; ``reader`` may be changed between requests."""
    reading = reader or Reader()
    app = Flask("app", static_folder=None)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.config.update(SECRET_KEY="only for tests", WTF_CSRF_ENABLED=csrf, TESTING=True)
    CSRF.init_app(app)
    init_headers(app)
    init_assets(app)
    hooks = LanguageHooks(
        account_language=lambda: reading.account_language,
        office_language=lambda: reading.office_language,
        save_language=reading.saved.append,
    )
    init_language(app, hooks)
    inject_layout(app, lambda: reading.visitor)
    _add_pages(app)
    return app


def _add_pages(app: Flask) -> None:
    @app.get("/", endpoint="coop.home")
    def home() -> ResponseReturnValue:
        return render_template_string(PAGE, form=Form(Absence()))

    @app.route("/absence", methods=["GET", "POST"])
    def absence() -> ResponseReturnValue:
        form = Form(Absence(), data=request.form if request.method == "POST" else None, files=request.files)
        if request.method == "POST" and form.validate() is not None:
            flash("Saved")
            return redirect("/")
        return render_template_string(PAGE, form=form), 422 if form.errors else 200

    @app.post("/only-sent")
    def only_sent() -> ResponseReturnValue:
        return render_template_string(PAGE, form=Form(Absence()))

    for endpoint in ("accounts.index", "journal.index", "export.show", "bell.index", "search.results"):
        app.add_url_rule(f"/{endpoint.replace('.', '-')}", endpoint=endpoint, view_func=home)
    app.add_url_rule("/sign-out", endpoint="login.sign_out", view_func=home, methods=["POST"])
