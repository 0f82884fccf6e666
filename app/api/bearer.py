"""Who a token is: what the guards ask."""

from sqlalchemy.orm import Session

from app.web.context import TokenHolder
from franchise_kit.tokens import actions, queries
from tenants import clock
from tenants.actor import Actor
from tenants.office import Office


class TokenReader:
    """Finds tokens of the bound office, so that one of another office is unknown here."""

    def find(self, session: Session, secret: str) -> TokenHolder | None:
        """Return the holder of a living token."""
        found = queries.find_bearer(session, secret, now=clock.now())
        if found is None:
            return None
        return TokenHolder(found.actor, found.language, must_note_use=found.is_use_to_be_noted)

    def note_use(self, office: Office, actor: Actor) -> None:
        """Write when the token was used."""
        if actor.session_id is not None:
            actions.note_use(office=office, token_id=actor.session_id, now=clock.now())
