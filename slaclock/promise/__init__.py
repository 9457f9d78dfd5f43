"""What the customer is told: a deadline rounded later into words, in his zone and language, never earlier (P1 to P7).

The way of one promise: `owed` finds the clock that answers the customer soonest; `prospect` is what can be promised of
it, its deadline moved later by `rounding` until it can be said; `listener` names instants to a person in his zone;
`language` has the words (one Fluent catalogue each, CLDR times and dates); `opening` says why the desk is closed;
`telling` puts the sentences together and `sms` makes a text message of them. `amend` decides when a promise already
told must be told anew.
"""

from slaclock.promise.promise import Habit, Promise, PromiseKind

__all__ = ["Habit", "Promise", "PromiseKind"]
