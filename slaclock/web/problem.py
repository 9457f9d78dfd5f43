"""Problems: every refusal as `application/problem+json` (RFC 9457), which says what is wrong and no more than that."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from slaclock.complaints import show
from slaclock.errors import Complaint, InvalidInput, SlaclockError

_LOG = logging.getLogger("slaclock.web")
TYPE = "application/problem+json"
SHOWN = 50
"""Complaints told in one answer; nobody mends more at once."""

SENTENCES: Mapping[int, str] = {
    400: "The request cannot be read.",
    401: "This cannot be proven to come from whom it should.",
    404: "There is nothing at this address.",
    405: "This address does not take that method; the header Allow lists those it takes.",
    408: "The body took too long to arrive.",
    413: "The body is too large.",
    500: "Something went wrong here, and it has been written down; ask about it by its request_id.",
    503: "This cannot be answered now; try again later.",
}
"""What is said where nobody knows better."""

MEANINGS: Mapping[int, str] = {
    400: "The request cannot be read.",
    401: "No good key, signature or token was shown.",
    403: "The role of the key is not enough.",
    404: "There is no such thing.",
    408: "The body took too long to arrive.",
    409: "It cannot be done as things stand.",
    413: "The body is too large.",
    422: "Something in the request is wrong; `complaints` says what, where, and what would be right.",
    429: "Too many requests; `Retry-After` says when to ask again.",
    500: "Something went wrong here.",
    503: "Not now.",
}
"""What the API's description says of each refusal."""


class Problem(BaseModel):
    """A refusal (RFC 9457): what is wrong, in a sentence, and where."""

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="A sentence for a person.")
    request_id: str = Field("", description="To ask about it by; the header X-Request-Id has it too.")
    complaints: list[Wrong] = Field([], description="Everything that is wrong, so that it is mended in one go.")


class Wrong(BaseModel):
    """One thing that is wrong: where it stands, what was found, what would be right."""

    where: str
    found: str
    wanted: str


def problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None, **further: object) -> JSONResponse:
    """The answer that says no."""
    phrase = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": phrase, "status": status, "detail": detail or SENTENCES.get(status, phrase)}
    return JSONResponse(body | further, status, dict(headers) if headers else None, TYPE)


def answer_problems(app: FastAPI) -> None:
    """Let every refusal of an app be a problem."""

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> JSONResponse:
        phrase = HTTPStatus(error.status_code).phrase
        detail = "" if error.detail == phrase else str(error.detail)
        return problem(error.status_code, detail, error.headers, request_id=name_of(request))

    @app.exception_handler(RequestValidationError)
    def misread(request: Request, error: RequestValidationError) -> JSONResponse:
        return _complained(request, [_complaint(each) for each in error.errors()])

    @app.exception_handler(InvalidInput)
    def wrong(request: Request, error: InvalidInput) -> JSONResponse:
        if error.complaints:
            return _complained(request, error.complaints)
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, _sentence(str(error)), request_id=name_of(request))

    @app.exception_handler(SlaclockError)
    def known(request: Request, error: SlaclockError) -> JSONResponse:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, _sentence(str(error)), request_id=name_of(request))


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How an OpenAPI says that an operation may be refused in these ways."""
    return {status: _declared(status) for status in (*statuses, 500)}


def _declared(status: int) -> dict[str, Any]:
    content = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": MEANINGS[status], "content": content}


def name_of(request: Request) -> str:
    """The id of a request, to ask about it by."""
    return str(request.scope.get("state", {}).get("asked", ""))


def complaint(each: Complaint) -> dict[str, str]:
    """One thing that is wrong, as JSON has it."""
    return {"where": each.where, "found": each.found, "wanted": each.wanted}


def _complained(request: Request, found: Sequence[Complaint]) -> JSONResponse:
    more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
    told = [complaint(each) for each in found[:SHOWN]]
    detail = f"{found[0]}.{more}"
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, complaints=told, request_id=name_of(request))


def _complaint(error: Mapping[str, Any]) -> Complaint:
    """What pydantic found, in our words: where, what stood there, what would be right."""
    where = ".".join(map(str, error["loc"]))
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "missing":
        return Complaint(where, "nothing", "it is needed")
    if error["type"] == "extra_forbidden":
        return Complaint(where, "found a name that means nothing here", "leave it out")
    if isinstance(error["input"], bytes):
        return Complaint(where, "found no JSON", "send a JSON object, with Content-Type: application/json")
    return Complaint(where, f"found {show(error['input'])}", message[:1].lower() + message[1:])


def _sentence(text: str) -> str:
    """What was complained of, as a sentence."""
    told = text[:1].upper() + text[1:]
    return told if told.endswith((".", "!", "?")) else told + "."
