"""Why somebody cannot listen."""

from http import HTTPStatus

from gis_core.errors import DomainError


class SignInFirst(DomainError):
    code = "not_authenticated"
    status = HTTPStatus.UNAUTHORIZED
    zh = "请先登录。"
    en = "Sign in first."


class TooManyListeners(DomainError):
    code = "too_many_listeners"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    zh = "实时消息的连接数已达上限（{limit}），请稍后再试。"
    en = "There are already {limit} open streams; try again later."
