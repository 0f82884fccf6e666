# SPDX-License-Identifier: AGPL-3.0-or-later
"""The least body that the API's description lets a program send: to be read, not to make sense."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

DAY = "2026-11-02"
# What a field asks beyond what its schema can say.
SAID: Mapping[str, object] = {
    "account_number": "12345678",
    "amount": "10.00",
    "at": "09:00",
    "employee": "5",
    "employer": "3",
    "rate": "15.00",
    "sort_code": "20-45-85",
}
# What a body must have besides, that its schema leaves out: one of two, or for what another field says.
BESIDES: Mapping[str, dict[str, object]] = {
    "SetAside": {"seen": [f"{UUID(int=0)}:{DAY}:visit:60:0"]},
    "Tax": {"declaration": "A"},
}
# Tables whose rows a field calls otherwise.
TABLES: Mapping[str, str] = {"scheme_id": "pension_scheme"}
_BY_FORMAT: Mapping[str, object] = {"date": DAY, "date-time": f"{DAY}T12:00:00Z"}


@dataclass(frozen=True)
class LeastBody:
    """Makes bodies from an OpenAPI document, with ids by the names of their tables."""

    document: Mapping[str, Any]
    ids: Mapping[str, UUID]

    def of(self, path: str, method: str) -> dict[str, Any]:
        """Return the least that an operation takes: what it must have, and ``{}`` if it takes nothing."""
        asked = self.document["paths"][path][method.lower()].get("requestBody")
        if asked is None:
            return {}
        schema = asked["content"]["application/json"]["schema"]
        made: dict[str, Any] = self.least(schema)
        return {**made, **BESIDES.get(_named(schema), {})}

    def least(self, schema: Mapping[str, Any], name: str = "") -> Any:  # noqa: ANN401 - as JSON has it
        """Return a value that a schema takes, for a field of a name."""
        if "$ref" in schema:
            return self.least(self.document["components"]["schemas"][_named(schema)], name)
        if "enum" in schema:
            return schema["enum"][0]
        kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
        if kind == "object":
            fields = schema.get("properties", {})
            return {field: self.least(fields[field], field) for field in schema.get("required", ())}
        if kind == "array":
            return [self.least(schema["items"], name.removesuffix("s"))] * schema.get("minItems", 0)
        if kind in ("integer", "number"):
            return max(1, schema.get("minimum", 1))
        return self._text(schema, name) if kind == "string" else True

    def _text(self, schema: Mapping[str, Any], name: str) -> object:
        if schema.get("format") == "uuid":
            return str(self.ids[TABLES.get(name) or name.removesuffix("_id")])
        if name in SAID:
            return SAID[name]
        return _BY_FORMAT.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))


def _named(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1]
