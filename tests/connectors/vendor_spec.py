"""A vendor's own description of its interface as a judge of what we send: OpenAPI 3, read with openapi-core.

The descriptions are test input kept beside the repository (../shared/specs); without them the tests that need one are
skipped and say so. openapi-core judges paths, parameters, security and bodies. What a schema merely does not mention it
lets through, so a second look refuses every key and every query parameter that the description does not name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

SPECS = Path(__file__).parents[3] / "shared" / "specs"
METHODS = ("get", "put", "post", "patch", "delete")


class NotAccepted(AssertionError):
    """The vendor's own description does not allow this request."""


class _Loader(yaml.SafeLoader):
    """YAML as OpenAPI means it: a bare `=` is text, and so is a date."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] not in ("value", "timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass
class Asked:
    """An httpx request in openapi-core's words."""

    request: httpx.Request
    parameters: RequestParameters = field(init=False)

    def __post_init__(self) -> None:
        query = ImmutableMultiDict(list(self.request.url.params.multi_items()))
        headers = Headers(list(self.request.headers.items()))
        self.parameters = RequestParameters(query=query, header=headers)

    @property
    def host_url(self) -> str:
        return f"{self.request.url.scheme}://{self.request.url.host}"

    @property
    def path(self) -> str:
        return self.request.url.path

    @property
    def method(self) -> str:
        return self.request.method.lower()

    @property
    def content_type(self) -> str:
        return str(self.request.headers.get("content-type", ""))

    @property
    def body(self) -> bytes | None:
        return self.request.content or None


@dataclass(frozen=True)
class VendorSpec:
    """One vendor's description, asked about one request at a time.

    `queries` and `bodies` name, by method and path, what the vendor documents in words but not in the description.
    """

    document: Mapping[str, Any]
    openapi: OpenAPI
    queries: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    bodies: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def accept(self, request: httpx.Request) -> None:
        """Raise NotAccepted unless the vendor's description allows the request, and knows every word of it."""
        try:
            self.openapi.validate_request(Asked(request))
        except OpenAPIError as error:
            raise NotAccepted(f"{request.method} {request.url}: {error}: {error.__cause__}") from error
        strange = sorted(self._strange(request))
        if strange:
            raise NotAccepted(f"{request.method} {request.url}: the description does not know {', '.join(strange)}")

    def operation(self, method: str, path: str) -> tuple[str, Mapping[str, Any]]:
        """The operation a request asks for, with its name like `PUT /tickets/{ticket_id}`; fixed paths come first."""
        for template in sorted(self.document["paths"], key=lambda each: (each.count("{"), each)):
            here, there = template.split("/"), path.split("/")
            if len(here) == len(there) and all(a == b or a.startswith("{") for a, b in zip(here, there, strict=True)):
                found = self.document["paths"][template]
                if method.lower() in found:
                    parameters = [*found.get("parameters", ()), *found[method.lower()].get("parameters", ())]
                    return f"{method} {template}", {**found[method.lower()], "parameters": parameters}
        raise NotAccepted(f"{method} {path}: the description has no such operation")

    def _strange(self, request: httpx.Request) -> Iterator[str]:
        name, operation = self.operation(request.method, request.url.path)
        known = {each["name"] for each in map(self._resolved, operation["parameters"]) if each["in"] == "query"}
        known |= self.queries.get(name, frozenset())
        yield from (f"query {key!r}" for key in request.url.params if key not in known)
        if request.content:
            schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            yield from self._unknown(json.loads(request.content), schema, "", self.bodies.get(name, frozenset()))

    def _unknown(self, value: Any, schema: Mapping[str, Any], at: str, more: frozenset[str]) -> Iterator[str]:
        """The keys of a body, at any depth, that its schema does not name."""
        schema = self._resolved(schema)
        if isinstance(value, list):
            for each in value:
                yield from self._unknown(each, schema.get("items", {}), f"{at}[]", more)
        elif isinstance(value, dict) and schema.get("additionalProperties") not in (True, {}):
            known = self._properties(schema)
            if not known and schema.get("type") == "object":
                return  # an object of the account's own keys
            for key, inside in value.items():
                where = f"{at}.{key}".lstrip(".")
                if key in known:
                    yield from self._unknown(inside, known[key], where, more)
                elif where not in more:
                    yield f"key {where!r}"

    def _properties(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        found = dict(schema.get("properties", {}))
        for way in ("allOf", "anyOf", "oneOf"):
            for part in schema.get(way, ()):
                found |= self._properties(self._resolved(part))
        return found

    def _resolved(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in value:
            found: Any = self.document
            for step in value["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            value = found
        return value


def _with_null(value: Any) -> Any:
    """The description with null among the choices of every choice that may be null, as vendors write it themselves."""
    if isinstance(value, list):
        return [_with_null(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _with_null(each) for key, each in value.items()}
    choices = found.get("enum")
    if found.get("nullable") is True and isinstance(choices, list) and None not in choices:
        found["enum"] = [*choices, None]
    return found


@cache
def _read(name: str) -> tuple[Mapping[str, Any], OpenAPI]:
    document = _with_null(yaml.load((SPECS / name).read_text(encoding="utf-8"), _Loader))  # noqa: S506  (a SafeLoader)
    return document, OpenAPI.from_dict(document)


def vendor_spec(
    name: str, queries: Mapping[str, frozenset[str]] | None = None, bodies: Mapping[str, frozenset[str]] | None = None
) -> VendorSpec:
    """A vendor's description by its file's name; the test is skipped where it is not at hand."""
    if not (SPECS / name).is_file():
        pytest.skip(f"needs the vendor's own description, ../shared/specs/{name}")
    document, openapi = _read(name)
    return VendorSpec(document, openapi, queries or {}, bodies or {})


PAGED = frozenset({"page[size]", "page[after]"})
GUARDED_TAGS = frozenset({"tags", "updated_stamp", "safe_update"})


def zendesk_spec() -> VendorSpec:
    """Zendesk's description, and what its words promise beside it.

    Lists under a ticket are "cursor pagination (recommended)" without parameters, the same two that the list of all
    audits has; the body of the tags, guard included, stands only as an example in the text.
    """
    return vendor_spec(
        "zendesk.yaml",
        queries={
            "GET /api/v2/tickets/{ticket_id}/audits": PAGED,
            "GET /api/v2/search/export": frozenset({"page[after]"}),
        },
        bodies={"PUT /api/v2/tickets/{ticket_id}/tags": GUARDED_TAGS},
    )


def chatwoot_spec() -> VendorSpec:
    """Chatwoot's description, to the letter."""
    return vendor_spec("chatwoot.yaml")


def examples(prefix: str) -> list[Path]:
    """A vendor's recorded examples; none where they are not at hand."""
    return sorted((SPECS / "examples").glob(f"{prefix}*.json"))
