"""The helpdesks slaclock speaks with: one folder a vendor, with its connector, recorded payloads, tests and setup page.

A vendor imports `slaclock.connectors` and the core's words, never another vendor. CONTRIBUTING.md says how to add one.
"""
