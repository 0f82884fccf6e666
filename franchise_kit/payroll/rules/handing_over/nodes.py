"""XML that we write: elements as frozen facts, and their one canonical text."""

from dataclasses import dataclass
from typing import Final

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
_VALUE: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"}
)


@dataclass(frozen=True, slots=True)
class Node:
    """An element: a name, then either text or elements; ``namespace`` only where another one begins."""

    name: str
    inside: "str | tuple[Node, ...]" = ""
    attributes: tuple[tuple[str, str], ...] = ()
    namespace: str | None = None


def node(name: str, *inside: Node | None, namespace: str | None = None) -> Node:
    """Return an element with those elements inside that are there.

    Source: ours: an element that does not apply is left out, and never sent empty.
    """
    return Node(name, tuple(one for one in inside if one is not None), namespace=namespace)


def leaf(name: str, text: str, **attributes: str | None) -> Node:
    """Return an element with text, and with those attributes that are not None.

    Source: as ``node``.
    """
    return Node(name, text, tuple((key, value) for key, value in attributes.items() if value is not None))


def maybe(name: str, text: str | None) -> Node | None:
    """Return an element with text, or None for none.

    Source: as ``node``.
    """
    return None if not text else leaf(name, text)


def canonical(element: Node) -> str:
    """Return an element's text in canonical form: no declaration, no blanks between, no short empty tags.

    Source: W3C, Canonical XML 1.0 of 15 March 2001: 1.1, 2.3 (namespaces first, attributes by name).
    """
    namespace = () if element.namespace is None else (("xmlns", element.namespace),)
    said = (*namespace, *sorted(element.attributes))
    opened = "".join(f' {key}="{value.translate(_VALUE)}"' for key, value in said)
    inside = (
        element.inside.translate(_TEXT)
        if isinstance(element.inside, str)
        else "".join(canonical(one) for one in element.inside)
    )
    return f"<{element.name}{opened}>{inside}</{element.name}>"


def document(element: Node) -> bytes:
    """Return a document in UTF-8, with its declaration.

    Source: W3C, XML 1.0.
    """
    return (DECLARATION + canonical(element)).encode()
