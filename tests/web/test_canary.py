"""Secrets are put in at one end, and every other end is searched for them."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from slaclock.connectors.secret import HIDDEN
from slaclock.logs import JsonLine, PlainLine
from tests.web.service import ENVIRON, KEYS, created, make, opened, shown, signed

SECRETS = (*ENVIRON.values(), *KEYS.values())


def test_no_secret_comes_out_anywhere(tmp_path: Path) -> None:
    stream = io.StringIO()
    handlers = [logging.StreamHandler(stream), logging.StreamHandler(stream)]
    root = logging.getLogger()
    try:
        with opened(tmp_path, since="2000-01-01") as (app, client):
            for handler, formatter in zip(handlers, (JsonLine, PlainLine), strict=True):
                handler.setFormatter(formatter(app.secrets))
                root.addHandler(handler)
            told = signed(app, created(app, minutes=31))
            told["headers"] |= {"Authorization": f"Bearer {KEYS['admin']}", "X-Hook-Secret": ENVIRON["HOOK_DESK"]}
            client.post("/hooks/desk", **told)
            client.post("/hooks/desk", content=b"{}", headers={"Authorization": ENVIRON["HOOK_DESK"]})
            make(app, "read", "tick", "sync")
            logging.getLogger("slaclock.web").warning("sent %s", ENVIRON["HOOK_SHOP"], extra={"key": ENVIRON["LINKS"]})
            paths = [
                "/api/v1/tickets/T-1?helpdesk=desk",
                "/api/v1/escalations?helpdesk=desk",
                *(f"/api/v1/outbox?helpdesk=desk&state={state}" for state in ("waiting", "dead", "sent")),
                "/metrics",
                "/readyz",
                "/openapi.json",
            ]
            answers = [client.get(path, headers=shown("viewer")).text for path in paths]
            shown_by_python = [repr(app), repr(app.settings), repr(app.desks), str(vars(app.desk("desk")))]
        store = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    finally:
        for handler in handlers:
            root.removeHandler(handler)
    assert "the connection failed" in "".join(answers), "a call was tried, and its failure is told"
    assert HIDDEN in stream.getvalue()
    said = "".join([*answers, *shown_by_python, stream.getvalue()])
    assert not [secret for secret in SECRETS if secret in said]
    assert not [secret for secret in SECRETS if secret.encode() in store]
