"""English names of the demo city's areas: pinyin, and what the area is. Generated, not official."""

from typing import Final

from pypinyin import lazy_pinyin

STREETS: Final = (("街道", "Subdistrict"), ("镇", "Town"), ("乡", "Township"))

COMMUNITIES: Final = (
    ("社区居民委员会", "Community"),
    ("社区居委会", "Community"),
    ("居民委员会", "Community"),
    ("居委会", "Community"),
    ("社区", "Community"),
    ("村民委员会", "Village"),
    ("村村委会", "Village"),
    ("村委会", "Village"),
    ("村", "Village"),
)


def street_name(name: str) -> str:
    return _english(name, STREETS)


def community_name(name: str) -> str:
    return _english(name, COMMUNITIES)


def _english(name: str, kinds: tuple[tuple[str, str], ...]) -> str:
    """Return "Yuhulu Subdistrict" for 雨湖路街道; the first ending that fits says the kind."""
    for ending, kind in kinds:
        if name.endswith(ending) and name != ending:
            return f"{_pinyin(name.removesuffix(ending))} {kind}"
    return _pinyin(name)


def _pinyin(name: str) -> str:
    return "".join(lazy_pinyin(name)).capitalize()
