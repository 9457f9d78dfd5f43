## reviewed: false
## language: 日本語

### 「までに」は示した時刻を含む期限。「まで」とは書かない。「月曜日中に」はその日の24時までに、の意。

## 時点（「…に営業を再開します」）。

at-today = 本日{ $time }
at-tomorrow = 明日{ $time }
at-weekday =
    { $dow ->
        [1] 月曜日
        [2] 火曜日
        [3] 水曜日
        [4] 木曜日
        [5] 金曜日
        [6] 土曜日
       *[7] 日曜日
    }の{ $time }
at-date =
    { $dow ->
        [1] { $date }（月曜日）
        [2] { $date }（火曜日）
        [3] { $date }（水曜日）
        [4] { $date }（木曜日）
        [5] { $date }（金曜日）
        [6] { $date }（土曜日）
       *[7] { $date }（日曜日）
    }{ $time }
at-end-weekday =
    { $dow ->
        [1] 月曜日
        [2] 火曜日
        [3] 水曜日
        [4] 木曜日
        [5] 金曜日
        [6] 土曜日
       *[7] 日曜日
    }の24:00
at-end-date =
    { $dow ->
        [1] { $date }（月曜日）
        [2] { $date }（火曜日）
        [3] { $date }（水曜日）
        [4] { $date }（木曜日）
        [5] { $date }（金曜日）
        [6] { $date }（土曜日）
       *[7] { $date }（日曜日）
    }24:00

## 期限。

by-today = 遅くとも本日{ $time }までに
by-tomorrow = 遅くとも明日{ $time }までに
by-weekday =
    { $dow ->
        [1] 遅くとも月曜日
        [2] 遅くとも火曜日
        [3] 遅くとも水曜日
        [4] 遅くとも木曜日
        [5] 遅くとも金曜日
        [6] 遅くとも土曜日
       *[7] 遅くとも日曜日
    }の{ $time }までに
by-date =
    { $dow ->
        [1] 遅くとも{ $date }（月曜日）
        [2] 遅くとも{ $date }（火曜日）
        [3] 遅くとも{ $date }（水曜日）
        [4] 遅くとも{ $date }（木曜日）
        [5] 遅くとも{ $date }（金曜日）
        [6] 遅くとも{ $date }（土曜日）
       *[7] 遅くとも{ $date }（日曜日）
    }{ $time }までに
by-end-today = 遅くとも本日中に
by-end-tomorrow = 遅くとも明日中に
by-end-weekday =
    { $dow ->
        [1] 遅くとも月曜日
        [2] 遅くとも火曜日
        [3] 遅くとも水曜日
        [4] 遅くとも木曜日
        [5] 遅くとも金曜日
        [6] 遅くとも土曜日
       *[7] 遅くとも日曜日
    }中に
by-end-date =
    { $dow ->
        [1] 遅くとも{ $date }（月曜日）
        [2] 遅くとも{ $date }（火曜日）
        [3] 遅くとも{ $date }（水曜日）
        [4] 遅くとも{ $date }（木曜日）
        [5] 遅くとも{ $date }（金曜日）
        [6] 遅くとも{ $date }（土曜日）
       *[7] 遅くとも{ $date }（日曜日）
    }中に

## 今から、または（working-…）営業時間で数えた長さ。

within-minutes =
    { $n ->
       *[other] { $n }分以内に
    }
within-hours =
    { $n ->
       *[other] { $n }時間以内に
    }
working-minutes =
    { $n ->
       *[other] 営業時間内の{ $n }分以内に
    }
working-hours =
    { $n ->
       *[other] { $n }営業時間以内に
    }
working-days =
    { $n ->
       *[other] { $n }営業日以内に
    }

## 担当側では別の日になるときの、担当側の時刻。

elsewhere = { $phrase }（{ $city }：{ $when }）

## 文。

closed = ただいま営業時間外です。
closed-because = ただいま休業中です（{ $reason }）。
opens = { $when }に営業を再開いたします。
opens-and-reply =
    { $about ->
        [update] { $when }に営業を再開し、{ $deadline }ご連絡いたします。
        [solution] { $when }に営業を再開し、{ $deadline }解決いたします。
       *[reply] { $when }に営業を再開し、{ $deadline }返信いたします。
    }
reply =
    { $about ->
        [update] { $deadline }ご連絡いたします。
        [solution] { $deadline }解決いたします。
       *[reply] { $deadline }返信いたします。
    }
soon =
    { $about ->
        [update] できるだけ早くご連絡いたします。
        [solution] できるだけ早く解決いたします。
       *[reply] できるだけ早く返信いたします。
    }
typically = 通常は{ $within }返信しております。
paused =
    { $about ->
        [update] ご返信をいただいてから{ $within }ご連絡いたします。
        [solution] ご返信をいただいてから{ $within }解決いたします。
       *[reply] ご返信をいただいてから{ $within }返信いたします。
    }
paused-soon = ご返信をいただきましたら、できるだけ早く対応いたします。
paused-other =
    { $about ->
        [update] 第三者の対応を待っております。再開でき次第、{ $within }ご連絡いたします。
        [solution] 第三者の対応を待っております。再開でき次第、{ $within }解決いたします。
       *[reply] 第三者の対応を待っております。再開でき次第、{ $within }返信いたします。
    }
paused-other-soon = 第三者の対応を待っております。再開でき次第、できるだけ早く対応いたします。
overdue = お約束よりお時間をいただいており、申し訳ございません。
zone = タイムゾーン：{ $city }。
iso = { $iso }（{ $zone }）

## 文と文のあいだ。

between = { "" }
