"""Problems: every refusal as `application/problem+json` (RFC 9457), which says what is wrong and no more than that."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from slaclock.errors import InvalidInput

_LOG = logging.getLogger("slaclock.web")
TYPE = "application/problem+json"


def problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None, **further: object) -> JSONResponse:
    """The answer that says no."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **further}
    if detail:
        body["detail"] = detail
    return JSONResponse(body, status, dict(headers) if headers else None, TYPE)


def answer_problems(app: FastAPI) -> None:
    """Let every refusal of an app be a problem."""

    @app.exception_handler(HTTPException)
    def refused(_request: Request, error: HTTPException) -> JSONResponse:
        phrase = HTTPStatus(error.status_code).phrase
        return problem(error.status_code, "" if error.detail == phrase else str(error.detail), error.headers)

    @app.exception_handler(RequestValidationError)
    def misread(_request: Request, error: RequestValidationError) -> JSONResponse:
        found = [{"where": ".".join(map(str, each["loc"])), "found": each["msg"]} for each in error.errors()]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "the request cannot be understood", complaints=found)

    @app.exception_handler(InvalidInput)
    def wrong(_request: Request, error: InvalidInput) -> JSONResponse:
        found = [{"where": each.where, "found": each.found, "wanted": each.wanted} for each in error.complaints]
        if not found:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "what was sent cannot be used", complaints=found)

    @app.exception_handler(Exception)
    def stumbled(request: Request, error: Exception) -> JSONResponse:
        _LOG.error("request failed", exc_info=error, extra={"path": request.url.path})
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR)
