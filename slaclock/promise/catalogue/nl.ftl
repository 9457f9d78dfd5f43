## reviewed: false
## language: Nederlands

### ‘Uiterlijk’ sluit het genoemde tijdstip in. ‘Voor middernacht’, want ‘eind van de dag’ is het einde van de werkdag.

## Een moment (‘we zijn … weer bereikbaar’).

at-today = vandaag om { $time } uur
at-tomorrow = morgen om { $time } uur
at-weekday =
    { $dow ->
        [1] maandag
        [2] dinsdag
        [3] woensdag
        [4] donderdag
        [5] vrijdag
        [6] zaterdag
       *[7] zondag
    } om { $time } uur
at-date =
    { $dow ->
        [1] maandag
        [2] dinsdag
        [3] woensdag
        [4] donderdag
        [5] vrijdag
        [6] zaterdag
       *[7] zondag
    } { $date } om { $time } uur
at-end-weekday =
    { $dow ->
        [1] maandag
        [2] dinsdag
        [3] woensdag
        [4] donderdag
        [5] vrijdag
        [6] zaterdag
       *[7] zondag
    } om 24:00 uur
at-end-date =
    { $dow ->
        [1] maandag
        [2] dinsdag
        [3] woensdag
        [4] donderdag
        [5] vrijdag
        [6] zaterdag
       *[7] zondag
    } { $date } om 24:00 uur

## Een termijn.

by-today = uiterlijk vandaag om { $time } uur
by-tomorrow = uiterlijk morgen om { $time } uur
by-weekday =
    { $dow ->
        [1] uiterlijk maandag
        [2] uiterlijk dinsdag
        [3] uiterlijk woensdag
        [4] uiterlijk donderdag
        [5] uiterlijk vrijdag
        [6] uiterlijk zaterdag
       *[7] uiterlijk zondag
    } om { $time } uur
by-date =
    { $dow ->
        [1] uiterlijk maandag
        [2] uiterlijk dinsdag
        [3] uiterlijk woensdag
        [4] uiterlijk donderdag
        [5] uiterlijk vrijdag
        [6] uiterlijk zaterdag
       *[7] uiterlijk zondag
    } { $date } om { $time } uur
by-end-today = uiterlijk vandaag voor middernacht
by-end-tomorrow = uiterlijk morgen voor middernacht
by-end-weekday =
    { $dow ->
        [1] uiterlijk maandag
        [2] uiterlijk dinsdag
        [3] uiterlijk woensdag
        [4] uiterlijk donderdag
        [5] uiterlijk vrijdag
        [6] uiterlijk zaterdag
       *[7] uiterlijk zondag
    } voor middernacht
by-end-date =
    { $dow ->
        [1] uiterlijk maandag
        [2] uiterlijk dinsdag
        [3] uiterlijk woensdag
        [4] uiterlijk donderdag
        [5] uiterlijk vrijdag
        [6] uiterlijk zaterdag
       *[7] uiterlijk zondag
    } { $date } voor middernacht

## Een duur, vanaf nu of (working-…) in werktijd.

within-minutes =
    { $n ->
        [one] binnen { $n } minuut
       *[other] binnen { $n } minuten
    }
within-hours =
    { $n ->
        [one] binnen { $n } uur
       *[other] binnen { $n } uur
    }
working-minutes =
    { $n ->
        [one] binnen { $n } minuut werktijd
       *[other] binnen { $n } minuten werktijd
    }
working-hours =
    { $n ->
        [one] binnen { $n } werkuur
       *[other] binnen { $n } werkuren
    }
working-days =
    { $n ->
        [one] binnen { $n } werkdag
       *[other] binnen { $n } werkdagen
    }

## Hetzelfde moment op de klok van het team, als het daar een andere dag is.

elsewhere = { $phrase } ({ $city }: { $when })

## De zinnen.

closed = We zijn gesloten.
closed-because = We zijn gesloten ({ $reason }).
opens = We zijn { $when } weer bereikbaar.
opens-and-reply =
    { $about ->
        [update] Weer bereikbaar { $when }; bericht { $deadline }.
        [solution] Weer bereikbaar { $when }; oplossing { $deadline }.
       *[reply] Weer bereikbaar { $when }; antwoord { $deadline }.
    }
reply =
    { $about ->
        [update] U hoort { $deadline } van ons.
        [solution] We lossen uw vraag { $deadline } op.
       *[reply] We antwoorden { $deadline }.
    }
soon =
    { $about ->
        [update] U hoort zo snel mogelijk van ons.
        [solution] We lossen uw vraag zo snel mogelijk op.
       *[reply] We antwoorden zo snel mogelijk.
    }
typically = Meestal antwoorden we { $within }.
paused =
    { $about ->
        [update] U hoort van ons { $within } na uw reactie.
        [solution] We lossen uw vraag op { $within } na uw reactie.
       *[reply] We antwoorden { $within } na uw reactie.
    }
paused-soon = Zodra u hebt gereageerd, gaan we zo snel mogelijk verder.
paused-other =
    { $about ->
        [update] We wachten op een derde partij; zodra we verder kunnen, hoort u { $within } van ons.
        [solution] We wachten op een derde partij; zodra we verder kunnen, lossen we uw vraag { $within } op.
       *[reply] We wachten op een derde partij; zodra we verder kunnen, antwoorden we { $within }.
    }
paused-other-soon = We wachten op een derde partij en gaan zo snel mogelijk verder.
overdue = Onze excuses: dit duurt langer dan we hebben beloofd.
zone = Tijdzone: { $city }.
iso = { $iso } ({ $zone })

## Wat tussen twee zinnen staat.

between = { " " }
