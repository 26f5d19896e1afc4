"""What the rules of a city can refuse, each with its stable code."""

from http import HTTPStatus

from gis_core.errors import DomainError, NotFound


class RulesNotYours(DomainError):
    code = "rules_not_yours"
    status = HTTPStatus.FORBIDDEN
    zh = "您的岗位不能修改派遣规则，或不能使其生效。"
    en = "None of your posts may change the routing rules, or put them into force."


class RuleSetInForce(DomainError):
    code = "rule_set_in_force"
    status = HTTPStatus.CONFLICT
    zh = "“{name}”已经生效或已排定，不能修改；请复制为草案。"
    en = "“{name}” is or was in force, or will be; copy it into a draft to change it."


class RuleUnknown(NotFound):
    code = "rule_unknown"
    zh = "没有这条派遣规则：{what}。"
    en = "There is no such rule: {what}."


class RuleBroken(DomainError):
    """`findings` travel to the client beside the sentence."""

    code = "rule_broken"
    zh = "这条规则不能保存：{why}。"
    en = "This rule cannot be saved: {why}."


class OrderTaken(DomainError):
    code = "rule_order_taken"
    status = HTTPStatus.CONFLICT
    zh = "次序 {order} 已有规则。"
    en = "There is a rule {order} already."


class RuleSetBroken(DomainError):
    code = "rule_set_broken"
    zh = "“{name}”有 {count} 处问题，不能生效；第一处：第 {order} 条规则，{why}。"
    en = "“{name}” has {count} faults and cannot be put into force; first: rule {order}, {why}."


class RuleSetEmpty(DomainError):
    code = "rule_set_empty"
    zh = "“{name}”没有规则，不能生效。"
    en = "“{name}” has no rules and cannot be put into force."


class EnforcedTooEarly(DomainError):
    code = "enforced_too_early"
    zh = "规则只能从现在起或以后生效。"
    en = "Rules are put into force from now on, or later."


class AreaUnknown(NotFound):
    code = "routing_area_unknown"
    zh = "没有这个片区：{what}。"
    en = "There is no such drawn area: {what}."


class AreaNotUsable(DomainError):
    code = "routing_area_not_usable"
    zh = "片区“{what}”不能使用：图形无效、不是面或为空，或编码已被占用。"
    en = "The area “{what}” is not usable: no valid polygon, empty, or its code is taken."


class AreaInUse(DomainError):
    code = "routing_area_in_use"
    status = HTTPStatus.CONFLICT
    zh = "规则还在使用片区“{what}”。"
    en = "Rules still use the area “{what}”."
