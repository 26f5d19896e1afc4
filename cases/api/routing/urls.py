from django.urls import path

from cases.api.routing.areas import AreasView, AreaView
from cases.api.routing.asking import SupposeView, UncoveredView
from cases.api.routing.dry_runs import ChangesView, DryRunsView, DryRunView
from cases.api.routing.rule_sets import (
    EnforceView,
    FindingsView,
    OverruledView,
    RuleSetsView,
    RuleSetView,
)
from cases.api.routing.rules import RulesView, RuleView

urlpatterns = [
    path("rulesets", RuleSetsView.as_view()),
    path("rulesets/<uuid:rule_set_id>", RuleSetView.as_view()),
    path("rulesets/<uuid:rule_set_id>/enforce", EnforceView.as_view()),
    path("rulesets/<uuid:rule_set_id>/findings", FindingsView.as_view()),
    path("rulesets/<uuid:rule_set_id>/overruled", OverruledView.as_view()),
    path("rulesets/<uuid:rule_set_id>/rules", RulesView.as_view()),
    path("rulesets/<uuid:rule_set_id>/rules/<uuid:rule_id>", RuleView.as_view()),
    path("rulesets/<uuid:rule_set_id>/dry-runs", DryRunsView.as_view()),
    path("dry-runs/<uuid:run_id>", DryRunView.as_view()),
    path("dry-runs/<uuid:run_id>/changes", ChangesView.as_view()),
    path("routing/areas", AreasView.as_view()),
    path("routing/areas/<uuid:area_id>", AreaView.as_view()),
    path("routing/suggest", SupposeView.as_view()),
    path("routing/uncovered", UncoveredView.as_view()),
]
