"""Who is responsible: organisations, posts, memberships, duty, and the rules that route a case."""

from departments.models.duty import DutyGrid, DutyGridQuerySet, Shift, ShiftQuerySet
from departments.models.membership import Membership, MembershipQuerySet, Post
from departments.models.organization import (
    DISPATCH_TARGETS,
    Organization,
    OrganizationKind,
    OrganizationUnknown,
)
from departments.models.routing_area import AreaOrigin, RoutingArea
from departments.models.rule import RoutingRule
from departments.models.rule_set import RuleOrigin, RuleSet, RuleSetState, RuleSetUnknown

__all__ = [
    "DISPATCH_TARGETS",
    "AreaOrigin",
    "DutyGrid",
    "DutyGridQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Organization",
    "OrganizationKind",
    "OrganizationUnknown",
    "Post",
    "RoutingArea",
    "RoutingRule",
    "RuleOrigin",
    "RuleSet",
    "RuleSetState",
    "RuleSetUnknown",
    "Shift",
    "ShiftQuerySet",
]
