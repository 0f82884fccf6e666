"""A customer's credit transfer of ISO 20022, as British banks take it for pay by Bacs."""

from collections.abc import Sequence
from datetime import UTC
from enum import StrEnum
from typing import Final

from franchise_kit.payroll.rules.handing_over.letters import iso_text
from franchise_kit.payroll.rules.handing_over.money import in_pounds
from franchise_kit.payroll.rules.handing_over.nodes import Node, document, leaf, node
from franchise_kit.payroll.rules.handing_over.parties import Account, Batch, Payee, checked

_NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:"
_REMITTANCE_LONGEST: Final = 140
# By these words a bank knows that it is pay, by Bacs, not urgent. Words differ between banks: UNCONFIRMED.
_SERVICE, _INSTRUMENT, _PURPOSE = "NURG", "BACS", "SALA"
_SORT_CODES: Final = "GBDSC"


class Version(StrEnum):
    """The two versions that banks ask for."""

    OF_2009 = "pain.001.001.03"
    OF_2019 = "pain.001.001.09"


def pain001_file(batch: Batch, version: Version) -> bytes:
    """Return a batch as a message of ISO 20022, in UTF-8.

    Raises NoSuchLetters or what ``checked`` raises.
    Source: ISO 20022, CustomerCreditTransferInitiationV03 and V09; sort codes as members of GBDSC.
    """
    sound = checked(batch)
    message = f"PAY-{sound.pay_on:%Y%m%d}-{sound.number:06d}"
    counted = (leaf("NbOfTxs", str(len(sound.payees))), leaf("CtrlSum", in_pounds(sound.total_pence)))
    name = leaf("Nm", iso_text(sound.payer.name, field="payer"))
    header = node(
        "GrpHdr",
        leaf("MsgId", message),
        leaf("CreDtTm", f"{sound.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"),
        *counted,
        node("InitgPty", name),
    )
    body = node("CstmrCdtTrfInitn", header, _payment(sound, version, message, (counted, name)))
    return document(node("Document", body, namespace=_NAMESPACE + version))


def _payment(batch: Batch, version: Version, message: str, said: tuple[Sequence[Node], Node]) -> Node:
    counted, name = said
    day = batch.pay_on.isoformat()
    is_newer = version is Version.OF_2019
    transfers = (_transfer(payee, place, message) for place, payee in enumerate(batch.payees, start=1))
    return node(
        "PmtInf",
        leaf("PmtInfId", message),
        leaf("PmtMtd", "TRF"),
        *counted,
        node(
            "PmtTpInf",
            node("SvcLvl", leaf("Cd", _SERVICE)),
            node("LclInstrm", leaf("Cd", _INSTRUMENT)),
            node("CtgyPurp", leaf("Cd", _PURPOSE)),
        ),
        node("ReqdExctnDt", leaf("Dt", day)) if is_newer else leaf("ReqdExctnDt", day),
        node("Dbtr", name),
        _account("DbtrAcct", batch.payer.account),
        _bank("DbtrAgt", batch.payer.account),
        *transfers,
    )


def _transfer(payee: Payee, place: int, message: str) -> Node:
    told = iso_text(payee.said, field="reference", place=place, longest=_REMITTANCE_LONGEST)
    return node(
        "CdtTrfTxInf",
        node("PmtId", leaf("EndToEndId", f"{message}-{place}")),
        node("Amt", leaf("InstdAmt", in_pounds(payee.pence), Ccy="GBP")),
        _bank("CdtrAgt", payee.account),
        node("Cdtr", leaf("Nm", iso_text(payee.name, field="name", place=place))),
        _account("CdtrAcct", payee.account),
        node("RmtInf", leaf("Ustrd", told)),
    )


def _account(name: str, account: Account) -> Node:
    return node(name, node("Id", node("Othr", leaf("Id", account.number))))


def _bank(name: str, account: Account) -> Node:
    member = node("ClrSysMmbId", node("ClrSysId", leaf("Cd", _SORT_CODES)), leaf("MmbId", account.sort_code))
    return node(name, node("FinInstnId", member))
