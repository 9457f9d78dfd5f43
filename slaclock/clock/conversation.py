"""Who owes whom an answer: the customer's questions, people's answers, bots in between and visitors who leave."""

from __future__ import annotations

from slaclock.clock.turns import Turns
from slaclock.policy.metric import Moment

_NOT_ASKED, _DUE, _DONE, _WITH_BOT = "not asked", "due", "done", "with bot"


class Conversation:
    """The state of one ticket's talk while its events are told (laws L16, L18, L27, L29)."""

    __slots__ = ("_bot", "_by_customer", "_first", "_gone", "_handed_over", "_next_due", "_turns", "asked")

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._first = _NOT_ASKED
        self._by_customer = False
        self._next_due = False
        self._bot = False
        self._handed_over = False
        self._gone: tuple[str, int | None, bool] | None = None
        self.asked: int | None = None
        """The customer's oldest public message that nobody has answered."""

    def begin(self, by_customer: bool) -> None:
        """People have work from now on; a customer's ticket is itself the first question."""
        self._by_customer = by_customer
        self._turns.add(Moment.BEGUN)
        if by_customer:
            self._first = _DUE
            self._turns.add(Moment.FIRST_QUESTION)

    @property
    def first_due(self) -> bool:
        """Whether the first answer is still owed."""
        return self._first is _DUE

    @property
    def only_a_bot(self) -> bool:
        """Whether a bot has had the talk and no person was due yet."""
        return self._first is _WITH_BOT

    @property
    def with_bot(self) -> bool:
        """Whether a bot holds the talk now."""
        return self._bot

    def ask(self, since: int) -> None:
        """The customer wrote; several messages before an answer are one question, as old as the oldest."""
        self._gone = None
        if self.asked is None or since < self.asked:
            self.asked = since
        if self._first is _NOT_ASKED and not self._bot:
            self._first = _DUE
            self._turns.add(Moment.FIRST_QUESTION, since)
        elif self._first is _DUE and since < self._turns.at:
            # a merged ticket brought an older question: the first answer is owed since then
            self._turns.add(Moment.FIRST_QUESTION, since)
        elif self._first is _DONE and not self._bot:
            self._next_due = True
            self._turns.add(Moment.NEXT_QUESTION, self.asked)

    def answer(self) -> None:
        """A person answered in public: nothing is owed."""
        self._turns.add(Moment.ANSWERED)
        self._settle(first_done=self._first is not _NOT_ASKED)

    def solve(self) -> None:
        """A solve closes every question; what the customer writes from now on is a further one."""
        self._settle(first_done=self._first is not _WITH_BOT)

    def _settle(self, first_done: bool) -> None:
        self._gone = None
        self.asked = None
        self._next_due = False
        if first_done:
            self._first = _DONE

    def to_bot(self) -> None:
        """A bot talks to the visitor; before any hand-over nobody is due."""
        if not self._handed_over and self._first in (_NOT_ASKED, _DUE):
            self._turns.add(Moment.UNBEGUN)
            self._first = _WITH_BOT
        self._bot = True

    def to_people(self) -> bool:
        """The visitor waits for a person, or has one; True when people's work begins only now."""
        begins = self._first is _WITH_BOT
        if begins:
            self._first = _NOT_ASKED
            self.begin(self._by_customer or self.asked is not None)
            if self.asked is not None:
                self.asked = self._turns.at
        elif self._bot and self.asked is not None and not self._next_due and self._first is _DONE:
            self._next_due = True
            self._turns.add(Moment.NEXT_QUESTION)
            self.asked = self._turns.at  # the bot's time does not count
        self._bot = False
        self._handed_over = True
        return begins

    def session_over(self) -> None:
        """A bot no longer holds the talk: what was asked of it is gone, and who writes now writes to people."""
        if self._bot and self._first is not _DUE and not self._next_due:
            self.asked = None
        self._bot = False

    def leave(self) -> None:
        """The visitor left or the session ended; whatever was owed is abandoned."""
        self._turns.add(Moment.LEFT)
        if self._first is _DUE or self._next_due:
            self._gone = (self._first, self.asked, self._next_due)
            self._first = _DONE
            self.asked = None
            self._next_due = False

    def come_back(self) -> None:
        """The talk goes on by another channel: a question abandoned there is still owed."""
        if self._gone:
            self._first, self.asked, self._next_due = self._gone
            self._gone = None
            self._turns.add(Moment.RETURNED)
