"""What the refusals of accounts and sign-in say to a reader."""

from collections.abc import Callable
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.refusals import add_words

add_words(
    {
        "permission_lacking": _l("There is nothing here, or it is not yours to see."),
        "sign_in_refused": _l("The e-mail address and the password do not fit together."),
        "proof_refused": _l("That does not fit. Please try again."),
        "tries_held": _l(
            "That was tried too often. Wait %(wait_minutes)s minutes, or set a new password by mail."
        ),
        "fresh_proof_needed": _l("This asks for a fresh proof of who you are, which a token cannot give."),
        "link_is_spent": _l("This link was used already, or has run out. Ask for a new one."),
        "code_does_not_fit": _l("This is not the code that the app shows now. Please try the next one."),
        "factor_needed": _l("With your roles you cannot be without a second factor."),
        "passkey_refused": _l("The passkey was not accepted. Please try again, or take another way."),
        "password_too_weak": _l("Choose another password: this one is guessed too easily."),
        "wrong_password": _l("That is not your present password."),
        "email_taken": _l("Somebody here has this e-mail address already."),
        "not_invited": _l("This person has taken up the invitation already."),
        "changed_meanwhile": _l("Somebody else changed this since you opened the page. Look at it again."),
        "role_not_of_this_office": _l("That role does not exist here."),
        "own_role": _l(
            "Nobody gives roles to themselves, and nobody is both the first and the second person."
        ),
        "not_an_approver": _l(
            "Only a registered manager or a responsible individual can say yes to this role."
        ),
        "last_administrator": _l("Somebody must be left who can manage accounts."),
        "own_account": _l("You cannot suspend yourself. You can sign out."),
    }
)

_FAULTS: Final[dict[str, Callable[[], str]]] = {
    "too_short": lambda: _("Use at least 12 characters. Three words are easy to remember."),
    "too_long": lambda: _("Use 128 characters or fewer."),
    "own_words": lambda: _("Leave out your name, your e-mail address, the co-op's name and our name."),
    "common": lambda: _("This password is among the first that are guessed. Choose one that is less common."),
}


def password_fault(code: object) -> str:
    """Return what is wrong with a password, in words that help to find a better one."""
    return _FAULTS[str(code)]()
