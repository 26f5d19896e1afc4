"""How a place's name is folded for search: pure text, no database."""

import re
import unicodedata
from typing import Final

from pypinyin import Style, lazy_pinyin

_TOKENS: Final = re.compile(r"[\u3400-\u9fff]+|[0-9]+|(?:(?![\u3400-\u9fff])[^\W\d_])+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


def folded(name: str) -> str:
    """Return the name without case, width, spaces and punctuation: 双拥路 · 建鑫 → 双拥路建鑫."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in plain if character.isalnum())


def initials_of(name: str) -> str:
    """Return the first letter of each syllable and word, digits whole: 湘大路2号 → xdl2h.

    Phrases are read as such (重庆路 → cql, not zql).
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(_initials(token) for token in _TOKENS.findall(plain))


def _initials(token: str) -> str:
    if _HAN.match(token):
        return "".join(lazy_pinyin(token, style=Style.FIRST_LETTER, errors="ignore"))
    return token if token.isdigit() else token[0]
