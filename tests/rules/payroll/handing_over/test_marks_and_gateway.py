# SPDX-License-Identifier: AGPL-3.0-or-later
"""The mark of a submission by HMRC's own steps, what an envelope says, and XML that is not trusted."""

import re
import time
from dataclasses import replace
from xml.etree.ElementTree import canonicalize

import pytest

from franchise_kit.payroll.rules.handing_over.fps import full_payment_submission
from franchise_kit.payroll.rules.handing_over.govtalk import ENVELOPE, Credentials, govtalk_message
from franchise_kit.payroll.rules.handing_over.irmark import IRMark, irmark
from franchise_kit.payroll.rules.handing_over.nodes import canonical, leaf, node
from franchise_kit.payroll.rules.handing_over.reading import MOST_BYTES, NotReadAsXml, read_xml
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


def mark_in(content: bytes) -> str:
    (mark,) = re.findall(rb'<IRmark Type="generic">([^<]*)</IRmark>', content)
    return bytes(mark).decode()


def test_a_mark_is_what_the_steps_come_to_by_hand() -> None:
    inside = node(
        "IRenvelope", node("Keys", leaf("Key", "1 & 2", Type="A")), leaf("Empty", ""), namespace="urn:x"
    )

    written = canonical(node("Body", inside, namespace=ENVELOPE)).encode()

    assert written == BODY
    assert irmark(written) == BY_HAND


def test_another_writer_of_canonical_xml_comes_to_the_same() -> None:
    text = message().decode()
    body = text[text.index("<Body>") : text.index("</Body>") + len("</Body>")]
    whole = body.replace("<Body>", f'<Body   xmlns = "{ENVELOPE}" >')
    namespace = "http://www.govtalk.gov.uk/taxation/PAYE/RTI/FullPaymentSubmission/26-27/1"

    written = canonicalize(whole, exclude_tags=[f"{{{namespace}}}IRmark"])

    assert irmark(written.encode()).base64 == mark_in(message())


def test_signs_are_written_as_canonical_xml_has_them() -> None:
    written = canonical(leaf("A", 'a&b<c>"\r\n', Z="1", B='"\t<>&'))

    assert written == '<A B="&quot;&#x9;&lt;>&amp;" Z="1">a&amp;b&lt;c&gt;"&#xD;\n</A>'


@pytest.mark.parametrize(("is_test", "said"), [(False, "0"), (True, "1")])
def test_a_message_is_a_test_only_where_that_is_said(is_test: bool, said: str) -> None:
    told = full_payment_submission(employer=EMPLOYER, tax_year=TAX_YEAR, employments=[WITH_NUMBER])
    made = govtalk_message(replace(submitted(told), is_test=is_test))

    assert read_xml(made.content).text_of("Header", "MessageDetails", "GatewayTest") == said


def test_a_message_says_who_signs_in_and_a_log_does_not() -> None:
    told = full_payment_submission(employer=EMPLOYER, tax_year=TAX_YEAR, employments=[WITH_NUMBER])
    made = govtalk_message(submitted(told), credentials=Credentials("CYD1", "tair<afon"))

    root = read_xml(made.content)

    assert root.text_of("Header", "SenderDetails", "IDAuthentication", "SenderID") == "CYD1"
    assert "tair" not in repr(made)
    assert repr(Credentials("CYD1", "tair")) == "Credentials()"


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
