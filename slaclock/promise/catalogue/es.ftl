## reviewed: false
## language: Español

### «A más tardar» incluye la hora nombrada. $hour es la hora tal como se escribe: «a la 1:00», «a las 2:00».
### «Antes de medianoche», porque «al final del día» se entiende como el final de la jornada.

## Un momento («volvemos …»).

at-today =
    hoy { $hour ->
        [1] a la { $time }
       *[other] a las { $time }
    }
at-tomorrow =
    mañana { $hour ->
        [1] a la { $time }
       *[other] a las { $time }
    }
at-weekday =
    { $dow ->
        [1] el lunes
        [2] el martes
        [3] el miércoles
        [4] el jueves
        [5] el viernes
        [6] el sábado
       *[7] el domingo
    } { $hour ->
        [1] a la { $time }
       *[other] a las { $time }
    }
at-date =
    { $dow ->
        [1] el lunes
        [2] el martes
        [3] el miércoles
        [4] el jueves
        [5] el viernes
        [6] el sábado
       *[7] el domingo
    } { $date } { $hour ->
        [1] a la { $time }
       *[other] a las { $time }
    }
at-end-weekday =
    { $dow ->
        [1] el lunes
        [2] el martes
        [3] el miércoles
        [4] el jueves
        [5] el viernes
        [6] el sábado
       *[7] el domingo
    } a las 24:00
at-end-date =
    { $dow ->
        [1] el lunes
        [2] el martes
        [3] el miércoles
        [4] el jueves
        [5] el viernes
        [6] el sábado
       *[7] el domingo
    } { $date } a las 24:00

## Un plazo.

by-today =
    a más tardar hoy { $hour ->
        [1] a la { $time }
       *[other] a las { $time }
    }
by-tomorrow =
    a más tardar mañana { $hour ->
        [1] a la { $time }
       *[other] a las { $time }
    }
by-weekday =
    { $dow ->
        [1] a más tardar el lunes
        [2] a más tardar el martes
        [3] a más tardar el miércoles
        [4] a más tardar el jueves
        [5] a más tardar el viernes
        [6] a más tardar el sábado
       *[7] a más tardar el domingo
    } { $hour ->
        [1] a la { $time }
       *[other] a las { $time }
    }
by-date =
    { $dow ->
        [1] a más tardar el lunes
        [2] a más tardar el martes
        [3] a más tardar el miércoles
        [4] a más tardar el jueves
        [5] a más tardar el viernes
        [6] a más tardar el sábado
       *[7] a más tardar el domingo
    } { $date } { $hour ->
        [1] a la { $time }
       *[other] a las { $time }
    }
by-end-today = a más tardar hoy antes de medianoche
by-end-tomorrow = a más tardar mañana antes de medianoche
by-end-weekday =
    { $dow ->
        [1] a más tardar el lunes
        [2] a más tardar el martes
        [3] a más tardar el miércoles
        [4] a más tardar el jueves
        [5] a más tardar el viernes
        [6] a más tardar el sábado
       *[7] a más tardar el domingo
    } antes de medianoche
by-end-date =
    { $dow ->
        [1] a más tardar el lunes
        [2] a más tardar el martes
        [3] a más tardar el miércoles
        [4] a más tardar el jueves
        [5] a más tardar el viernes
        [6] a más tardar el sábado
       *[7] a más tardar el domingo
    } { $date } antes de medianoche

## Una duración, desde ahora o (working-…) en tiempo laborable.

within-minutes =
    { $n ->
        [one] en un plazo de { $n } minuto
        [many] en un plazo de { $n } de minutos
       *[other] en un plazo de { $n } minutos
    }
within-hours =
    { $n ->
        [one] en un plazo de { $n } hora
        [many] en un plazo de { $n } de horas
       *[other] en un plazo de { $n } horas
    }
working-minutes =
    { $n ->
        [one] en un plazo de { $n } minuto laborable
        [many] en un plazo de { $n } de minutos laborables
       *[other] en un plazo de { $n } minutos laborables
    }
working-hours =
    { $n ->
        [one] en un plazo de { $n } hora laborable
        [many] en un plazo de { $n } de horas laborables
       *[other] en un plazo de { $n } horas laborables
    }
working-days =
    { $n ->
        [one] en un plazo de { $n } día laborable
        [many] en un plazo de { $n } de días laborables
       *[other] en un plazo de { $n } días laborables
    }

## El mismo momento en el reloj del equipo, si allí es otro día.

elsewhere = { $phrase } ({ $when } en { $city })

## Las frases.

closed = Estamos cerrados.
closed-because = Estamos cerrados ({ $reason }).
opens = Volvemos { $when }.
opens-and-reply =
    { $about ->
        [update] Volvemos { $when }; noticias { $deadline }.
        [solution] Volvemos { $when }; solución { $deadline }.
       *[reply] Volvemos { $when }; respuesta { $deadline }.
    }
reply =
    { $about ->
        [update] Tendrá noticias nuestras { $deadline }.
        [solution] Resolveremos su solicitud { $deadline }.
       *[reply] Le responderemos { $deadline }.
    }
soon =
    { $about ->
        [update] Tendrá noticias nuestras lo antes posible.
        [solution] Resolveremos su solicitud lo antes posible.
       *[reply] Le responderemos lo antes posible.
    }
typically = Normalmente respondemos { $within }.
paused =
    { $about ->
        [update] Tendrá noticias nuestras { $within } tras su respuesta.
        [solution] Resolveremos su solicitud { $within } tras su respuesta.
       *[reply] Le responderemos { $within } tras su respuesta.
    }
paused-soon = En cuanto nos responda, seguiremos lo antes posible.
paused-other =
    { $about ->
        [update] Estamos a la espera de un tercero; en cuanto podamos seguir, tendrá noticias nuestras { $within }.
        [solution] Estamos a la espera de un tercero; en cuanto podamos seguir, resolveremos su solicitud { $within }.
       *[reply] Estamos a la espera de un tercero; en cuanto podamos seguir, le responderemos { $within }.
    }
paused-other-soon = Estamos a la espera de un tercero y seguiremos lo antes posible.
overdue = Lo sentimos: está tardando más de lo que prometimos.
zone = Zona horaria: { $city }.
iso = { $iso } ({ $zone })

## Lo que separa dos frases.

between = { " " }
