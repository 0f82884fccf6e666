"""The answers on the help page. ``side`` says where one applies: in co-ops, at the hub, or everywhere."""

from dataclasses import dataclass
from typing import Final, Literal

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Topic:
    """One question and its answer. ``endpoint`` leads to where it is done."""

    id: str
    question: LazyString
    answer: LazyString
    endpoint: str | None = None
    side: Literal["coop", "hub", "both"] = "both"


TOPICS: Final = (
    Topic(
        "language",
        _l("How do I change the language?"),
        _l(
            "Press English or Cymraeg at the top of any page. You stay on the same page, and we keep your "
            "choice for next time and for e-mails."
        ),
    ),
    Topic(
        "sign-in",
        _l("I cannot sign in. What can I do?"),
        _l(
            "Choose “forgotten” on the sign-in page and we send you a link. If you have lost your phone, use "
            "one of your recovery codes. If those are gone too, an administrator can help you start again."
        ),
    ),
    Topic(
        "second-factor",
        _l("Why am I asked for a second proof?"),
        _l(
            "A password can be guessed or read over your shoulder. A passkey or a code from your phone keeps "
            "the people you care for safe even then."
        ),
        "account.secure",
    ),
    Topic(
        "devices",
        _l("I left myself signed in somewhere"),
        _l("Open “Your devices” and end that sign-in. It ends at once."),
        "account.devices",
    ),
    Topic(
        "who-sees",
        _l("Who can see our co-op's data?"),
        _l(
            "Only people of your co-op, each as far as their roles reach. Other co-ops see nothing. The "
            "network's office sees what your co-op tells it, unless your co-op lets somebody in for a time."
        ),
        "visitors.index",
        "coop",
    ),
    Topic(
        "what-is-shared",
        _l("What does our co-op tell the network?"),
        _l("Everything that it ever told stands in one list, in words, with the day."),
        "sharing.index",
        "coop",
    ),
    Topic(
        "journal",
        _l("Who did that?"),
        _l("The journal says who did what and when. Nobody can change it, not even an administrator."),
        "journal.index",
    ),
    Topic(
        "leaving",
        _l("Can our co-op leave and take its data?"),
        _l(
            "Yes, at any time. All of it fits in one sealed file that opens with your own passphrase, and it "
            "can be put back somewhere else."
        ),
        "export.show",
        "coop",
    ),
    Topic(
        "new-coop",
        _l("How does a new co-op begin?"),
        _l(
            "Give it a name and its first administrator's e-mail address. Its place is built in under a "
            "minute, and the administrator gets an invitation."
        ),
        "hub.coops",
        "hub",
    ),
)


def topics_of(*, is_hub: bool) -> tuple[Topic, ...]:
    """Return the answers that apply at the hub, or in a co-op."""
    other = "coop" if is_hub else "hub"
    return tuple(topic for topic in TOPICS if topic.side != other)
