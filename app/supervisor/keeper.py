"""Keeping parts running: started in order, started again with growing pauses, stopped in reverse."""

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from app.supervisor.child import Child, NotReady, Part
from tenants.embedded.problem import EmbeddedProblem

WATCH_SECONDS: Final = 0.1
QUICK_SECONDS: Final = 10.0
MOST_QUICK_FAILURES: Final = 5
FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 30.0
STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Signals:
    """What we were told: the first signal, whose name is kept, stops gently, a second one at once."""

    def __init__(self) -> None:
        self._count = 0
        self.first_name = ""

    def listen(self) -> None:
        """Take the stop signals from now on."""
        for kind in STOP_SIGNALS:
            signal.signal(kind, self._note)

    def is_stopping(self) -> bool:
        """Say whether we were told to stop."""
        return self._count > 0

    def is_hurried(self) -> bool:
        """Say whether we were told a second time."""
        return self._count > 1

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.first_name = self.first_name or signal.Signals(number).name
        self._count += 1


@dataclass(slots=True)
class _Record:
    """How one part has fared."""

    part: Part
    started_at: float = 0.0
    failures: int = 0
    start_again_at: float | None = None


@dataclass(slots=True)
class Keeper:
    """Starts parts one by one, and watches over those that run."""

    signals: Signals
    say: Callable[[str, str], None]
    most_quick_failures: int = MOST_QUICK_FAILURES
    first_pause_seconds: float = FIRST_PAUSE_SECONDS
    _records: list[_Record] = field(default_factory=list)

    def start(self, part: Part) -> None:
        """Start one part and keep it; it is stopped with the rest also when it does not become ready."""
        record = _Record(part, started_at=time.monotonic())
        self._records.append(record)
        part.start()

    def begin(self, child: Child) -> None:
        """Start a child and keep it; the caller releases it, and waits, when something else is done."""
        self._records.append(_Record(child, started_at=time.monotonic()))
        child.spawn()

    def watch(self) -> int:
        """Watch until told to stop, or until a part fails too often; return the exit status."""
        while not self.signals.is_stopping():
            for record in self._records:
                if not self._see_to(record):
                    self.say("serve", f"{record.part.name} fails again and again: giving up")
                    return 1
            time.sleep(WATCH_SECONDS)
        return 0

    def stop(self) -> None:
        """Stop every part, the last one started first."""
        for record in reversed(self._records):
            record.part.stop(is_hurried=self.signals.is_hurried)
        self._records.clear()

    @property
    def parts(self) -> Sequence[Part]:
        """What is kept, in the order of starting."""
        return [record.part for record in self._records]

    def _see_to(self, record: _Record) -> bool:
        """Start a part again when its pause is over; return whether there is still hope."""
        if record.start_again_at is not None:
            if time.monotonic() >= record.start_again_at:
                self._start_again(record)
            return record.failures < self.most_quick_failures
        if record.part.is_running():
            return True
        return self._note_failure(record)

    def _note_failure(self, record: _Record) -> bool:
        was_quick = time.monotonic() - record.started_at < QUICK_SECONDS
        record.failures = record.failures + 1 if was_quick else 1
        if record.failures >= self.most_quick_failures:
            return False
        pause = min(LONGEST_PAUSE_SECONDS, self.first_pause_seconds * 2 ** (record.failures - 1))
        self.say("serve", f"{record.part.name} ended; starting it again in {pause:.1f} s")
        # What is left of it goes first: a port or a socket may still be held.
        record.part.stop(is_hurried=self.signals.is_hurried)
        record.start_again_at = time.monotonic() + pause
        return True

    def _start_again(self, record: _Record) -> None:
        record.start_again_at = None
        record.started_at = time.monotonic()
        try:
            record.part.start()
        except (NotReady, EmbeddedProblem) as error:
            self.say("serve", str(error))
            # The next look finds it not running, or ends it here if it hangs.
            record.part.stop(is_hurried=self.signals.is_hurried)
