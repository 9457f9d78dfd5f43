## reviewed: false
## language: Italiano

### «Al più tardi» comprende l’ora detta; «alle ore» resta uguale per ogni ora.
### «Prima di mezzanotte», perché «fine giornata» s’intende come fine dell’orario di lavoro.

## Un momento («torniamo …»).

at-today = oggi alle ore { $time }
at-tomorrow = domani alle ore { $time }
at-weekday =
    { $dow ->
        [1] lunedì
        [2] martedì
        [3] mercoledì
        [4] giovedì
        [5] venerdì
        [6] sabato
       *[7] domenica
    } alle ore { $time }
at-date =
    { $dow ->
        [1] lunedì
        [2] martedì
        [3] mercoledì
        [4] giovedì
        [5] venerdì
        [6] sabato
       *[7] domenica
    } { $date } alle ore { $time }
at-end-weekday =
    { $dow ->
        [1] lunedì
        [2] martedì
        [3] mercoledì
        [4] giovedì
        [5] venerdì
        [6] sabato
       *[7] domenica
    } alle ore 24:00
at-end-date =
    { $dow ->
        [1] lunedì
        [2] martedì
        [3] mercoledì
        [4] giovedì
        [5] venerdì
        [6] sabato
       *[7] domenica
    } { $date } alle ore 24:00

## Una scadenza.

by-today = al più tardi oggi alle ore { $time }
by-tomorrow = al più tardi domani alle ore { $time }
by-weekday =
    { $dow ->
        [1] al più tardi lunedì
        [2] al più tardi martedì
        [3] al più tardi mercoledì
        [4] al più tardi giovedì
        [5] al più tardi venerdì
        [6] al più tardi sabato
       *[7] al più tardi domenica
    } alle ore { $time }
by-date =
    { $dow ->
        [1] al più tardi lunedì
        [2] al più tardi martedì
        [3] al più tardi mercoledì
        [4] al più tardi giovedì
        [5] al più tardi venerdì
        [6] al più tardi sabato
       *[7] al più tardi domenica
    } { $date } alle ore { $time }
by-end-today = al più tardi oggi prima di mezzanotte
by-end-tomorrow = al più tardi domani prima di mezzanotte
by-end-weekday =
    { $dow ->
        [1] al più tardi lunedì
        [2] al più tardi martedì
        [3] al più tardi mercoledì
        [4] al più tardi giovedì
        [5] al più tardi venerdì
        [6] al più tardi sabato
       *[7] al più tardi domenica
    } prima di mezzanotte
by-end-date =
    { $dow ->
        [1] al più tardi lunedì
        [2] al più tardi martedì
        [3] al più tardi mercoledì
        [4] al più tardi giovedì
        [5] al più tardi venerdì
        [6] al più tardi sabato
       *[7] al più tardi domenica
    } { $date } prima di mezzanotte

## Una durata, da adesso o (working-…) in tempo lavorativo.

within-minutes =
    { $n ->
        [one] entro { $n } minuto
        [many] entro { $n } di minuti
       *[other] entro { $n } minuti
    }
within-hours =
    { $n ->
        [one] entro { $n } ora
        [many] entro { $n } di ore
       *[other] entro { $n } ore
    }
working-minutes =
    { $n ->
        [one] entro { $n } minuto lavorativo
        [many] entro { $n } di minuti lavorativi
       *[other] entro { $n } minuti lavorativi
    }
working-hours =
    { $n ->
        [one] entro { $n } ora lavorativa
        [many] entro { $n } di ore lavorative
       *[other] entro { $n } ore lavorative
    }
working-days =
    { $n ->
        [one] entro { $n } giorno lavorativo
        [many] entro { $n } di giorni lavorativi
       *[other] entro { $n } giorni lavorativi
    }

## Lo stesso momento all’orologio del team, se là è un altro giorno.

elsewhere = { $phrase } ({ $city }: { $when })

## Le frasi.

closed = Siamo chiusi.
closed-because = Siamo chiusi ({ $reason }).
opens = Torniamo { $when }.
opens-and-reply =
    { $about ->
        [update] Torniamo { $when }; notizie { $deadline }.
        [solution] Torniamo { $when }; soluzione { $deadline }.
       *[reply] Torniamo { $when }; risposta { $deadline }.
    }
reply =
    { $about ->
        [update] Riceverà nostre notizie { $deadline }.
        [solution] Risolveremo la sua richiesta { $deadline }.
       *[reply] Le risponderemo { $deadline }.
    }
soon =
    { $about ->
        [update] Riceverà nostre notizie appena possibile.
        [solution] Risolveremo la sua richiesta appena possibile.
       *[reply] Le risponderemo appena possibile.
    }
typically = Di solito rispondiamo { $within }.
paused =
    { $about ->
        [update] Riceverà nostre notizie { $within } dalla sua risposta.
        [solution] Risolveremo la sua richiesta { $within } dalla sua risposta.
       *[reply] Le risponderemo { $within } dalla sua risposta.
    }
paused-soon = Appena ci avrà risposto, proseguiremo al più presto.
paused-other =
    { $about ->
        [update] Attendiamo la risposta di terzi; appena potremo proseguire, riceverà nostre notizie { $within }.
        [solution] Attendiamo la risposta di terzi; appena potremo proseguire, risolveremo la sua richiesta { $within }.
       *[reply] Attendiamo la risposta di terzi; appena potremo proseguire, le risponderemo { $within }.
    }
paused-other-soon = Attendiamo la risposta di terzi e proseguiremo al più presto.
overdue = Ci scusiamo: ci vuole più tempo di quanto promesso.
zone = Fuso orario: { $city }.
iso = { $iso } ({ $zone })

## Ciò che separa due frasi.

between = { " " }
