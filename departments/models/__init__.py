"""Who is responsible: organisations, posts, memberships, duty, and the rules that route a case."""

from departments.models.duty import DutyGrid, DutyGridQuerySet, Shift, ShiftQuerySet
from departments.models.membership import Membership, MembershipQuerySet, Post
from departments.models.organization import (
    DISPATCH_TARGETS,
    Organization,
    OrganizationKind,
    OrganizationUnknown,
)
from departments.models.rule import RoutingRule, RoutingRuleQuerySet

__all__ = [
    "DISPATCH_TARGETS",
    "DutyGrid",
    "DutyGridQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Organization",
    "OrganizationKind",
    "OrganizationUnknown",
    "Post",
    "RoutingRule",
    "RoutingRuleQuerySet",
    "Shift",
    "ShiftQuerySet",
]
