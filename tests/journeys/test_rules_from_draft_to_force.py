"""The rules of a city: drafted by an analyst, tried on the past, put into force by a leader."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import CaseEvent
from departments.models import RoutingRule
from standards.models import CaseClass
from tests.factories import Cast
from tests.reports import lead, put_report, use
from tests.rules import rule, rule_set

SETS = "/api/v1/rulesets"


class Desk:
    """Somebody at a desk who speaks JSON."""

    def __init__(self, cast: Cast, who: str) -> None:
        self.client = cast.client(who)

    def get(self, path: str) -> Any:
        return self._said(self.client.get(path), 200)

    def post(self, path: str, body: dict[str, Any], status: int = 201) -> Any:
        return self._said(self.client.post(path, body, "json"), status)

    def put(self, path: str, body: dict[str, Any], status: int = 200) -> Any:
        return self._said(self.client.put(path, body, "json"), status)

    def delete(self, path: str, status: int = 204) -> Any:
        return self._said(self.client.delete(path), status)

    @staticmethod
    def _said(answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None


def to(cast: Cast, code: str, **condition: Any) -> dict[str, Any]:
    return {"condition": condition, "organization": str(cast.organizations[code].pk)}


def test_a_draft_is_tried_and_then_bites(cast: Cast) -> None:
    analyst = Desk(cast, "analyst")
    rule_set(cast)
    rule(cast, 10, "yuhu", districts=["430302"])
    for _ in range(3):
        lead(cast, put_report(cast), until="dispatch")
    draft = analyst.post(f"{SETS}?city=xiangtan", {"name": "夜市", "copy_of": _in_force(cast)})
    assert (draft["state"], draft["origin"], draft["rules"]) == ("draft", "copied", 1)
    mine = f"{SETS}/{draft['id']}"
    night = to(cast, "yuetang", classes=["03001"], sources=["collector"])
    saved = analyst.post(f"{mine}/rules", {**night, "order": 5, "reason": "夜市专班"})
    assert saved["words_zh"] == "类别为店外经营，来源采集员"
    assert [row["order"] for row in analyst.get(f"{mine}/rules")] == [5, 10]

    since = timezone.now() - timedelta(days=1)
    until = timezone.now() + timedelta(days=1)
    period = {"start": since.isoformat(), "end": until.isoformat()}
    run = analyst.post(f"{mine}/dry-runs", period)
    assert (run["cases"], run["changed"], run["unchanged"], run["agreed"]) == (3, 3, 0, 0)
    assert run["moves"] == [{"from": "雨湖区城管执法局", "to": "岳塘区城管执法局", "times": 3}]
    changes = analyst.get(f"/api/v1/dry-runs/{run['id']}/changes?page_size=2")
    assert len(changes["features"]) == 2
    assert changes["next"]
    told = changes["features"][0]["properties"]
    assert (told["got"], told["now"], told["would"]) == (
        "雨湖区城管执法局",
        "雨湖区城管执法局",
        "岳塘区城管执法局",
    )
    the_leader_makes_it_bite(cast, draft["id"], night)


def the_leader_makes_it_bite(cast: Cast, draft: str, night: dict[str, Any]) -> None:
    analyst, leader, mine = Desk(cast, "analyst"), Desk(cast, "leader"), f"{SETS}/{draft}"
    analyst.post(f"{mine}/enforce", {}, 403)
    enforced = leader.post(f"{mine}/enforce", {}, 200)
    assert enforced["state"] == "in_force"
    analyst.post(f"{mine}/rules", night, 409)  # what decides is not edited
    old = next(row for row in analyst.get(f"{SETS}?city=xiangtan") if row["id"] != draft)
    assert (old["state"], old["valid_to"]) == ("past", enforced["valid_from"])
    suggestion = Desk(cast, "dispatcher_city").get(f"/api/v1/cases/{put_report(cast)}/suggestions")[
        0
    ]
    assert (suggestion["rule"], suggestion["organization"]["name"]) == (5, "岳塘区城管执法局")
    assert suggestion["reason_zh"].endswith("夜市专班")


def test_a_broken_rule_cannot_be_saved(cast: Cast) -> None:
    analyst = Desk(cast, "analyst")
    draft = analyst.post(f"{SETS}?city=xiangtan", {"name": "草案"})
    mine = f"{SETS}/{draft['id']}/rules"
    for body, code in (
        (to(cast, "yuhu", classes=["0399"]), "class_unknown"),
        (to(cast, "centre"), "not_a_dispatch_target"),
        (to(cast, "yuhu", colour=["red"]), "condition_unreadable"),
        (to(cast, "yuhu", from_time="06:00", to_time="06:00"), "span_empty"),
        ({**to(cast, "yuhu"), "valid_from": "2027-01-01T00:00:00Z",
          "valid_to": "2026-01-01T00:00:00Z"}, "dates_empty"),
    ):  # fmt: skip
        refused = analyst.post(mine, body, 422)
        assert (refused["code"], refused["why"]) == ("rule_broken", code)
        assert refused["findings"][0]["code"] == code
    assert not RoutingRule.objects.exists()


def test_a_rule_that_would_hide_another_cannot_be_saved_either(cast: Cast) -> None:
    analyst = Desk(cast, "analyst")
    draft = analyst.post(f"{SETS}?city=xiangtan", {"name": "草案"})
    mine = f"{SETS}/{draft['id']}/rules"
    special = analyst.post(mine, to(cast, "yuetang", classes=["03001"]))
    refused = analyst.post(mine, {**to(cast, "yuhu", classes=["03"]), "order": 5}, 422)
    assert refused["findings"][0] == {
        "order": special["order"],
        "code": "never_reached",
        "zh": "第 5 条规则总是先适用",
        "en": "rule 5 always comes first",
    }
    behind = analyst.post(mine, to(cast, "yuhu", classes=["03"]))
    analyst.post(mine, {**to(cast, "water"), "order": behind["order"]}, 409)
    moved = analyst.put(f"{mine}/{behind['id']}", {**to(cast, "yuhu"), "order": 99})
    assert (moved["order"], moved["condition"]) == (99, {})
    analyst.delete(f"{mine}/{special['id']}")
    assert [row["order"] for row in analyst.get(mine)] == [99]


def test_a_rule_that_a_later_change_broke_is_told_loudly(cast: Cast) -> None:
    book = rule_set(cast)
    rule(cast, 10, "water", classes=["03002"], districts=["430302"])
    rule(cast, 20, "yuhu")
    CaseClass.objects.filter(code="03002").update(code="03092")
    dispatcher = Desk(cast, "dispatcher_city")
    said = dispatcher.get(f"/api/v1/cases/{put_report(cast)}/routing")
    assert [(b["order"], b["code"]) for b in said["broken"]] == [(10, "class_unknown")]
    assert said["decided_by"] == "rule"
    assert "第 10 条规则已失效（类别 03002 不存在）" in said["suggestions"][0]["reason_zh"]
    found = dispatcher.get(f"{SETS}/{book.pk}/findings")
    assert [(f["order"], f["code"]) for f in found] == [(10, "class_unknown")]
    with pytest.raises(CommandError, match="1 处问题"):
        call_command("check_rules", "xiangtan")


def test_an_organisation_that_has_ended_is_suggested_no_more(cast: Cast) -> None:
    rule_set(cast)
    rule(cast, 10, "yuhu")
    rule(cast, 20, "yuetang")
    ended = cast.organizations["yuhu"]
    ended.ended_at = timezone.now() - timedelta(days=1)
    ended.save()
    case_id = put_report(cast)
    said = Desk(cast, "dispatcher_city").get(f"/api/v1/cases/{case_id}/routing")
    assert [s["organization"]["name"] for s in said["suggestions"]] == ["岳塘区城管执法局"]
    assert said["broken"][0]["code"] == "not_a_dispatch_target"
    lead(cast, case_id, until="file")
    answer = use(cast, case_id, "dispatcher_city", "dispatch", {"organization": "yuhu"})
    assert answer.json()["code"] == "not_a_dispatch_target"


def test_a_set_with_a_fault_is_not_put_into_force(cast: Cast) -> None:
    leader = Desk(cast, "leader")
    empty = rule_set(cast, "空的", since=None)
    assert leader.post(f"{SETS}/{empty.pk}/enforce", {}, 422)["code"] == "rule_set_empty"
    faulty = rule_set(cast, "有错", since=None)
    rule(cast, 10, "yuhu", into=faulty, classes=["0399"])
    refused = leader.post(f"{SETS}/{faulty.pk}/enforce", {}, 422)
    assert (refused["code"], refused["order"]) == ("rule_set_broken", 10)
    sound = rule_set(cast, "可以", since=None)
    rule(cast, 10, "yuhu", into=sound)
    past = (timezone.now() - timedelta(hours=1)).isoformat()
    assert leader.post(f"{SETS}/{sound.pk}/enforce", {"at": past}, 422)["code"] == (
        "enforced_too_early"
    )


def test_a_set_ends_where_the_one_planned_after_it_begins(cast: Cast) -> None:
    leader = Desk(cast, "leader")
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    later, sooner = rule_set(cast, "明天", since=None), rule_set(cast, "今天", since=None)
    for draft in (later, sooner):
        rule(cast, 10, "yuhu", into=draft)
    planned = leader.post(f"{SETS}/{later.pk}/enforce", {"at": tomorrow}, 200)
    assert (planned["state"], planned["valid_to"]) == ("scheduled", None)
    now = leader.post(f"{SETS}/{sooner.pk}/enforce", {}, 200)
    assert (now["state"], now["valid_to"]) == ("in_force", planned["valid_from"])
    leader.post(f"{SETS}/{sooner.pk}/enforce", {}, 409)


def test_whoever_sends_it_elsewhere_says_why_and_is_counted(cast: Cast) -> None:
    book = rule_set(cast)
    doubted = rule(cast, 10, "yuhu", classes=["03001"])
    elsewhere = {"organization": "yuetang", "note": "跨区夜市由岳塘负责"}
    for n in range(4):
        case_id = put_report(cast)
        lead(cast, case_id, until="file")
        wordless = use(cast, case_id, "dispatcher_city", "dispatch", {"organization": "yuetang"})
        assert wordless.json()["code"] == "reason_missing"
        said = {"organization": "yuhu"} if n == 0 else elsewhere
        assert use(cast, case_id, "dispatcher_city", "dispatch", said).status_code == 200
    kept = CaseEvent.objects.filter(verb="dispatch").latest("at").data or {}
    assert kept["differs"] is True
    assert kept["suggested"]["rule"] == str(doubted.pk)
    (told,) = Desk(cast, "analyst").get(f"{SETS}/{book.pk}/overruled")
    assert (told["order"], told["followed"], told["overruled"], told["share"]) == (10, 1, 3, 0.75)
    assert (told["better"]["organization"]["name"], told["better"]["times"]) == (
        "岳塘区城管执法局",
        3,
    )


def test_an_area_is_drawn_named_by_a_rule_and_kept_as_long(cast: Cast) -> None:
    analyst = Desk(cast, "analyst")
    west = [[112.9, 27.83], [112.901, 27.83], [112.901, 27.832], [112.9, 27.832], [112.9, 27.83]]
    drawn = analyst.post(
        "/api/v1/routing/areas?city=xiangtan",
        {"code": "west", "name": "西边", "geometry": {"type": "Polygon", "coordinates": [west]}},
    )
    assert drawn["properties"]["origin"] == "drawn"
    line = {"type": "LineString", "coordinates": west}
    again = {"code": "line", "name": "线", "geometry": line}
    assert analyst.post("/api/v1/routing/areas?city=xiangtan", again, 422)["code"] == (
        "routing_area_not_usable"
    )
    rule_set(cast)
    rule(cast, 10, "yuetang", areas=["west"])
    said = analyst.get("/api/v1/routing/suggest?city=xiangtan&class=03001&lon=112.9005&lat=27.8315")
    assert said["suggestions"][0]["reason_zh"] == "第 10 条规则：位于西边。"
    outside = analyst.get(
        "/api/v1/routing/suggest?city=xiangtan&class=03001&lon=112.9015&lat=27.8315"
    )
    assert (outside["suggestions"], outside["decided_by"]) == ([], "person")
    assert analyst.delete(f"/api/v1/routing/areas/{drawn['id']}", 409)["code"] == (
        "routing_area_in_use"
    )


def _in_force(cast: Cast) -> str:
    (one,) = Desk(cast, "analyst").get(f"{SETS}?city=xiangtan")
    return str(one["id"])
