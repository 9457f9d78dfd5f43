"""doctor: every promise slaclock makes about itself, asked of a living store. What it finds broken is a bug."""

from slaclock.doctor.examine import Finding, doctor

__all__ = ["Finding", "doctor"]
