"""Why somebody could not sign in, in words that do not tell a stranger which accounts exist."""

from http import HTTPStatus

from gis_core.errors import DomainError


class WrongCredentials(DomainError):
    code = "wrong_credentials"
    status = HTTPStatus.UNAUTHORIZED
    zh = "用户名或密码不正确。"
    en = "The user name or the password is not right."


class AccountLocked(DomainError):
    code = "account_locked"
    status = HTTPStatus.TOO_MANY_REQUESTS
    zh = "连续登录失败次数过多，请 {minutes} 分钟后再试。"
    en = "Too many failed attempts; try again in {minutes} minutes."


class CsrfFailed(DomainError):
    code = "csrf_failed"
    status = HTTPStatus.FORBIDDEN
    zh = "请求没有带上有效的 CSRF 令牌；请刷新页面后再试。"
    en = "The request carried no valid CSRF token; reload the page and try again."
