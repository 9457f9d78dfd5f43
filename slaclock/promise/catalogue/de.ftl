## reviewed: false
## language: Deutsch

## Ein Zeitpunkt („Wir sind … wieder da“).

at-today = heute um { $time } Uhr
at-tomorrow = morgen um { $time } Uhr
at-weekday =
    { $dow ->
        [1] am Montag
        [2] am Dienstag
        [3] am Mittwoch
        [4] am Donnerstag
        [5] am Freitag
        [6] am Samstag
       *[7] am Sonntag
    } um { $time } Uhr
at-date =
    { $dow ->
        [1] am Montag
        [2] am Dienstag
        [3] am Mittwoch
        [4] am Donnerstag
        [5] am Freitag
        [6] am Samstag
       *[7] am Sonntag
    }, { $date }, um { $time } Uhr
at-end-weekday =
    { $dow ->
        [1] am Montag
        [2] am Dienstag
        [3] am Mittwoch
        [4] am Donnerstag
        [5] am Freitag
        [6] am Samstag
       *[7] am Sonntag
    } um 24:00 Uhr
at-end-date =
    { $dow ->
        [1] am Montag
        [2] am Dienstag
        [3] am Mittwoch
        [4] am Donnerstag
        [5] am Freitag
        [6] am Samstag
       *[7] am Sonntag
    }, { $date }, um 24:00 Uhr

## Eine Frist, die genannte Uhrzeit eingeschlossen. 24:00 Uhr, denn „Ende des Tages“ verstehen viele als Büroschluss.

by-today = spätestens heute um { $time } Uhr
by-tomorrow = spätestens morgen um { $time } Uhr
by-weekday =
    { $dow ->
        [1] spätestens am Montag
        [2] spätestens am Dienstag
        [3] spätestens am Mittwoch
        [4] spätestens am Donnerstag
        [5] spätestens am Freitag
        [6] spätestens am Samstag
       *[7] spätestens am Sonntag
    } um { $time } Uhr
by-date =
    { $dow ->
        [1] spätestens am Montag
        [2] spätestens am Dienstag
        [3] spätestens am Mittwoch
        [4] spätestens am Donnerstag
        [5] spätestens am Freitag
        [6] spätestens am Samstag
       *[7] spätestens am Sonntag
    }, { $date }, um { $time } Uhr
by-end-today = spätestens heute um 24:00 Uhr
by-end-tomorrow = spätestens morgen um 24:00 Uhr
by-end-weekday =
    { $dow ->
        [1] spätestens am Montag
        [2] spätestens am Dienstag
        [3] spätestens am Mittwoch
        [4] spätestens am Donnerstag
        [5] spätestens am Freitag
        [6] spätestens am Samstag
       *[7] spätestens am Sonntag
    } um 24:00 Uhr
by-end-date =
    { $dow ->
        [1] spätestens am Montag
        [2] spätestens am Dienstag
        [3] spätestens am Mittwoch
        [4] spätestens am Donnerstag
        [5] spätestens am Freitag
        [6] spätestens am Samstag
       *[7] spätestens am Sonntag
    }, { $date }, um 24:00 Uhr

## Eine Dauer, von jetzt an oder (working-…) in Arbeitszeit.

within-minutes =
    { $n ->
        [one] innerhalb von { $n } Minute
       *[other] innerhalb von { $n } Minuten
    }
within-hours =
    { $n ->
        [one] innerhalb von { $n } Stunde
       *[other] innerhalb von { $n } Stunden
    }
working-minutes =
    { $n ->
        [one] innerhalb von { $n } Arbeitsminute
       *[other] innerhalb von { $n } Arbeitsminuten
    }
working-hours =
    { $n ->
        [one] innerhalb von { $n } Arbeitsstunde
       *[other] innerhalb von { $n } Arbeitsstunden
    }
working-days =
    { $n ->
        [one] innerhalb von { $n } Arbeitstag
       *[other] innerhalb von { $n } Arbeitstagen
    }

## Derselbe Zeitpunkt auf der Uhr des Teams, wo sie einen anderen Tag zeigt.

elsewhere = { $phrase } ({ $city }: { $when })

## Sätze.

closed = Wir haben geschlossen.
closed-because = Wir haben geschlossen ({ $reason }).
opens = Wir sind { $when } wieder da.
opens-and-reply =
    { $about ->
        [update] Wir sind { $when } wieder da; Sie hören { $deadline } von uns.
        [solution] Wir sind { $when } wieder da und lösen Ihr Anliegen { $deadline }.
       *[reply] Wir sind { $when } wieder da und antworten { $deadline }.
    }
reply =
    { $about ->
        [update] Sie hören { $deadline } von uns.
        [solution] Wir lösen Ihr Anliegen { $deadline }.
       *[reply] Wir antworten { $deadline }.
    }
soon =
    { $about ->
        [update] Sie hören so bald wie möglich von uns.
        [solution] Wir lösen Ihr Anliegen so bald wie möglich.
       *[reply] Wir antworten so bald wie möglich.
    }
typically = Meist antworten wir { $within }.
paused =
    { $about ->
        [update] Sie hören { $within } nach Ihrer Antwort von uns.
        [solution] Wir lösen Ihr Anliegen { $within } nach Ihrer Antwort.
       *[reply] Wir antworten { $within } nach Ihrer Antwort.
    }
paused-soon = Sobald Sie uns antworten, machen wir so bald wie möglich weiter.
paused-other =
    { $about ->
        [update] Wir warten auf Dritte; sobald es weitergeht, hören Sie { $within } von uns.
        [solution] Wir warten auf Dritte; sobald es weitergeht, lösen wir Ihr Anliegen { $within }.
       *[reply] Wir warten auf Dritte; sobald es weitergeht, antworten wir { $within }.
    }
paused-other-soon = Wir warten auf Dritte und machen so bald wie möglich weiter.
overdue = Es tut uns leid: Es dauert länger, als wir versprochen haben.
zone = Zeitzone: { $city }.
iso = { $iso } ({ $zone })

## Was zwischen zwei Sätzen steht.

between = { " " }
