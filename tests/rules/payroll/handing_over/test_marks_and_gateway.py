# SPDX-License-Identifier: AGPL-3.0-or-later
"""The mark of a submission by HMRC's own steps; a gateway that pretends; and XML that is not trusted."""

import time
from xml.etree.ElementTree import canonicalize

import pytest

from franchise_kit.payroll.rules.handing_over.fps import full_payment_submission
from franchise_kit.payroll.rules.handing_over.govtalk import ENVELOPE, Credentials, govtalk_message
from franchise_kit.payroll.rules.handing_over.irmark import IRMark, NoBodyToMark, irmark, mark_in, mark_of
from franchise_kit.payroll.rules.handing_over.nodes import canonical, leaf, node
from franchise_kit.payroll.rules.handing_over.reading import MOST_BYTES, NotReadAsXml, read_xml
from franchise_kit.payroll.rules.handing_over.transmitting import (
    Answer,
    Fault,
    NoSuchSubmission,
    PretendGateway,
    State,
    Transmitter,
)
from tests.rules.payroll.handing_over.made_up import EMPLOYER, TAX_YEAR, WITH_NUMBER, submitted

# Worked out by hand: this text by `openssl dgst -sha1 -binary`, and that by `base64` and by `base32`.
BODY = (
    b'<Body xmlns="http://www.govtalk.gov.uk/CM/envelope"><IRenvelope xmlns="urn:x"><Keys>'
    b'<Key Type="A">1 &amp; 2</Key></Keys><Empty></Empty></IRenvelope></Body>'
)
BY_HAND = IRMark("aIWDGAF/pylwghM+2d2QMvaQqzI=", "NCCYGGABP6TSS4ECCM7NTXMQGL3JBKZS")


def message() -> bytes:
    told = full_payment_submission(employer=EMPLOYER, tax_year=TAX_YEAR, employments=[WITH_NUMBER])
    return govtalk_message(submitted(told)).content


def test_a_mark_is_what_the_steps_come_to_by_hand() -> None:
    inside = node(
        "IRenvelope", node("Keys", leaf("Key", "1 & 2", Type="A")), leaf("Empty", ""), namespace="urn:x"
    )

    written = canonical(node("Body", inside, namespace=ENVELOPE)).encode()

    assert written == BODY
    assert irmark(written) == BY_HAND


def test_the_mark_in_a_message_is_that_of_its_body_without_the_mark() -> None:
    content = message()

    assert mark_in(content) == mark_of(content).base64
    assert mark_of(content.replace(b"2300.00", b"2300.01")).base64 != mark_in(content)


def test_another_writer_of_canonical_xml_comes_to_the_same() -> None:
    text = message().decode()
    body = text[text.index("<Body>") : text.index("</Body>") + len("</Body>")]
    whole = body.replace("<Body>", f'<Body   xmlns = "{ENVELOPE}" >')
    namespace = "http://www.govtalk.gov.uk/taxation/PAYE/RTI/FullPaymentSubmission/26-27/1"

    written = canonicalize(whole, exclude_tags=[f"{{{namespace}}}IRmark"])

    assert irmark(written.encode()).base64 == mark_in(message())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<GovTalkMessage></GovTalkMessage>",
        b"<GovTalkMessage><Body>" + b'<IRmark Type="generic">a</IRmark>' * 2 + b"</Body></GovTalkMessage>",
    ],
)
def test_what_has_no_body_or_two_marks_is_not_marked(content: bytes) -> None:
    with pytest.raises(NoBodyToMark):
        mark_of(content)


def test_signs_are_written_as_canonical_xml_has_them() -> None:
    written = canonical(leaf("A", 'a&b<c>"\r\n', Z="1", B='"\t<>&'))

    assert written == '<A B="&quot;&#x9;&lt;>&amp;" Z="1">a&amp;b&lt;c&gt;"&#xD;\n</A>'


def test_a_message_says_who_signs_in_and_a_log_does_not() -> None:
    told = full_payment_submission(employer=EMPLOYER, tax_year=TAX_YEAR, employments=[WITH_NUMBER])
    made = govtalk_message(submitted(told), credentials=Credentials("CYD1", "tair<afon"))

    root = read_xml(made.content)

    assert root.text_of("Header", "SenderDetails", "IDAuthentication", "SenderID") == "CYD1"
    assert "tair" not in repr(made)
    assert repr(Credentials("CYD1", "tair")) == "Credentials()"


class Held:
    """Files that a gateway was given to keep."""

    def __init__(self) -> None:
        self.files: list[str] = []

    def keep(self, name: str, _content: bytes) -> None:
        self.files.append(name)


def answered(gateway: Transmitter, content: bytes) -> Answer:
    return gateway.poll(gateway.submit(content).correlation_id)


def test_a_sound_message_waits_and_is_then_accepted() -> None:
    held = Held()
    gateway: Transmitter = PretendGateway(held.keep)

    waiting = gateway.submit(message())
    still = gateway.poll(waiting.correlation_id)
    answer = gateway.poll(waiting.correlation_id)

    assert (waiting.state, still.state, answer.state) == (State.WAITING, State.WAITING, State.ACCEPTED)
    assert answer.mark == mark_in(message())
    assert held.files == [f"{waiting.correlation_id}.xml"]


def test_the_same_message_twice_is_one_submission() -> None:
    held = Held()
    gateway = PretendGateway(held.keep)

    assert gateway.submit(message()).correlation_id == gateway.submit(message()).correlation_id
    assert len(held.files) == 1


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (lambda content: content.replace(b"250.20", b"250.21"), Fault("2021", "IRmark")),
        (lambda content: content.replace(b"RTI-FPS", b"RTI-XYZ"), Fault("1001", "Class")),
        (lambda content: content.replace(b">AB456</Key>", b">AB457</Key>", 1), Fault("1020", "Keys")),
        (lambda content: content[:-5], Fault("1000")),
        (lambda content: content.replace(b"IRmark", b"Mark"), Fault("2021", "IRmark")),
    ],
)
def test_a_message_that_is_not_sound_is_refused(broken: object, fault: Fault) -> None:
    assert callable(broken)
    answer = answered(PretendGateway(Held().keep, polls=0), broken(message()))

    assert (answer.state, answer.faults, answer.mark) == (State.REFUSED, (fault,), None)


def test_a_deleted_submission_is_not_known_any_more() -> None:
    gateway = PretendGateway(Held().keep)
    number = gateway.submit(message()).correlation_id

    gateway.delete(number)

    with pytest.raises(NoSuchSubmission):
        gateway.poll(number)
    with pytest.raises(NoSuchSubmission):
        gateway.delete(number)


BOMB = (
    b'<!DOCTYPE a [<!ENTITY l0 "ha">'
    + b"".join(b'<!ENTITY l%d "%s">' % (depth, b"&l%d;" % (depth - 1) * 10) for depth in range(1, 30))
    + b"]><a>&l29;</a>"
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        b'<!DOCTYPE a SYSTEM "http://nobody.example/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
        b"<!DOCTYPE a><a/>",
        b"<a>&b;</a>",
        b"<a>",
        b"",
        b"\xff\xfe<",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>" * 100 + b"</a>" * 100,
        b"<a>" + b" " * MOST_BYTES + b"</a>",
    ],
)
def test_xml_that_brings_its_own_definitions_or_is_broken_is_refused_at_once(content: bytes) -> None:
    begun = time.perf_counter()
    with pytest.raises(NotReadAsXml):
        read_xml(content)

    assert time.perf_counter() - begun < 0.1
