## reviewed: false
## language: Português (Brasil)

### O que no Brasil se diz de outra maneira; o resto está em pt.ftl.

closed = Estamos fechados.
closed-because = Estamos fechados ({ $reason }).
soon =
    { $about ->
        [update] Você terá notícias nossas assim que possível.
        [solution] Sua solicitação será resolvida assim que possível.
       *[reply] Responderemos assim que possível.
    }
reply =
    { $about ->
        [update] Você terá notícias nossas { $deadline }.
        [solution] Sua solicitação será resolvida { $deadline }.
       *[reply] Responderemos { $deadline }.
    }
typically = Normalmente respondemos { $within }.
paused =
    { $about ->
        [update] Você terá notícias nossas { $within } após a sua resposta.
        [solution] Sua solicitação será resolvida { $within } após a sua resposta.
       *[reply] Responderemos { $within } após a sua resposta.
    }
paused-soon = Assim que você nos responder, continuaremos o mais rápido possível.
paused-other =
    { $about ->
        [update] Aguardamos a resposta de terceiros; assim que pudermos continuar, você terá notícias nossas { $within }.
        [solution] Aguardamos a resposta de terceiros; assim que pudermos continuar, sua solicitação será resolvida { $within }.
       *[reply] Aguardamos a resposta de terceiros; assim que pudermos continuar, responderemos { $within }.
    }
paused-other-soon = Aguardamos a resposta de terceiros e continuaremos o mais rápido possível.
overdue = Pedimos desculpas: está demorando mais do que prometemos.
