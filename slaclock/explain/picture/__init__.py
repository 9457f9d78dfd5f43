"""The strip: one explained clock as a picture, a day a row, drawn to scale."""

from slaclock.explain.picture.drawing import NARROW, WIDE, Shape, draw, style

__all__ = ["NARROW", "WIDE", "Shape", "draw", "style"]
