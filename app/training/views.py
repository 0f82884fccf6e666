"""Everybody's training: the matrix, what is required, and what the network is told."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.training import words
from app.training.schemas import ModuleTakeUp, ModuleTerms
from app.training.sheet import matrix_csv
from app.web.attachments import attachment
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.language import current_language
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.kernel.days import month_before
from franchise_kit.training import actions, queries
from franchise_kit.training.queries import OfferedModule
from franchise_kit.training.rules import requiring
from tenants import clock

pages = Blueprint("training", __name__, url_prefix="/training")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.TRAINING_RECORD_READ)
def index() -> ResponseReturnValue:
    """Show who stands where with what is required."""
    by = current_actor()
    return render_template(
        "training/index.html",
        matrix=queries.matrix(reading_session(), by=by, on=clock.today()),
        may_assign=by.may(Permission.TRAINING_ASSIGN),
        words=words,
    )


@pages.get("/training.csv")
@needs(Permission.TRAINING_RECORD_READ)
def sheet() -> ResponseReturnValue:
    """Give the matrix out as a table."""
    found = queries.matrix(reading_session(), by=current_actor(), on=clock.today())
    return attachment(matrix_csv(found, current_language()), "text/csv; charset=utf-8", "training.csv")


@pages.get("/modules")
@needs(Permission.TRAINING_ASSIGN)
def modules() -> ResponseReturnValue:
    """List the modules that the network publishes, and which are required here."""
    session, by, today = reading_session(), current_actor(), clock.today()
    return render_template(
        "training/modules.html",
        modules=queries.list_offered(session, by=by, on=today),
        month=queries.get_month_to_tell(session, by=by, today=today),
        words=words,
    )


@pages.get("/modules/<key>")
@needs(Permission.TRAINING_ASSIGN)
def module(key: str) -> ResponseReturnValue:
    """Show one module and its terms here."""
    return _module_page(_offered(key))


@pages.post("/modules/<key>/take-up")
@needs(Permission.TRAINING_ASSIGN)
def take_up(key: str) -> ResponseReturnValue:
    """Require the latest version of a module of the workers."""
    one = _offered(key)
    form = Form(ModuleTakeUp(), data=request.form)
    answers = form.validate()
    if answers is None:
        return _module_page(one, form), 422
    try:
        actions.adopt_module(
            coop=current_coop(),
            key=key,
            version=one.latest.version,
            due_days=answers["due_days"],
            by=current_actor(),
            now=clock.now(),
        )
    except requiring.DueTooLate as refusal:
        form.refuse("due_days", sentence_for(refusal))
        return _module_page(one, form), 422
    flash(_("Your workers learn this version from now on"))
    return redirect(url_for(".module", key=key), code=303)


@pages.post("/modules/<key>/terms")
@needs(Permission.TRAINING_ASSIGN)
def change_terms(key: str) -> ResponseReturnValue:
    """Ask for a module sooner, or for its renewal more often."""
    one = _offered(key)
    form = Form(ModuleTerms(), data=request.form)
    answers = form.validate()
    if answers is None:
        return _module_page(one, form), 422
    try:
        actions.change_terms(
            coop=current_coop(), key=key, terms=requiring.Terms(**answers), by=current_actor()
        )
    except (requiring.DueTooLate, requiring.RefreshTooLate) as refusal:
        is_due = isinstance(refusal, requiring.DueTooLate)
        form.refuse("due_days" if is_due else "refresh_months", sentence_for(refusal))
        return _module_page(one, form), 422
    flash(_("The terms are changed"))
    return redirect(url_for(".module", key=key), code=303)


@pages.post("/tell")
@needs(Permission.TRAINING_ASSIGN)
def tell() -> ResponseReturnValue:
    """Tell the network how many people learnt in the month before this one."""
    month = month_before(clock.today())
    learners = actions.tell_learners(coop=current_coop(), month=month, by=current_actor(), now=clock.now())
    flash(
        ngettext(
            "The network is told: %(num)d person learnt",
            "The network is told: %(num)d people learnt",
            learners,
        )
    )
    return redirect(url_for(".modules"), code=303)


def _offered(key: str) -> OfferedModule:
    with read_again() as session:
        return queries.get_offered(session, key, by=current_actor(), on=clock.today())


def _module_page(one: OfferedModule, form: Form | None = None) -> str:
    terms = one.required.terms if one.required is not None else one.usual
    schema = ModuleTerms() if one.required is not None else ModuleTakeUp()
    return render_template(
        "training/module.html", one=one, form=form or Form(schema, obj=terms), terms=terms, words=words
    )
