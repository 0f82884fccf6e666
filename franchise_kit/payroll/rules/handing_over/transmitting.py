"""How a message goes to HMRC and what comes back; and a gateway that pretends, since nothing is sent yet."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Final, Protocol

from franchise_kit.payroll.rules.handing_over.govtalk import CLASSES
from franchise_kit.payroll.rules.handing_over.irmark import NoBodyToMark, mark_in, mark_of
from franchise_kit.payroll.rules.handing_over.reading import Element, NotReadAsXml, read_xml
from tenants.refusal import Refusal

_ID_LENGTH: Final = 32
_WRONG_CLASS, _WRONG_KEYS, _NOT_XML, _WRONG_MARK = "1001", "1020", "1000", "2021"


class NoSuchSubmission(Refusal):
    """The gateway knows no submission by that number, or has deleted it."""

    code: ClassVar[str] = "no_such_submission"


class State(StrEnum):
    """What became of a submission so far."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a submission was refused: HMRC's number, and the place in the message if it says one."""

    number: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gateway says: its number for the submission, and when to ask again, in seconds."""

    correlation_id: str
    state: State
    faults: tuple[Fault, ...] = ()
    again_in_seconds: int = 0
    # The mark of what HMRC holds, as Base64; the same as ours if nothing was lost.
    mark: str | None = None


class Transmitter(Protocol):
    """Whoever carries messages. The same message twice is one submission."""

    def submit(self, content: bytes) -> Answer:
        """Hand a message over; the answer waits, or refuses at once."""

    def poll(self, correlation_id: str) -> Answer:
        """Ask what became of it. Raises NoSuchSubmission."""

    def delete(self, correlation_id: str) -> None:
        """Tell the gateway that its answer was kept. Raises NoSuchSubmission."""


@dataclass(slots=True)
class PretendGateway:
    """Keeps each message as a file and answers as HMRC does; nothing leaves the house.

    ``keep`` is given a name and the content; ``polls`` is how often it says to wait.
    """

    keep: Callable[[str, bytes], None]
    polls: int = 1
    _held: dict[str, tuple[int, Answer]] = field(default_factory=dict)

    def submit(self, content: bytes) -> Answer:
        """Take a message, look it over, and acknowledge it."""
        correlation_id = hashlib.sha256(content).hexdigest()[:_ID_LENGTH].upper()
        if correlation_id not in self._held:
            self.keep(f"{correlation_id}.xml", content)
            self._held[correlation_id] = (self.polls, _judged(correlation_id, content))
        return Answer(correlation_id, State.WAITING, again_in_seconds=1)

    def poll(self, correlation_id: str) -> Answer:
        """Say to wait, or what became of it."""
        left, answer = self._known(correlation_id)
        if left > 0:
            self._held[correlation_id] = (left - 1, answer)
            return Answer(correlation_id, State.WAITING, again_in_seconds=1)
        return answer

    def delete(self, correlation_id: str) -> None:
        """Forget a submission."""
        self._known(correlation_id)
        del self._held[correlation_id]

    def _known(self, correlation_id: str) -> tuple[int, Answer]:
        if correlation_id not in self._held:
            raise NoSuchSubmission
        return self._held[correlation_id]


def _judged(correlation_id: str, content: bytes) -> Answer:
    try:
        message = read_xml(content)
        said, right = mark_in(content), mark_of(content).base64
    except NotReadAsXml:
        return Answer(correlation_id, State.REFUSED, (Fault(_NOT_XML),))
    except NoBodyToMark:
        return Answer(correlation_id, State.REFUSED, (Fault(_WRONG_MARK, "IRmark"),))
    faults = []
    if message.text_of("Header", "MessageDetails", "Class") not in CLASSES.values():
        faults.append(Fault(_WRONG_CLASS, "Class"))
    if len({_keys_of(one) for one in message.every("Keys")}) != 1:
        faults.append(Fault(_WRONG_KEYS, "Keys"))
    if said != right:
        faults.append(Fault(_WRONG_MARK, "IRmark"))
    if faults:
        return Answer(correlation_id, State.REFUSED, tuple(faults))
    return Answer(correlation_id, State.ACCEPTED, mark=right)


def _keys_of(keys: Element) -> tuple[tuple[str, str], ...]:
    return tuple((one.attributes.get("Type", ""), one.text) for one in keys.inside)
