"""What a draft of the network refuses."""

from http import HTTPStatus

from gis_core.errors import DomainError, NotFound


class NetworkNotYours(DomainError):
    code = "network_not_yours"
    status = HTTPStatus.FORBIDDEN
    zh = "您的岗位没有这项网格权限：{verb}。"
    en = "None of your posts has this right over the network: {verb}."


class DraftUnknown(NotFound):
    code = "network_draft_unknown"
    zh = "没有找到网格草案 {what}。"
    en = "There is no draft of the network here: {what}."


class FindingUnknown(NotFound):
    code = "network_finding_unknown"
    zh = "没有这个问题，或它已经不存在：{what}。"
    en = "There is no such finding, or it is gone: {what}."


class EditUnknown(NotFound):
    code = "network_edit_unknown"
    zh = "这份草案没有编辑 {what}。"
    en = "This draft has no edit {what}."


class DraftEnded(DomainError):
    code = "network_draft_ended"
    status = HTTPStatus.CONFLICT
    zh = "草案已经发布或放弃，不能再修改。"
    en = "The draft is published or discarded already and does not change any more."


class CommandReused(DomainError):
    code = "network_command_reused"
    status = HTTPStatus.CONFLICT
    zh = "这个编号已经用于另一条命令；请换一个新编号。"
    en = "This id was already used for another command; use a new one."


class BaseChanged(DomainError):
    code = "network_base_changed"
    status = HTTPStatus.CONFLICT
    zh = "草案所依据的第 {number} 代网格在复制之后有了变化；请从现行网格重新起草。"
    en = (
        "Generation {number}, from which the draft was copied, has changed since; "
        "begin a new draft from the network in force."
    )


class FindingsLeft(DomainError):
    code = "network_findings_left"
    status = HTTPStatus.CONFLICT
    zh = "还有 {count} 个问题没有解决，例如：{example_zh}。"
    en = "{count} findings are not mended yet, such as: {example_en}."


class DatePast(DomainError):
    code = "network_date_past"
    zh = "网格不能从过去的时间起生效：{at}。"
    en = "A network cannot take effect in the past: {at}."


class TouchedSince(DomainError):
    code = "network_touched_since"
    status = HTTPStatus.CONFLICT
    zh = "之后的编辑又改动了同样的网格（{codes}）；请先撤销后面的编辑。"
    en = "Later edits touched the same cells or areas ({codes}); undo those first."


class AlreadyUndone(DomainError):
    code = "network_edit_undone"
    status = HTTPStatus.CONFLICT
    zh = "这次编辑已经撤销过了。"
    en = "This edit is undone already."


class CellUnknown(DomainError):
    code = "network_cell_unknown"
    zh = "草案中没有网格 {codes}。"
    en = "The draft has no cell {codes}."


class AreaUnknown(DomainError):
    code = "network_area_unknown"
    zh = "草案中没有区域 {area}。"
    en = "The draft has no area {area}."


class LineDoesNotCut(DomainError):
    code = "network_line_does_not_cut"
    zh = "这条线没有把网格 {cell} 分成两块；请从边界外画到边界外。"
    en = "The line does not cut cell {cell} in two; draw it from outside to outside."


class NotNeighbours(DomainError):
    code = "network_not_neighbours"
    zh = "网格 {left} 与 {right} 没有一段连续的公共边界。"
    en = "Cells {left} and {right} do not share one continuous border."


class CellsApart(DomainError):
    code = "network_cells_apart"
    zh = "这些网格不相连或不在同一社区，不能合并：{codes}。"
    en = "These cells do not meet, or lie in different communities: {codes}."


class VertexUnknown(DomainError):
    code = "network_vertex_unknown"
    zh = "这里 {reach_m} 米之内没有边界顶点。"
    en = "No vertex of a border lies within {reach_m} m of here."


class NoRepair(DomainError):
    code = "network_no_repair"
    zh = "这个问题没有可以自动进行的安全修复，请人工修改。"
    en = "There is no safe repair for this finding; it has to be edited by hand."


class BadShape(DomainError):
    code = "network_bad_shape"
    zh = "提交的图形不能使用：{reason}。"
    en = "The shape that was sent cannot be used: {reason}."


class WouldBreak(DomainError):
    code = "network_would_break"
    zh = "这样修改会破坏网格：{reason}。"
    en = "This edit would break the network: {reason}."


class NothingChanged(DomainError):
    code = "network_nothing_changed"
    zh = "这条命令不会改变任何网格。"
    en = "This command would change nothing."
