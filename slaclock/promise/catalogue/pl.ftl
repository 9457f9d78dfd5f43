## reviewed: false
## language: Polski

### „Najpóźniej” obejmuje podaną godzinę. „Przed północą”, bo „do końca dnia” bywa rozumiane jako koniec pracy.

## Chwila („wrócimy …”).

at-today = dzisiaj o { $time }
at-tomorrow = jutro o { $time }
at-weekday =
    { $dow ->
        [1] w poniedziałek
        [2] we wtorek
        [3] w środę
        [4] w czwartek
        [5] w piątek
        [6] w sobotę
       *[7] w niedzielę
    } o { $time }
at-date =
    { $dow ->
        [1] w poniedziałek
        [2] we wtorek
        [3] w środę
        [4] w czwartek
        [5] w piątek
        [6] w sobotę
       *[7] w niedzielę
    } { $date } o { $time }
at-end-weekday =
    { $dow ->
        [1] w poniedziałek
        [2] we wtorek
        [3] w środę
        [4] w czwartek
        [5] w piątek
        [6] w sobotę
       *[7] w niedzielę
    } o 24:00
at-end-date =
    { $dow ->
        [1] w poniedziałek
        [2] we wtorek
        [3] w środę
        [4] w czwartek
        [5] w piątek
        [6] w sobotę
       *[7] w niedzielę
    } { $date } o 24:00

## Termin.

by-today = najpóźniej dzisiaj o { $time }
by-tomorrow = najpóźniej jutro o { $time }
by-weekday =
    { $dow ->
        [1] najpóźniej w poniedziałek
        [2] najpóźniej we wtorek
        [3] najpóźniej w środę
        [4] najpóźniej w czwartek
        [5] najpóźniej w piątek
        [6] najpóźniej w sobotę
       *[7] najpóźniej w niedzielę
    } o { $time }
by-date =
    { $dow ->
        [1] najpóźniej w poniedziałek
        [2] najpóźniej we wtorek
        [3] najpóźniej w środę
        [4] najpóźniej w czwartek
        [5] najpóźniej w piątek
        [6] najpóźniej w sobotę
       *[7] najpóźniej w niedzielę
    } { $date } o { $time }
by-end-today = najpóźniej dzisiaj przed północą
by-end-tomorrow = najpóźniej jutro przed północą
by-end-weekday =
    { $dow ->
        [1] najpóźniej w poniedziałek
        [2] najpóźniej we wtorek
        [3] najpóźniej w środę
        [4] najpóźniej w czwartek
        [5] najpóźniej w piątek
        [6] najpóźniej w sobotę
       *[7] najpóźniej w niedzielę
    } przed północą
by-end-date =
    { $dow ->
        [1] najpóźniej w poniedziałek
        [2] najpóźniej we wtorek
        [3] najpóźniej w środę
        [4] najpóźniej w czwartek
        [5] najpóźniej w piątek
        [6] najpóźniej w sobotę
       *[7] najpóźniej w niedzielę
    } { $date } przed północą

## Czas od teraz albo (working-…) w godzinach pracy.

within-minutes =
    { $n ->
        [one] w ciągu { $n } minuty
        [few] w ciągu { $n } minut
        [many] w ciągu { $n } minut
       *[other] w ciągu { $n } minuty
    }
within-hours =
    { $n ->
        [one] w ciągu { $n } godziny
        [few] w ciągu { $n } godzin
        [many] w ciągu { $n } godzin
       *[other] w ciągu { $n } godziny
    }
working-minutes =
    { $n ->
        [one] w ciągu { $n } minuty roboczej
        [few] w ciągu { $n } minut roboczych
        [many] w ciągu { $n } minut roboczych
       *[other] w ciągu { $n } minuty roboczej
    }
working-hours =
    { $n ->
        [one] w ciągu { $n } godziny roboczej
        [few] w ciągu { $n } godzin roboczych
        [many] w ciągu { $n } godzin roboczych
       *[other] w ciągu { $n } godziny roboczej
    }
working-days =
    { $n ->
        [one] w ciągu { $n } dnia roboczego
        [few] w ciągu { $n } dni roboczych
        [many] w ciągu { $n } dni roboczych
       *[other] w ciągu { $n } dnia roboczego
    }

## Ta sama chwila na zegarze zespołu, jeśli tam jest inny dzień.

elsewhere = { $phrase } ({ $city }: { $when })

## Zdania.

closed = Obecnie nie pracujemy.
closed-because = Obecnie nie pracujemy ({ $reason }).
opens = Wrócimy { $when }.
opens-and-reply =
    { $about ->
        [update] Wrócimy { $when }; odezwiemy się { $deadline }.
        [solution] Wrócimy { $when }; rozwiążemy sprawę { $deadline }.
       *[reply] Wrócimy { $when }; odpowiemy { $deadline }.
    }
reply =
    { $about ->
        [update] Odezwiemy się { $deadline }.
        [solution] Rozwiążemy sprawę { $deadline }.
       *[reply] Odpowiemy { $deadline }.
    }
soon =
    { $about ->
        [update] Odezwiemy się najszybciej, jak to możliwe.
        [solution] Rozwiążemy sprawę najszybciej, jak to możliwe.
       *[reply] Odpowiemy najszybciej, jak to możliwe.
    }
typically = Zwykle odpowiadamy { $within }.
paused =
    { $about ->
        [update] Odezwiemy się { $within } od otrzymania Państwa odpowiedzi.
        [solution] Rozwiążemy sprawę { $within } od otrzymania Państwa odpowiedzi.
       *[reply] Odpowiemy { $within } od otrzymania Państwa odpowiedzi.
    }
paused-soon = Po otrzymaniu Państwa odpowiedzi zajmiemy się sprawą najszybciej, jak to możliwe.
paused-other =
    { $about ->
        [update] Czekamy na odpowiedź strony trzeciej; gdy będziemy mogli działać dalej, odezwiemy się { $within }.
        [solution] Czekamy na odpowiedź strony trzeciej; gdy będziemy mogli działać dalej, rozwiążemy sprawę { $within }.
       *[reply] Czekamy na odpowiedź strony trzeciej; gdy będziemy mogli działać dalej, odpowiemy { $within }.
    }
paused-other-soon = Czekamy na odpowiedź strony trzeciej i wrócimy do sprawy najszybciej, jak to możliwe.
overdue = Przepraszamy: trwa to dłużej, niż obiecaliśmy.
zone = Strefa czasowa: { $city }.
iso = { $iso } ({ $zone })

## To, co stoi między dwoma zdaniami.

between = { " " }
