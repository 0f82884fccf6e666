"""What is wrong with a document that should be a training module: one sentence for each fault."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

FAULT_WORDS: Final[Mapping[str, LazyString]] = {
    "module_not_understood": _l("The module cannot be read at %(place)s."),
    "module_not_an_object": _l("In the module, %(place)s must be an object with fields."),
    "module_field_unknown": _l("In the module, nobody knows the field %(place)s."),
    "module_field_missing": _l("In the module, the field %(place)s is missing."),
    "module_not_a_list": _l("In the module, %(place)s must be a list."),
    "module_list_empty": _l("In the module, the list %(place)s is empty."),
    "module_list_too_long": _l("In the module, the list %(place)s is too long."),
    "module_not_text": _l("In the module, %(place)s must be text."),
    "module_text_empty": _l("In the module, the text %(place)s is empty."),
    "module_text_too_long": _l("In the module, the text %(place)s is too long."),
    "module_text_unprintable": _l("In the module, the text %(place)s has hidden characters."),
    "module_not_a_code": _l("In the module, %(place)s does not have the form of a code."),
    "module_not_a_number": _l("In the module, %(place)s must be a whole number."),
    "module_number_out_of_range": _l("In the module, the number %(place)s is too small or too large."),
    "module_not_yes_or_no": _l("In the module, %(place)s must be yes or no."),
    "module_not_a_day": _l("In the module, %(place)s must be a day, such as 2026-11-22."),
    "module_schema_unknown": _l("The module is written in a form that this version does not know."),
    "module_code_twice": _l("In the module, the code at %(place)s stands twice."),
    "module_reference_unknown": _l("In the module, %(place)s names something that is not there."),
    "module_objective_untested": _l("In the module, no question tests %(place)s."),
    "module_draw_too_small": _l("In the module, the quiz asks fewer questions than there are objectives."),
    "module_draw_too_large": _l("In the module, the quiz asks more questions than there are."),
    "module_no_right_option": _l("In the module, no option is right at %(place)s."),
    "module_two_right_options": _l("In the module, more than one option is right at %(place)s."),
    "module_follow_up_uneven": _l("In the module, each later question needs its day."),
    "module_days_not_rising": _l("In the module, the days at %(place)s must rise."),
    "module_review_before_last": _l("In the module, the next review must be after the last one."),
}
