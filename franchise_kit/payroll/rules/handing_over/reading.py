"""XML that comes from elsewhere: read without entities, DTD or network, or refused."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from defusedxml import DefusedXmlException, ElementTree

from tenants.refusal import Refusal

MOST_BYTES: Final = 10_000_000
_DEEPEST: Final = 50


class NotReadAsXml(Refusal):
    """A file is no XML that we read: broken, too large, too deep, or with definitions of its own."""

    code: ClassVar[str] = "not_read_as_xml"


@dataclass(frozen=True, slots=True)
class Element:
    """An element that was read: name without namespace, attributes, text without blanks around."""

    name: str
    attributes: dict[str, str]
    text: str
    inside: tuple["Element", ...]

    def find(self, *path: str) -> "Element | None":
        """Return the first element down a path of names, or None."""
        if not path:
            return self
        within = (one.find(*path[1:]) for one in self.inside if one.name == path[0])
        return next((one for one in within if one is not None), None)

    def text_of(self, *path: str) -> str:
        """Return the text of the first element down a path of names, or an empty one."""
        found = self.find(*path)
        return found.text if found is not None else ""

    def every(self, *names: str) -> tuple["Element", ...]:
        """Return all elements of these names, at any depth, in their order."""
        below = tuple(found for one in self.inside for found in one.every(*names))
        return (self, *below) if self.name in names else below


def read_xml(content: bytes) -> Element:
    """Return a document's outermost element. Raises NotReadAsXml.

    Source: OWASP, XML external entities: nothing that a document defines itself is carried out.
    """
    if len(content) > MOST_BYTES:
        raise NotReadAsXml
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (DefusedXmlException, ElementTree.ParseError, LookupError, ValueError):
        raise NotReadAsXml from None
    return _element(root, 0)


def _element(raw: Any, depth: int) -> Element:  # noqa: ANN401 - defusedxml says no types
    if depth > _DEEPEST:
        raise NotReadAsXml
    inside = tuple(_element(one, depth + 1) for one in raw)
    return Element(_local(raw.tag), dict(raw.attrib), (raw.text or "").strip(), inside)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
