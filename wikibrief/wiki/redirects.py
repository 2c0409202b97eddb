"""Redirects: ``#REDIRECT [[page]]`` at the beginning of a page, in MediaWiki's languages."""

from __future__ import annotations

import re

__all__ = ["redirect_at"]

_WORDS = (
    "REDIRECT|WEITERLEITUNG|REDIRECTION|REDIRECCI[OÓ]N|REDIRECIONAMENTO|RINVIA|DOORVERWIJZING|PATRZ"
    "|PRZEKIERUJ|OMDIRIGERING|OMDIRIGER|OHJAUS|UUDELLEENOHJAUS|SUUNA|PŘESMĚRUJ|PRESMERUJ|ÁTIRÁNYÍTÁS"
    "|REDIRECTEAZA|PREUSMJERI|YÖNLENDİRME|YÖNLENDİR|ΑΝΑΚΑΤΕΥΘΥΝΣΗ|ПЕРЕНАПРАВЛЕНИЕ|ПЕРЕНАПР"
    "|ПЕРЕНАПРАВЛЕННЯ|ПЕРАНАКІРАВАНЬНЕ|ПРЕНАСОЧВАНЕ|ПРЕНАСОЧУВАЊЕ|ВИЖ|ПРЕУСМЕРИ|BIRZUZENDU|ALIH|ĐỔI"
    "|הפניה|تحويل|تغییر[_ ]?مسیر|転送|リダイレクト|重定向|重新導向|넘겨주기|अनुप्रेषित"
)
_REDIRECT = re.compile(
    rf"(?P<word>#(?:{_WORDS}))\s*:?\s*\[\[:?(?P<target>[^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]",
    re.IGNORECASE,
)


def redirect_at(text: str, start: int = 0) -> re.Match[str] | None:
    """The redirect at ``start``, where the text begins: its ``word`` and its ``target``."""
    return _REDIRECT.match(text, start)
