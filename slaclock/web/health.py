"""Health: whether this process lives, whether it can do its work, and its figures for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from pydantic import BaseModel

from slaclock.app import App
from slaclock.instant import MINUTE, SECOND, format_instant
from slaclock.leap import doubt
from slaclock.store import figures, heartbeats, strange
from slaclock.web.guard import Service, Viewer
from slaclock.web.problem import declared, name_of, problem

router = APIRouter(tags=["health"])
SILENT = 2 * MINUTE
"""After so long without a sign of life nobody is taken to be at work."""


class Alive(BaseModel):
    """That the process answers."""

    status: Literal["alive"]


class Ready(BaseModel):
    """That the service can do its work."""

    status: Literal["ready"]


@router.get("/healthz", response_model=Alive, responses=declared())
def show_life() -> dict[str, str]:
    """This process answers; nothing else is asked."""
    return {"status": "alive"}


@router.get("/readyz", response_model=Ready, responses=declared(503))
def show_readiness(request: Request, app: Service) -> Response:
    """Whether the store answers and somebody makes the rounds: 503 with what is missing, if not."""
    try:
        now = app.now()
        with app.store.reading() as unit:
            beats = heartbeats.all_of(unit, app.settings.tenant)
            leapt = doubt(unit, app.settings.tenant, now)
    except Exception as error:  # noqa: BLE001 - whatever a database driver raises, the answer is the same
        return _not_ready(request, f"store ({type(error).__name__})")
    at_work = {row["round"] for row in beats if now - row["at"] <= SILENT}
    missing = sorted({"tick", "sync", "read"} - at_work)
    if missing:
        return _not_ready(request, f"no worker makes the rounds {', '.join(missing)}")
    if leapt is not None:
        told = f"{format_instant(leapt.since)} to {format_instant(leapt.to)}"
        return _not_ready(request, f"somebody's word that time is right; it leapt from {told}, and nothing fires")
    return JSONResponse({"status": "ready"})


def _not_ready(request: Request, missing: str) -> Response:
    return problem(
        HTTPStatus.SERVICE_UNAVAILABLE, f"Not ready: {missing}.", missing=missing, request_id=name_of(request)
    )


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "The figures."},
        **declared(401, 403, 429),
    },
)
def show_figures(app: Service, _key: Viewer) -> Response:
    """Figures in the text format of Prometheus, counted when they are asked for."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(app))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class _Figures:
    """Counts in the store, one helpdesk a label; never a ticket or a customer."""

    def __init__(self, app: App) -> None:
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """Every figure."""
        now = self._app.now()
        tickets = GaugeMetricFamily("slaclock_tickets", "Tickets still going.", labels=["helpdesk", "status"])
        clocks = GaugeMetricFamily("slaclock_clocks", "Clocks not stopped.", labels=["helpdesk", "metric", "state"])
        messages = GaugeMetricFamily("slaclock_outbox", "Messages by fate.", labels=["helpdesk", "state"])
        waiting = GaugeMetricFamily("slaclock_waiting", "What waits to be done.", labels=["helpdesk", "what"])
        fired = GaugeMetricFamily("slaclock_fired", "Steps fired.", labels=["helpdesk"])
        lag = GaugeMetricFamily("slaclock_lag_seconds", "Lateness of the oldest due timer.", labels=["helpdesk"])
        strangers = GaugeMetricFamily("slaclock_unmapped", "Words nobody mapped.", labels=["helpdesk", "kind", "word"])
        beats = GaugeMetricFamily("slaclock_round_age_seconds", "Since a worker's round.", labels=["worker", "round"])
        leapt = GaugeMetricFamily("slaclock_time_in_doubt", "1 while time leapt ahead and nothing fires.")
        with self._app.store.reading() as unit:
            leapt.add_metric([], float(doubt(unit, self._app.settings.tenant, now) is not None))
            for name, desk in self._app.desks.items():
                for status, count in figures.tickets_of(unit, desk.place).items():
                    tickets.add_metric([name, status], count)
                for (metric, state), count in figures.clocks_of(unit, desk.place).items():
                    clocks.add_metric([name, metric, state], count)
                for state, count in figures.outbox_of(unit, desk.place).items():
                    messages.add_metric([name, state], count)
                for what, count in figures.waiting_of(unit, desk.place).items():
                    waiting.add_metric([name, what], count)
                for kind, word in strange.known(unit, desk.place, desk.words):
                    strangers.add_metric([name, kind, word], 1)
                fired.add_metric([name], figures.firings_of(unit, desk.place))
                lag.add_metric([name], figures.lag_of(unit, desk.place, now) / SECOND)
            for row in heartbeats.all_of(unit, self._app.settings.tenant):
                beats.add_metric([row["worker"], row["round"]], (now - row["at"]) / SECOND)
        yield from (tickets, clocks, messages, waiting, fired, lag, strangers, beats, leapt)
