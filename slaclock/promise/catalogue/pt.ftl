## reviewed: false
## language: Português

### Português europeu; o que no Brasil se diz de outra maneira está em pt-BR.ftl.
### «O mais tardar» inclui a hora dita. $hour é a hora tal como se escreve: «à 1:00», «às 2:00».

## Um momento («voltamos …»).

at-today =
    hoje { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
at-tomorrow =
    amanhã { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
at-weekday =
    { $dow ->
        [1] na segunda-feira
        [2] na terça-feira
        [3] na quarta-feira
        [4] na quinta-feira
        [5] na sexta-feira
        [6] no sábado
       *[7] no domingo
    } { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
at-date =
    { $dow ->
        [1] na segunda-feira
        [2] na terça-feira
        [3] na quarta-feira
        [4] na quinta-feira
        [5] na sexta-feira
        [6] no sábado
       *[7] no domingo
    }, { $date }, { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
at-end-weekday =
    { $dow ->
        [1] na segunda-feira
        [2] na terça-feira
        [3] na quarta-feira
        [4] na quinta-feira
        [5] na sexta-feira
        [6] no sábado
       *[7] no domingo
    } às 24:00
at-end-date =
    { $dow ->
        [1] na segunda-feira
        [2] na terça-feira
        [3] na quarta-feira
        [4] na quinta-feira
        [5] na sexta-feira
        [6] no sábado
       *[7] no domingo
    }, { $date }, às 24:00

## Um prazo.

by-today =
    o mais tardar hoje { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
by-tomorrow =
    o mais tardar amanhã { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
by-weekday =
    { $dow ->
        [1] o mais tardar na segunda-feira
        [2] o mais tardar na terça-feira
        [3] o mais tardar na quarta-feira
        [4] o mais tardar na quinta-feira
        [5] o mais tardar na sexta-feira
        [6] o mais tardar no sábado
       *[7] o mais tardar no domingo
    } { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
by-date =
    { $dow ->
        [1] o mais tardar na segunda-feira
        [2] o mais tardar na terça-feira
        [3] o mais tardar na quarta-feira
        [4] o mais tardar na quinta-feira
        [5] o mais tardar na sexta-feira
        [6] o mais tardar no sábado
       *[7] o mais tardar no domingo
    }, { $date }, { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
by-end-today = o mais tardar hoje antes da meia-noite
by-end-tomorrow = o mais tardar amanhã antes da meia-noite
by-end-weekday =
    { $dow ->
        [1] o mais tardar na segunda-feira
        [2] o mais tardar na terça-feira
        [3] o mais tardar na quarta-feira
        [4] o mais tardar na quinta-feira
        [5] o mais tardar na sexta-feira
        [6] o mais tardar no sábado
       *[7] o mais tardar no domingo
    } antes da meia-noite
by-end-date =
    { $dow ->
        [1] o mais tardar na segunda-feira
        [2] o mais tardar na terça-feira
        [3] o mais tardar na quarta-feira
        [4] o mais tardar na quinta-feira
        [5] o mais tardar na sexta-feira
        [6] o mais tardar no sábado
       *[7] o mais tardar no domingo
    }, { $date }, antes da meia-noite

## Uma duração, a partir de agora ou (working-…) em tempo útil.

within-minutes =
    { $n ->
        [one] no prazo de { $n } minuto
        [many] no prazo de { $n } de minutos
       *[other] no prazo de { $n } minutos
    }
within-hours =
    { $n ->
        [one] no prazo de { $n } hora
        [many] no prazo de { $n } de horas
       *[other] no prazo de { $n } horas
    }
working-minutes =
    { $n ->
        [one] no prazo de { $n } minuto útil
        [many] no prazo de { $n } de minutos úteis
       *[other] no prazo de { $n } minutos úteis
    }
working-hours =
    { $n ->
        [one] no prazo de { $n } hora útil
        [many] no prazo de { $n } de horas úteis
       *[other] no prazo de { $n } horas úteis
    }
working-days =
    { $n ->
        [one] no prazo de { $n } dia útil
        [many] no prazo de { $n } de dias úteis
       *[other] no prazo de { $n } dias úteis
    }

## O mesmo momento no relógio da equipa, se lá for outro dia.

elsewhere = { $phrase } ({ $city }: { $when })

## As frases.

closed = Estamos encerrados.
closed-because = Estamos encerrados ({ $reason }).
opens = Voltamos { $when }.
opens-and-reply =
    { $about ->
        [update] Voltamos { $when }; notícias { $deadline }.
        [solution] Voltamos { $when }; solução { $deadline }.
       *[reply] Voltamos { $when }; resposta { $deadline }.
    }
reply =
    { $about ->
        [update] Terá notícias nossas { $deadline }.
        [solution] O seu pedido será resolvido { $deadline }.
       *[reply] Responderemos { $deadline }.
    }
soon =
    { $about ->
        [update] Terá notícias nossas assim que possível.
        [solution] O seu pedido será resolvido assim que possível.
       *[reply] Responderemos assim que possível.
    }
typically = Normalmente, respondemos { $within }.
paused =
    { $about ->
        [update] Terá notícias nossas { $within } após a sua resposta.
        [solution] O seu pedido será resolvido { $within } após a sua resposta.
       *[reply] Responderemos { $within } após a sua resposta.
    }
paused-soon = Assim que nos responder, continuaremos o mais depressa possível.
paused-other =
    { $about ->
        [update] Aguardamos a resposta de terceiros; assim que pudermos continuar, terá notícias nossas { $within }.
        [solution] Aguardamos a resposta de terceiros; assim que pudermos continuar, o seu pedido será resolvido { $within }.
       *[reply] Aguardamos a resposta de terceiros; assim que pudermos continuar, responderemos { $within }.
    }
paused-other-soon = Aguardamos a resposta de terceiros e continuaremos o mais depressa possível.
overdue = Pedimos desculpa: está a demorar mais do que prometemos.
zone = Fuso horário: { $city }.
iso = { $iso } ({ $zone })

## O que separa duas frases.

between = { " " }
