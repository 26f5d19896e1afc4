"""What can go wrong, said to a person in Chinese and English, with a code for programs.

A domain error is raised where the rule lives and mapped to HTTP once, in `gis_core.http`.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Words:
    """A field of an error that people read in their language and programs as its code."""

    code: str
    zh: str
    en: str

    def __str__(self) -> str:
        return self.code

    def spoken(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class DomainError(Exception):
    """A rule refused something. Subclasses give `code` and one sentence in each language.

    The sentences are format strings; their fields are the keyword arguments of the error, which
    also travel to the client beside the sentence.
    """

    code: ClassVar[str]
    status: ClassVar[HTTPStatus] = HTTPStatus.UNPROCESSABLE_ENTITY
    zh: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.detail("en"))

    def detail(self, language: str) -> str:
        """Return the sentence in `language` ("en…" or, for anything else, Chinese)."""
        sentence = self.en if language.startswith("en") else self.zh
        return sentence.format(**{k: _spoken(v, language) for k, v in self.fields.items()})


def _spoken(value: object, language: str) -> object:
    return value.spoken(language) if isinstance(value, Words) else value


class NotFound(DomainError):
    """Also what somebody gets who may not know that the thing exists."""

    code = "not_found"
    status = HTTPStatus.NOT_FOUND
    zh = "没有找到{what}。"
    en = "There is no such thing here: {what}."


class BadParameter(DomainError):
    code = "bad_parameter"
    status = HTTPStatus.BAD_REQUEST
    zh = "参数 {name} 不正确：{reason}。"
    en = "The parameter {name} is not usable: {reason}."


class CityUnknown(DomainError):
    code = "city_unknown"
    status = HTTPStatus.BAD_REQUEST
    zh = "请用 city= 指明城市；没有名为“{city}”的城市。"
    en = "Say which city with city=; there is none called “{city}”."
