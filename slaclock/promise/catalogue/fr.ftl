## reviewed: false
## language: Français

### « au plus tard » ne laisse aucun doute : l’heure dite est comprise.
### « avant minuit » et non « en fin de journée », qui veut dire en fin d’après-midi.

## Un moment (« nous serons de retour … »).

at-today = aujourd’hui à { $time }
at-tomorrow = demain à { $time }
at-weekday =
    { $dow ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
        [5] vendredi
        [6] samedi
       *[7] dimanche
    } à { $time }
at-date =
    { $dow ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
        [5] vendredi
        [6] samedi
       *[7] dimanche
    } { $date } à { $time }
at-end-weekday =
    { $dow ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
        [5] vendredi
        [6] samedi
       *[7] dimanche
    } à 24 h
at-end-date =
    { $dow ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
        [5] vendredi
        [6] samedi
       *[7] dimanche
    } { $date } à 24 h

## Une échéance.

by-today = au plus tard aujourd’hui à { $time }
by-tomorrow = au plus tard demain à { $time }
by-weekday =
    { $dow ->
        [1] au plus tard lundi
        [2] au plus tard mardi
        [3] au plus tard mercredi
        [4] au plus tard jeudi
        [5] au plus tard vendredi
        [6] au plus tard samedi
       *[7] au plus tard dimanche
    } à { $time }
by-date =
    { $dow ->
        [1] au plus tard lundi
        [2] au plus tard mardi
        [3] au plus tard mercredi
        [4] au plus tard jeudi
        [5] au plus tard vendredi
        [6] au plus tard samedi
       *[7] au plus tard dimanche
    } { $date } à { $time }
by-end-today = au plus tard aujourd’hui avant minuit
by-end-tomorrow = au plus tard demain avant minuit
by-end-weekday =
    { $dow ->
        [1] au plus tard lundi
        [2] au plus tard mardi
        [3] au plus tard mercredi
        [4] au plus tard jeudi
        [5] au plus tard vendredi
        [6] au plus tard samedi
       *[7] au plus tard dimanche
    } avant minuit
by-end-date =
    { $dow ->
        [1] au plus tard lundi
        [2] au plus tard mardi
        [3] au plus tard mercredi
        [4] au plus tard jeudi
        [5] au plus tard vendredi
        [6] au plus tard samedi
       *[7] au plus tard dimanche
    } { $date } avant minuit

## Une durée, à partir de maintenant ou (working-…) en temps ouvré.

within-minutes =
    { $n ->
        [one] dans un délai d’{ $n } minute
        [many] dans un délai de { $n } de minutes
       *[other] dans un délai de { $n } minutes
    }
within-hours =
    { $n ->
        [one] dans un délai d’{ $n } heure
        [many] dans un délai de { $n } d’heures
       *[other] dans un délai de { $n } heures
    }
working-minutes =
    { $n ->
        [one] dans un délai d’{ $n } minute ouvrée
        [many] dans un délai de { $n } de minutes ouvrées
       *[other] dans un délai de { $n } minutes ouvrées
    }
working-hours =
    { $n ->
        [one] dans un délai d’{ $n } heure ouvrée
        [many] dans un délai de { $n } d’heures ouvrées
       *[other] dans un délai de { $n } heures ouvrées
    }
working-days =
    { $n ->
        [one] dans un délai d’{ $n } jour ouvré
        [many] dans un délai de { $n } de jours ouvrés
       *[other] dans un délai de { $n } jours ouvrés
    }

## Le même moment à l’heure de l’équipe, si c’est un autre jour là-bas.

elsewhere = { $phrase } ({ $city }{"\u00A0"}: { $when })

## Les phrases.

closed = Nous sommes fermés.
closed-because = Nous sommes fermés ({ $reason }).
opens = Nous serons de retour { $when }.
opens-and-reply =
    { $about ->
        [update] De retour { $when }{"\u202F"}; nouvelles { $deadline }.
        [solution] De retour { $when }{"\u202F"}; solution { $deadline }.
       *[reply] De retour { $when }{"\u202F"}; réponse { $deadline }.
    }
reply =
    { $about ->
        [update] Vous aurez de nos nouvelles { $deadline }.
        [solution] Votre demande sera résolue { $deadline }.
       *[reply] Nous vous répondrons { $deadline }.
    }
soon =
    { $about ->
        [update] Vous aurez de nos nouvelles dès que possible.
        [solution] Votre demande sera résolue dès que possible.
       *[reply] Nous vous répondrons dès que possible.
    }
typically = D’habitude, nous répondons { $within }.
paused =
    { $about ->
        [update] Vous aurez de nos nouvelles { $within } après votre réponse.
        [solution] Votre demande sera résolue { $within } après votre réponse.
       *[reply] Nous vous répondrons { $within } après votre réponse.
    }
paused-soon = Dès que vous nous aurez répondu, nous poursuivrons au plus vite.
paused-other =
    { $about ->
        [update] Nous attendons la réponse d’un tiers{"\u202F"}; dès que nous pourrons poursuivre, vous aurez de nos nouvelles { $within }.
        [solution] Nous attendons la réponse d’un tiers{"\u202F"}; dès que nous pourrons poursuivre, votre demande sera résolue { $within }.
       *[reply] Nous attendons la réponse d’un tiers{"\u202F"}; dès que nous pourrons poursuivre, nous vous répondrons { $within }.
    }
paused-other-soon = Nous attendons la réponse d’un tiers et poursuivrons au plus vite.
overdue = Veuillez nous excuser{"\u00A0"}: cela prend plus de temps que promis.
zone = Fuseau horaire{"\u00A0"}: { $city }.
iso = { $iso } ({ $zone })

## Ce qui sépare deux phrases.

between = { " " }
