"""What is said of the rota's engine: refusals, the acts' words in the journal, and what the bell says."""

from flask_babel import lazy_gettext as _l

from app.bell.words import add_bell_words
from app.journal.words import add_journal_words
from app.web.refusals import add_words

add_words(
    {
        "visit_time_over": _l("That time is over. Choose one that is still to come."),
        "visit_there_already": _l(
            "This person has a visit at these times already. Say so if this is the second carer's."
        ),
        "second_carer_alone": _l("Plan the first carer's visit at these times before the second's"),
        "short_visit_needs_reason": _l("A visit under 30 minutes needs a reason that the law allows"),
        "visit_changed_meanwhile": _l("Somebody else changed this visit meanwhile. Look at it again."),
        "not_a_monday": _l("A week begins on a Monday"),
        "pattern_not_possible": _l(
            "Choose at least one day, a time, 15 minutes to 24 hours, and one or two carers"
        ),
        "pattern_ends_before_start": _l("The pattern must end after the day on which it begins"),
        "pattern_changed_meanwhile": _l("Somebody else changed this pattern meanwhile. Look at it again."),
        "worker_away": _l("This worker is away on that day"),
        "worker_not_wanted": _l("This person has asked that somebody else comes"),
        "kind_name_taken": _l("Another kind of visit has this name"),
        "kind_changed_meanwhile": _l("Somebody else changed this kind of visit meanwhile. Look at it again."),
        "rota_settings_changed_meanwhile": _l("Somebody else changed these numbers meanwhile. Look again."),
        "same_week": _l("Choose another week to copy from"),
        "nothing_to_publish": _l("There is nothing new to publish here"),
        "worker_has_visits": _l(
            "Visits are planned with this worker after that day: %(visits)s. Give them to others first, or "
            "say that they become nobody's."
        ),
    }
)
add_journal_words(
    {
        "care.move_visit": _l("moved a visit to another time"),
        "care.add_kind": _l("added a kind of visit"),
        "care.save_kind": _l("changed a kind of visit"),
        "care.save_tasks": _l("changed the tasks of a kind of visit"),
        "care.set_rota_settings": _l("changed the numbers of the rota"),
        "care.set_travel": _l("said how long the way between two homes takes: %(minutes)s minutes"),
        "care.forget_travel": _l("took back how long the way between two homes takes"),
        "care.make_pattern": _l("agreed visits that come back"),
        "care.change_pattern": _l("changed visits that come back"),
        "care.end_pattern": _l("ended visits that come back"),
        "care.generate_week": _l("made the drafts of a week (visits: %(made)s)"),
        "care.copy_week": _l("copied a week as drafts (visits: %(made)s)"),
        "care.publish": _l("published visits: %(visits)s"),
        "care.end_work": _l("said which day is a worker's last; visits that became nobody's: %(visits)s"),
    }
)
add_bell_words(
    {
        "rota_published": _l("Your visits have changed. Look at your week."),
        "visit_cancelled": _l("One of your visits was cancelled. Look at your week."),
    }
)
