"""What posts write in the histories of generated cases, drawn at random; "" is the commonest."""

from typing import Final

from cases.verbs import Verb

NOTES: Final = {
    Verb.ACCEPT: ("", "", "信息完整，予以受理"),
    Verb.VERIFY: ("", "现场核实，情况属实"),
    Verb.FILE: ("", "", "符合立案条件"),
    Verb.DISPATCH: ("", "", "按派遣规则派往责任单位"),
    Verb.HANDLE: ("", "已派人前往现场", "正在处理"),
    Verb.REPLY: ("已处理完毕", "已清理", "已劝导整改", "已现场处置，恢复原状"),
    Verb.CHECK: ("现场核查，问题已解决", "核查通过"),
    Verb.REWORK: ("现场核查，问题未解决，返工", "处理不彻底，返工"),
    Verb.CLOSE: ("", "", "予以结案"),
    Verb.ASK_RETURN: ("不属于本单位职责范围", "权属单位为其他部门", "位置不在本辖区"),
    Verb.GRANT_RETURN: ("情况属实，重新派遣",),
    Verb.SEND_BACK: ("不在本所作业范围", "需其他班组处置"),
    Verb.ASK_EXTENSION: ("需调配设备，申请延期", "连日降雨无法施工，申请延期"),
    Verb.ASK_DEFERRAL: ("待汛期结束后施工，申请缓办",),
    Verb.ASK_PARKING: ("需纳入改造计划，申请挂账", "等待专项资金，申请挂账"),
    Verb.RESUME: ("条件具备，恢复处理",),
    Verb.REMIND: ("已超时限，请尽快处置", "请抓紧办理并反馈"),
    Verb.SUPERVISE: ("长期未办结，挂牌督办",),
    Verb.APPEAL: ("超时因连续降雨不能施工，申请剔除", "派遣时间有误，申请剔除"),
}

NOT_FILED: Final = (
    "现场核实问题已不存在",
    "不属于城市管理范围",
    "与已立案案件重复",
    "位置描述不清，无法核实",
)
NOT_ACCEPTED: Final = (
    "视频不清晰，无法认定",
    "证据不足，未能看清抛物",
    "车牌无法辨认",
    "与已受理线索重复",
)
