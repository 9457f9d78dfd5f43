"""Records the conversations of `fake_recordings` with the fake helpdesk: python -m tests.connectors.record_fake."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from slaclock.connectors.contract import HOOK
from slaclock.connectors.fake import FakeConnector, FakeHelpdesk
from slaclock.connectors.protocol import Message
from slaclock.connectors.recording import Recording
from slaclock.instant import format_instant
from tests.connectors.scene import keep
from tests.connectors.test_fake_helpdesk import EVERY_KIND, NOW, SETTINGS, born, wrote

FOLDER = Path(__file__).parent / "fake_recordings"


def take(helpdesk: FakeHelpdesk, name: str, deed: str, asked: Any) -> None:
    scene = Recording(name, name.replace("_", " "), deed, asked, None)
    keep(scene, helpdesk.transport, lambda client: FakeConnector.open(SETTINGS, client), FOLDER)


def plain_message(message: Message) -> dict[str, Any]:
    told = asdict(message)
    if message.kind.value == "due_date" and isinstance(message.value, int):
        told["value"] = format_instant(message.value)
    return told


def main() -> None:
    helpdesk = FakeHelpdesk(lambda: NOW, secret=HOOK)
    helpdesk.tell(born())
    helpdesk.tell(wrote("T1", 2))
    headers, body = helpdesk.webhooks()[0]
    take(helpdesk, "fetch", "fetch", "T1")
    take(helpdesk, "fetch_missing", "fetch", "T2")
    take(helpdesk, "poll", "poll", {"cursor": None})
    take(helpdesk, "webhook", "webhook", {"headers": headers, "body": body.decode()})
    for message in EVERY_KIND:
        name = message.id.replace("-", "_")
        take(helpdesk, f"look_before_{name}", "look", plain_message(message))
        take(helpdesk, f"deliver_{name}", "deliver", plain_message(message))
        take(helpdesk, f"look_{name}", "look", plain_message(message))


if __name__ == "__main__":
    main()
