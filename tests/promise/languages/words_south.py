"""Spanish, Portuguese, Italian: their words for when."""

from __future__ import annotations

from tests.promise.languages.tongue import Tongue

SPANISH = Tongue(
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre|setiembre", "octubre", "noviembre", "diciembre",
    ),
    today="hoy",
    tomorrow="mañana",
    day_ends="antes de medianoche|24:00",
    latest="a más tardar|en un plazo de",
    morning="a.m.|a. m.",
    afternoon="p.m.|p. m.",
    units=(
        ("minute", "minuto|minutos"), ("hour", "hora|horas"), ("day", "día|días"),
        ("working minute", "minuto laborable|minutos laborables"),
        ("working hour", "hora laborable|horas laborables"),
        ("working day", "día laborable|días laborables"),
    ),
    other=(
        "le responderemos|respuesta|tendrá noticias nuestras|noticias|resolveremos su solicitud|solución|volvemos|"
        "el|a la|a las|de|tras su respuesta"
    ),
)  # fmt: skip

PORTUGUESE = Tongue(
    weekdays=(
        "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo",
    ),
    months=(
        "janeiro", "fevereiro", "março", "abril", "maio", "junho",
        "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
    ),
    today="hoje",
    tomorrow="amanhã",
    day_ends="antes da meia-noite|24:00",
    latest="o mais tardar|no prazo de",
    morning="AM|a.m.",
    afternoon="PM|p.m.",
    units=(
        ("minute", "minuto|minutos"), ("hour", "hora|horas"), ("day", "dia|dias"),
        ("working minute", "minuto útil|minutos úteis"), ("working hour", "hora útil|horas úteis"),
        ("working day", "dia útil|dias úteis"),
    ),
    other=(
        "responderemos|resposta|terá notícias nossas|você terá notícias nossas|notícias|o seu pedido será resolvido|"
        "sua solicitação será resolvida|solução|voltamos|na|no|à|às|de|após a sua resposta"
    ),
)  # fmt: skip

ITALIAN = Tongue(
    weekdays=("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    months=(
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
        "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
    ),
    today="oggi",
    tomorrow="domani",
    day_ends="prima di mezzanotte|24:00",
    latest="al più tardi|entro",
    morning="AM",
    afternoon="PM",
    units=(
        ("minute", "minuto|minuti"), ("hour", "ora|ore"), ("day", "giorno|giorni"),
        ("working minute", "minuto lavorativo|minuti lavorativi"),
        ("working hour", "ora lavorativa|ore lavorative"),
        ("working day", "giorno lavorativo|giorni lavorativi"),
    ),
    other=(
        "le risponderemo|risposta|riceverà nostre notizie|notizie|risolveremo la sua richiesta|soluzione|torniamo|"
        "alle ore|dalla sua risposta"
    ),
)  # fmt: skip
