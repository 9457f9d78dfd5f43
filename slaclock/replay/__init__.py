"""Histories in files: a helpdesk's own export read as events, judged by a configuration or by two."""

from slaclock.replay.export import export_events, export_readings
from slaclock.replay.log import read_log
from slaclock.replay.mapping import LogMap, load_map
from slaclock.replay.result import ReplayResult
from slaclock.replay.run import run_replay

__all__ = ["LogMap", "ReplayResult", "export_events", "export_readings", "load_map", "read_log", "run_replay"]
