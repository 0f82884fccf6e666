"""The envelope in which HMRC takes a submission, marked; made as a file, and sent by nobody here."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from franchise_kit.payroll.rules.handing_over.irmark import IRMark, irmark
from franchise_kit.payroll.rules.handing_over.nodes import Node, canonical, document, leaf, node
from franchise_kit.payroll.rules.handing_over.rti import Employer, Kind, check_employer, names_of

ENVELOPE: Final = "http://www.govtalk.gov.uk/CM/envelope"
CLASSES: Final = {Kind.FPS: "HMRC-PAYE-RTI-FPS", Kind.EPS: "HMRC-PAYE-RTI-EPS"}


@dataclass(frozen=True, slots=True)
class Credentials:
    """How an employer signs in at HMRC's gateway; a file that is only looked at has none."""

    sender_id: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


NO_CREDENTIALS: Final = Credentials()


@dataclass(frozen=True, slots=True)
class Channel:
    """Which program made it: the vendor id comes from HMRC with its recognition, which is for later."""

    vendor_id: str = "0000"
    product: str = "Cydofal"
    version: str = "0.1"


OUR_CHANNEL: Final = Channel()


@dataclass(frozen=True, slots=True)
class Submission:
    """What is told: its kind and tax year, the element with it, the employer, and when it was made."""

    kind: Kind
    tax_year: str
    employer: Employer
    told: Node
    made_at: datetime
    # Who sends it: Employer, or Bureau when another does it for the employer.
    sender: str = "Employer"
    # HMRC looks a test over and keeps nothing of it.
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message in UTF-8, and its mark."""

    content: bytes = field(repr=False)
    mark: IRMark


def govtalk_message(
    submission: Submission, *, credentials: Credentials = NO_CREDENTIALS, channel: Channel = OUR_CHANNEL
) -> Message:
    """Return a submission in its envelope, with its mark. Raises NoNamesForTaxYear or FieldNotSound.

    Source: HMRC, GovTalk envelope 2.0 and Document Submission Protocol; the mark: IRmark step by step 2.0.
    """
    check_employer(submission.employer)
    unmarked = node("Body", _envelope(submission, None), namespace=ENVELOPE)
    mark = irmark(canonical(unmarked).encode())
    message = node(
        "GovTalkMessage",
        leaf("EnvelopeVersion", "2.0"),
        _header(submission, credentials),
        _details(submission, channel),
        node("Body", _envelope(submission, mark)),
        namespace=ENVELOPE,
    )
    return Message(document(message), mark)


def _header(submission: Submission, credentials: Credentials) -> Node:
    return node(
        "Header",
        node(
            "MessageDetails",
            leaf("Class", CLASSES[submission.kind]),
            leaf("Qualifier", "request"),
            leaf("Function", "submit"),
            leaf("CorrelationID", ""),
            leaf("Transformation", "XML"),
            leaf("GatewayTest", "1" if submission.is_test else "0"),
        ),
        node(
            "SenderDetails",
            node(
                "IDAuthentication",
                leaf("SenderID", credentials.sender_id),
                node(
                    "Authentication",
                    leaf("Method", "clear"),
                    leaf("Role", "principal"),
                    leaf("Value", credentials.password),
                ),
            ),
        ),
    )


def _details(submission: Submission, channel: Channel) -> Node:
    made_at = submission.made_at.astimezone(UTC)
    return node(
        "GovTalkDetails",
        _keys(submission.employer),
        node("TargetDetails", leaf("Organisation", "IR")),
        node(
            "ChannelRouting",
            node(
                "Channel",
                leaf("URI", channel.vendor_id),
                leaf("Product", channel.product),
                leaf("Version", channel.version),
            ),
            leaf("Timestamp", f"{made_at:%Y-%m-%dT%H:%M:%S}"),
        ),
    )


def _keys(employer: Employer) -> Node:
    return node(
        "Keys",
        leaf("Key", employer.office_number, Type="TaxOfficeNumber"),
        leaf("Key", employer.paye_reference, Type="TaxOfficeReference"),
    )


def _envelope(submission: Submission, mark: IRMark | None) -> Node:
    # The period of a submission is its tax year, which ends on 5 April.
    ends_in = int(submission.tax_year[:4]) + 1
    header = node(
        "IRheader",
        _keys(submission.employer),
        leaf("PeriodEnd", f"{ends_in}-04-05"),
        leaf("DefaultCurrency", "GBP"),
        leaf("IRmark", mark.base64, Type="generic") if mark else None,
        leaf("Sender", submission.sender),
    )
    namespace = names_of(submission.tax_year).namespaces[submission.kind]
    return node("IRenvelope", header, submission.told, namespace=namespace)
