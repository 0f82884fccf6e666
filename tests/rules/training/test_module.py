# SPDX-License-Identifier: AGPL-3.0-or-later
"""A module is read whole or refused at the place of its first fault."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.training.rules.catalogue import SHIPPED, shipped_document
from franchise_kit.training.rules.module import FollowUp, ModuleNotUnderstood, read_module
from franchise_kit.training.rules.reading import FAULTS
from tenants.refusal import Refusal
from tests.rules.training.documents import make_document

Document = dict[str, Any]


def fault_of(document: Mapping[str, object]) -> tuple[str, str]:
    with pytest.raises(ModuleNotUnderstood) as refused:
        read_module(document)
    return refused.value.place, refused.value.code


@pytest.mark.parametrize(
    ("code", "lessons", "objectives", "questions", "pass_mark", "wait_minutes"),
    [("SAF-A", 4, 4, 8, 80, 10), ("WEL-1", 3, 3, 8, 80, 0), ("BRD-1", 4, 4, 8, 75, 0)],
)
def test_a_shipped_module_reads(
    code: str, lessons: int, objectives: int, questions: int, pass_mark: int, wait_minutes: int
) -> None:
    module = read_module(shipped_document(code))

    assert (module.code, module.version, module.status) == (code, "1.0.0", "published")
    assert (len(module.lessons), len(module.objectives), len(module.quiz.questions)) == (
        lessons,
        objectives,
        questions,
    )
    assert (module.pass_mark, module.quiz.wait_minutes, module.refresh_months) == (
        pass_mark,
        wait_minutes,
        36,
    )
    assert (module.reviewed_on, module.review_due_on) == (date(2026, 11, 22), date(2027, 11, 22))


def test_every_shipped_module_names_its_source_and_that_its_welsh_is_a_draft() -> None:
    modules = [read_module(shipped_document(code)) for code in SHIPPED]

    assert [module.code for module in modules if not module.source] == []
    assert {(module.translation_note or "").partition(":")[0] for module in modules} == {"draft"}


def test_what_is_read_is_what_the_document_says() -> None:
    module = read_module(shipped_document("SAF-A"))
    question = module.question("SAF-Q3")

    assert module.title.in_language("cy") == "Diogelu: ei weld, ei ddweud, ei gofnodi"
    assert module.title.in_language("en") == "Safeguarding: see it, say it, record it"
    assert (question.kind, question.objective_id, question.right_ids) == ("multiple", "O2", frozenset("ab"))
    assert module.follow_up[0] == FollowUp(after_days=3, question_id="SAF-Q5")
    assert module.question("SAF-Q1").feedback("right").en == "Yes. Anyone may be the one who notices."
    assert not module.needs_sign_off


def test_a_refused_module_is_a_refusal_with_place_and_code() -> None:
    refusal = ModuleNotUnderstood("quiz.draw", "module_draw_too_large")

    assert isinstance(refusal, Refusal)
    assert (refusal.place, refusal.code, refusal.facts) == (
        "quiz.draw",
        "module_draw_too_large",
        {"place": "quiz.draw"},
    )


def put(*path: str | int, value: object) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        *way, last = path
        parent: Any = document
        for step in way:
            parent = parent[step]
        parent[last] = value

    return change


QUESTIONS = ("quiz", "questions")


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        (put("schema", value="training-module/2"), "schema", "module_schema_unknown"),
        (put("colour", value="red"), "colour", "module_field_unknown"),
        (put("Mr Evans lives here", value="red"), "", "module_field_unknown"),
        (put("quiz", "colour", value="red"), "quiz.colour", "module_field_unknown"),
        (put("title", "fr", value="Bonjour"), "title.fr", "module_field_unknown"),
        (put("code", value="saf a"), "code", "module_not_a_code"),
        (put("version", value="1.0"), "version", "module_not_a_code"),
        (put("status", value="adopted"), "status", "module_reference_unknown"),
        (put("title", "cy", value="  "), "title.cy", "module_text_empty"),
        (put("title", "cy", value=None), "title.cy", "module_not_text"),
        (put("title", "en", value="a\nb"), "title.en", "module_text_unprintable"),
        (put("title", "en", value="a\u202eb"), "title.en", "module_text_unprintable"),
        (put("title", "en", value="\ud800"), "title.en", "module_text_unprintable"),
        (put("title", "en", value="a" * 301), "title.en", "module_text_too_long"),
        (put("lessons", 1, "body_md", "cy", value="a" * 20_001), "lessons[1].body_md.cy",
         "module_text_too_long"),
        (put("title", value="Safeguarding"), "title", "module_not_an_object"),
        (put("audience", value=[]), "audience", "module_list_empty"),
        (put("audience", value=["everyone", "everyone"]), "audience[1]", "module_code_twice"),
        (put("audience", value=["everyone", "drivers"]), "audience[1]", "module_reference_unknown"),
        (put("minutes", value=True), "minutes", "module_not_a_number"),
        (put("minutes", value=60.0), "minutes", "module_not_a_number"),
        (put("minutes", value=0), "minutes", "module_number_out_of_range"),
        (put("pass_mark", value=101), "pass_mark", "module_number_out_of_range"),
        (put("refresh_months", value=0), "refresh_months", "module_number_out_of_range"),
        (put("basis", value="the law"), "basis", "module_not_a_list"),
        (put("basis", value=["a"] * 501), "basis", "module_list_too_long"),
        (put("objectives", 1, "id", value="O1"), "objectives[1].id", "module_code_twice"),
        (put("objectives", 1, "id", value="O 1"), "objectives[1].id", "module_not_a_code"),
        (put("lessons", 0, "id", value="a" * 41), "lessons[0].id", "module_not_a_code"),
        (put("lessons", 0, "id", value="saf-1\n"), "lessons[0].id", "module_not_a_code"),
        (put("objectives", 3, "id", value="O9"), "quiz.questions[7].objective", "module_reference_unknown"),
        (put(*QUESTIONS, 7, "objective", value="O3"), "objectives[3]", "module_objective_untested"),
        (put("lessons", 2, "id", value="saf-1"), "lessons[2].id", "module_code_twice"),
        (put("quiz", "draw", value=9), "quiz.draw", "module_draw_too_large"),
        (put("quiz", "draw", value=3), "quiz.draw", "module_draw_too_small"),
        (put("quiz", "shuffle_options", value=1), "quiz.shuffle_options", "module_not_yes_or_no"),
        (put("quiz", "attempts", value=0), "quiz.attempts", "module_number_out_of_range"),
        (put(*QUESTIONS, 1, "id", value="SAF-Q1"), "quiz.questions[1].id", "module_code_twice"),
        (put(*QUESTIONS, 0, "kind", value="essay"), "quiz.questions[0].kind", "module_reference_unknown"),
        (put(*QUESTIONS, 0, "feedback", "wrong", "cy", value=""), "quiz.questions[0].feedback.wrong.cy",
         "module_text_empty"),
        (put(*QUESTIONS, 0, "options", 2, "correct", value=False), "quiz.questions[0].options",
         "module_no_right_option"),
        (put(*QUESTIONS, 0, "options", 0, "correct", value=True), "quiz.questions[0].options",
         "module_two_right_options"),
        (put(*QUESTIONS, 0, "options", 1, "id", value="a"), "quiz.questions[0].options[1].id",
         "module_code_twice"),
        (put("follow_up", "spaced_questions_days", value=[3, 10]), "follow_up", "module_follow_up_uneven"),
        (put("follow_up", "spaced_questions_days", value=[3, 10, 10, 30]), "follow_up.spaced_questions_days",
         "module_days_not_rising"),
        (put("follow_up", "questions", 0, value="SAF-Q9"), "follow_up.questions[0]",
         "module_reference_unknown"),
        (put("sign_off", "required", value="no"), "sign_off.required", "module_not_yes_or_no"),
        (put("review", "due", value="20271122"), "review.due", "module_not_a_day"),
        (put("review", "due", value="2027-02-29"), "review.due", "module_not_a_day"),
        (put("review", "due", value="2026-11-22"), "review.due", "module_review_before_last"),
        (put("translation", "cy", value=7), "translation.cy", "module_not_text"),
        (put("source", value=""), "source", "module_text_empty"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_place(change: Callable[[Document], None], place: str, code: str) -> None:
    document = make_document()

    change(document)

    assert fault_of(document) == (place, code)
    assert code in FAULTS


def test_a_question_needs_two_options() -> None:
    document = make_document()
    del document["quiz"]["questions"][0]["options"][:2]

    assert fault_of(document) == ("quiz.questions[0].options", "module_number_out_of_range")


@pytest.mark.parametrize("document", [[], "module", None, 7])
def test_what_is_no_object_is_no_module(document: object) -> None:
    assert fault_of(cast("Document", document)) == ("", "module_not_an_object")


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every field and item."""
    entries: Any = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for step, inner in entries:
        yield (*path, step)
        yield from places(inner, (*path, step))


PLACES = tuple(places(shipped_document("SAF-A")))
OPTIONAL = {("translation",), ("source",)}
FIELDS = tuple(path for path in PLACES if isinstance(path[-1], str) and path not in OPTIONAL)


@given(path=st.sampled_from(FIELDS))
def test_every_field_is_needed_in_both_languages(path: tuple[str | int, ...]) -> None:
    document = make_document()
    parent: Any = document
    for step in path[:-1]:
        parent = parent[step]
    del parent[path[-1]]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")

    assert fault_of(document) == (place, "module_field_missing")


def code_of(document: Document) -> str | None:
    try:
        read_module(document)
    except ModuleNotUnderstood as refused:
        return refused.code
    return None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(path=st.sampled_from(PLACES), value=ANYTHING)
def test_whatever_stands_anywhere_is_read_or_refused(path: tuple[str | int, ...], value: object) -> None:
    document = make_document()
    put(*path, value=value)(document)

    assert code_of(document) in {None, *FAULTS}
