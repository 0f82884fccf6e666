"""One marshmallow schema for form, API, import and command: the same words for the same error."""

from app.web.forms.form import BoundField, Form, Option, ProblemLine
from app.web.forms.pounds import Pounds
from app.web.forms.schema import Schema, choice
from app.web.forms.whole import Whole

__all__ = ["BoundField", "Form", "Option", "Pounds", "ProblemLine", "Schema", "Whole", "choice"]
