## reviewed: false
## language: English

### What customers are told. Two layers: phrases (when), then sentences that hold a finished phrase.
### $dow is the weekday, 1 = Monday … 7 = Sunday; $time and $date come formatted from CLDR, $city from its zone names.
### A deadline is an upper bound that includes its instant; it leaves the clock time uninflected ("at the latest").

## A moment ("we are back …").

at-today = today { $time }
at-tomorrow = tomorrow { $time }
at-weekday =
    { $dow ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    } { $time }
at-date =
    { $dow ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }, { $date } { $time }
at-end-weekday =
    { $dow ->
        [1] end of Monday
        [2] end of Tuesday
        [3] end of Wednesday
        [4] end of Thursday
        [5] end of Friday
        [6] end of Saturday
       *[7] end of Sunday
    }
at-end-date =
    { $dow ->
        [1] end of Monday
        [2] end of Tuesday
        [3] end of Wednesday
        [4] end of Thursday
        [5] end of Friday
        [6] end of Saturday
       *[7] end of Sunday
    }, { $date }

## A deadline.

by-today = by { $time } today at the latest
by-tomorrow = by tomorrow { $time } at the latest
by-weekday =
    { $dow ->
        [1] by Monday
        [2] by Tuesday
        [3] by Wednesday
        [4] by Thursday
        [5] by Friday
        [6] by Saturday
       *[7] by Sunday
    } { $time } at the latest
by-date =
    { $dow ->
        [1] by Monday
        [2] by Tuesday
        [3] by Wednesday
        [4] by Thursday
        [5] by Friday
        [6] by Saturday
       *[7] by Sunday
    }, { $date } { $time } at the latest
by-end-today = by the end of today
by-end-tomorrow = by the end of tomorrow
by-end-weekday =
    { $dow ->
        [1] by the end of Monday
        [2] by the end of Tuesday
        [3] by the end of Wednesday
        [4] by the end of Thursday
        [5] by the end of Friday
        [6] by the end of Saturday
       *[7] by the end of Sunday
    }
by-end-date =
    { $dow ->
        [1] by the end of Monday
        [2] by the end of Tuesday
        [3] by the end of Wednesday
        [4] by the end of Thursday
        [5] by the end of Friday
        [6] by the end of Saturday
       *[7] by the end of Sunday
    }, { $date }

## A length from now, or (working-…) of open time.

within-minutes =
    { $n ->
        [one] within { $n } minute
       *[other] within { $n } minutes
    }
within-hours =
    { $n ->
        [one] within { $n } hour
       *[other] within { $n } hours
    }
working-minutes =
    { $n ->
        [one] within { $n } working minute
       *[other] within { $n } working minutes
    }
working-hours =
    { $n ->
        [one] within { $n } working hour
       *[other] within { $n } working hours
    }
working-days =
    { $n ->
        [one] within { $n } working day
       *[other] within { $n } working days
    }

## The same moment on the desk's clock, put behind a phrase when it shows another day there.

elsewhere = { $phrase } ({ $when } in { $city })

## Sentences. $deadline is one of by-… or within-…, $when one of at-…, $within one of within-… or working-….
## $about says what is promised: reply (an answer), update (news), solution.

closed = We’re closed.
closed-because = We’re closed ({ $reason }).
opens = We’re back { $when }.
opens-and-reply =
    { $about ->
        [update] Back { $when }; news { $deadline }.
        [solution] Back { $when }; solution { $deadline }.
       *[reply] Back { $when }; reply { $deadline }.
    }
reply =
    { $about ->
        [update] You will hear from us { $deadline }.
        [solution] We will solve this { $deadline }.
       *[reply] We will reply { $deadline }.
    }
soon =
    { $about ->
        [update] You will hear from us as soon as we can.
        [solution] We will solve this as soon as we can.
       *[reply] We will reply as soon as we can.
    }
typically = We usually reply { $within }.
paused =
    { $about ->
        [update] You will hear from us { $within } of your reply.
        [solution] We will solve this { $within } of your reply.
       *[reply] We will reply { $within } of your reply.
    }
paused-soon = Once you have replied, we will go on as soon as we can.
paused-other =
    { $about ->
        [update] We are waiting for somebody else; you will hear from us { $within } once we can go on.
        [solution] We are waiting for somebody else; we will solve this { $within } once we can go on.
       *[reply] We are waiting for somebody else; we will reply { $within } once we can go on.
    }
paused-other-soon = We are waiting for somebody else and will go on as soon as we can.
overdue = We’re sorry: this is taking longer than we promised.
zone = Time zone: { $city }.
iso = { $iso } ({ $zone })

## What stands between two sentences.

between = { " " }
