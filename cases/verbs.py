"""What can be done to a case, and what must hold for it: plain enums."""

from enum import StrEnum
from typing import Final


class Verb(StrEnum):
    """What can be done to a case. Who may do it is a matter of posts, not of this table."""

    COLLECT = "collect"  # 上报
    ANSWER = "answer"  # 答复咨询
    SELF_HANDLE = "self_handle"  # 自行处置
    ACCEPT = "accept"  # 受理
    REFUSE = "refuse"  # 不予受理、不予立案
    MERGE = "merge"  # 并案
    UNMERGE = "unmerge"  # 撤销并案
    MARK_MISSED = "mark_missed"  # 漏报认定
    SEND_VERIFY = "send_verify"  # 派核实
    VERIFY = "verify"  # 核实
    FILE = "file"  # 立案
    DISPATCH = "dispatch"  # 派遣
    CALL_RULING = "call_ruling"  # 现场确权
    RULE = "rule"  # 确权裁定: it stays where it is
    RULE_AWAY = "rule_away"  # 确权改派: it goes to somebody else
    ACKNOWLEDGE = "acknowledge"  # 签收
    ASSIGN = "assign"  # 派往处置单位
    HANDLE = "handle"  # 开始处理
    SEND_BACK = "send_back"  # 处置单位退回
    ASK_RETURN = "ask_return"  # 申请退回
    GRANT_RETURN = "grant_return"  # 同意退回
    DENY_RETURN = "deny_return"  # 不同意退回
    ASK_EXTENSION = "ask_extension"  # 申请延期
    GRANT_EXTENSION = "grant_extension"  # 同意延期
    GRANT_LONG_EXTENSION = "grant_long_extension"  # 同意再次或长期延期
    DENY_EXTENSION = "deny_extension"  # 不同意延期
    ASK_DEFERRAL = "ask_deferral"  # 申请缓办
    GRANT_DEFERRAL = "grant_deferral"  # 同意缓办
    DENY_DEFERRAL = "deny_deferral"  # 不同意缓办
    ASK_PARKING = "ask_parking"  # 申请挂账
    GRANT_PARKING = "grant_parking"  # 同意挂账
    DENY_PARKING = "deny_parking"  # 不同意挂账
    RESUME = "resume"  # 恢复处理
    JOIN = "join"  # 联合处置
    CONTRIBUTE = "contribute"  # 协办完成
    HAND_OVER = "hand_over"  # 移交执法
    LINK_DECISION = "link_decision"  # 登记处罚决定
    REPLY = "reply"  # 反馈
    SEND_CHECK = "send_check"  # 派核查
    CHECK = "check"  # 核查通过
    REWORK = "rework"  # 返工
    CLOSE = "close"  # 结案
    SETTLE = "settle"  # 销案
    VOID = "void"  # 作废
    REOPEN = "reopen"  # 重新立案
    CALL_BACK = "call_back"  # 回访满意
    CALL_BACK_UNHAPPY = "call_back_unhappy"  # 回访不满意: back to handling
    REMIND = "remind"  # 催办
    SUPERVISE = "supervise"  # 督办
    ESCALATE = "escalate"  # 升级
    APPEAL = "appeal"  # 申诉
    REVIEW_FIRST = "review_first"  # 申诉初审
    REVIEW_SECOND = "review_second"  # 申诉复审
    SHARE = "share"  # 共享说明
    ADOPT = "adopt"  # 转入: a case that lived in another system is taken over as it stood there


class Guard(StrEnum):
    """What must hold besides the state and the right; each is one function in `cases.guards`."""

    OWN_BRANCH = "own_branch"  # the actor's organisation handles the case
    OTHER_BRANCH = "other_branch"  # none of the actor's organisations does
    FROM_PUBLIC = "from_public"
    VERIFIED_IF_PUBLIC = "verified_if_public"
    TASK_IS_MINE = "task_is_mine"
    RETURNS_LEFT = "returns_left"
    RETURN_ASKED = "return_asked"
    EXTENSION_ASKED = "extension_asked"
    FIRST_EXTENSION_ASKED = "first_extension_asked"
    DEFERRAL_ASKED = "deferral_asked"
    PARKING_ASKED = "parking_asked"
    NOTHING_ASKED = "nothing_asked"
    RULING_OPEN = "ruling_open"
    NO_RULING_OPEN = "no_ruling_open"
    CO_HANDLER = "co_handler"
    ALL_CONTRIBUTED = "all_contributed"
    DECISION_LINKED = "decision_linked"
    OWN_REPORT = "own_report"
    OVERDUE = "overdue"
    NO_APPEAL = "no_appeal"
    APPEAL_NEW = "appeal_new"
    APPEAL_REVIEWED_ONCE = "appeal_reviewed_once"


BULK_ONLY: Final = frozenset({Verb.COLLECT, Verb.ADOPT})
"""Verbs that are no button: a report has its own door, and adoption is an import's."""

AT_WILL: Final = frozenset(
    {
        Verb.ANSWER,
        Verb.SELF_HANDLE,
        Verb.MERGE,
        Verb.UNMERGE,
        Verb.MARK_MISSED,
        Verb.CALL_RULING,
        Verb.RULE_AWAY,
        Verb.SEND_BACK,
        Verb.ASK_RETURN,
        Verb.ASK_EXTENSION,
        Verb.ASK_DEFERRAL,
        Verb.ASK_PARKING,
        Verb.DENY_RETURN,
        Verb.DENY_EXTENSION,
        Verb.DENY_DEFERRAL,
        Verb.DENY_PARKING,
        Verb.RESUME,
        Verb.JOIN,
        Verb.HAND_OVER,
        Verb.REWORK,
        Verb.SETTLE,
        Verb.VOID,
        Verb.REOPEN,
        Verb.CALL_BACK_UNHAPPY,
        Verb.REMIND,
        Verb.SUPERVISE,
        Verb.ESCALATE,
        Verb.APPEAL,
        Verb.SHARE,
    }
)
"""Verbs that somebody may use and nobody waits for; every other one is work on somebody's list.

Of two outcomes of one decision, the good one stands for both.
"""
