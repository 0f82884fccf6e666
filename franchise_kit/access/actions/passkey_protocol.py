"""WebAuthn as we use it: user verification always, no attestation, and one host. Import it when needed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

# A malformed answer shows as any of these, depending on which part is wrong.
FAULTS = (WebAuthnException, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Party:
    """The place that a passkey is made for: its host, its full origin, and its name for the device."""

    rp_id: str
    origin: str
    name: str


class AnswerDoesNotFit(Exception):
    """A device's answer is malformed, for another place, or not signed by the key."""


def enrolment_options(
    party: Party, *, account_id: UUID, account_name: str, challenge: bytes, others: Iterable[bytes]
) -> dict[str, Any]:
    """Return what the browser needs to make a passkey."""
    options = webauthn.generate_registration_options(
        rp_id=party.rp_id,
        rp_name=party.name,
        user_id=account_id.bytes,
        user_name=account_name,
        user_display_name=account_name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in others],
    )
    return _plain(webauthn.options_to_json(options))


def question_options(party: Party, *, challenge: bytes, allowed: Iterable[bytes]) -> dict[str, Any]:
    """Return what the browser needs to answer with a passkey; none named means any of this place."""
    options = webauthn.generate_authentication_options(
        rp_id=party.rp_id,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in allowed],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return _plain(webauthn.options_to_json(options))


def check_enrolment(party: Party, answer: Mapping[str, Any], *, challenge: bytes) -> VerifiedRegistration:
    """Return the new key, or raise ``AnswerDoesNotFit``."""
    try:
        return webauthn.verify_registration_response(
            credential=dict(answer),
            expected_challenge=challenge,
            expected_rp_id=party.rp_id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except FAULTS as fault:
        raise AnswerDoesNotFit from fault


def check_answer(
    party: Party, answer: Mapping[str, Any], *, challenge: bytes, public_key: bytes, sign_count: int
) -> VerifiedAuthentication:
    """Return the answer's facts, or raise ``AnswerDoesNotFit``."""
    try:
        return webauthn.verify_authentication_response(
            credential=dict(answer),
            expected_challenge=challenge,
            expected_rp_id=party.rp_id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except FAULTS as fault:
        raise AnswerDoesNotFit from fault


def credential_id_of(answer: Mapping[str, Any]) -> bytes:
    """Return which passkey an answer says that it is from."""
    try:
        return webauthn.base64url_to_bytes(str(answer["rawId"]))
    except FAULTS as fault:
        raise AnswerDoesNotFit from fault


def _plain(options: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(options)
    return made
