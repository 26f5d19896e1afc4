"""What a case can refuse, each with its stable code."""

from http import HTTPStatus

from gis_core.errors import DomainError, NotFound


class CaseNotFound(NotFound):
    code = "case_not_found"
    zh = "没有找到这个案件。"
    en = "There is no such case."


class PayloadDiffers(DomainError):
    code = "payload_differs"
    zh = "同一编号已经上报过不同的内容；请用新的编号上报。"
    en = "Another report was already sent under this id; use a new id for a new report."


class OuterNumberTaken(DomainError):
    code = "outer_number_taken"
    status = HTTPStatus.CONFLICT
    zh = "外部工单号 {outer_number} 已经登记为另一个案件。"
    en = "The outer order number {outer_number} already belongs to another case."


class OutsideTheCity(DomainError):
    code = "outside_the_city"
    zh = "位置不在{city}的任何网格内（也不在网格外 30 米以内）；请检查坐标和坐标基准。"
    en = "The place lies in no cell of {city}, nor within 30 m of one; check coordinates and datum."


class StateConflict(DomainError):
    code = "case_state_conflict"
    status = HTTPStatus.CONFLICT
    zh = "案件现在是“{state}”，不能进行“{verb}”。"
    en = "The case is now “{state}”; “{verb}” is not possible."


class VerbNotAllowed(DomainError):
    code = "verb_not_allowed"
    status = HTTPStatus.FORBIDDEN
    zh = "您的岗位不能进行“{verb}”。"
    en = "None of your posts may “{verb}” this case."


class NotYourCase(DomainError):
    code = "not_your_case"
    status = HTTPStatus.FORBIDDEN
    zh = "案件不由您的单位处理，不能进行“{verb}”。"
    en = "Your organisation does not handle this case; “{verb}” is not yours."


class OwnWork(DomainError):
    code = "own_work"
    status = HTTPStatus.FORBIDDEN
    zh = "处置单位不能核查、结案自己处理的案件。"
    en = "Nobody judges their own work: whoever handles a case cannot check or close it."


class NotYourTask(DomainError):
    code = "not_your_task"
    status = HTTPStatus.FORBIDDEN
    zh = "这项核实或核查任务不是派给您的，或者案件由您本人发现。"
    en = "This task was given to somebody else, or you found the problem yourself."


class NotNow(DomainError):
    code = "not_now"
    status = HTTPStatus.CONFLICT
    zh = "现在不能进行“{verb}”：{why}。"
    en = "“{verb}” is not possible now: {why}."


class ReasonMissing(DomainError):
    code = "reason_missing"
    zh = "“{verb}”必须写明理由。"
    en = "“{verb}” needs a reason."


class FaultMissing(DomainError):
    code = "fault_missing"
    zh = "同意退回必须认定责任：派遣错误、权属不清或推诿。"
    en = "A granted return says whose fault it is: wrong dispatch, unclear ownership or shirking."


class UntilMissing(DomainError):
    code = "until_missing"
    zh = "必须写明申请至何时，且须晚于现在。"
    en = "Say until when; it must be still to come."


class DocumentMissing(DomainError):
    code = "document_missing"
    zh = "必须写明文件或决定的文号。"
    en = "Name the document or the decision's number."


class PhotosMissing(DomainError):
    code = "photos_missing"
    zh = "自行处置须有处理前、处理后各一张照片。"
    en = "Mending on the spot needs a photo before and one after."


class EvidenceMissing(DomainError):
    code = "evidence_missing"
    zh = "本市规定“{verb}”必须附照片，还缺：{roles}。"
    en = "In this city “{verb}” needs photos; still missing: {roles}."


class NothingToReveal(NotFound):
    code = "nothing_to_reveal"
    zh = "没有可查看的内容：报告人没有留下信息，或信息已删除。"
    en = "There is nothing to reveal: the reporter left nothing, or it was deleted."


class SameReviewer(DomainError):
    code = "same_reviewer"
    status = HTTPStatus.FORBIDDEN
    zh = "申诉的初审和复审不能是同一人。"
    en = "Nobody reviews an appeal twice."


class CannotMerge(DomainError):
    code = "cannot_merge"
    zh = "不能并入这个案件：它不存在、已结束，或本案已有并入的上报。"
    en = "It cannot be merged into that case: not found, ended, or reports follow this one already."


class DryRunNotFound(NotFound):
    code = "dry_run_not_found"
    zh = "没有这次试运行：{what}。"
    en = "There is no such dry run: {what}."


class OrganizationMissing(DomainError):
    code = "organization_missing"
    zh = "派遣必须指明责任单位。"
    en = "A dispatch needs an organisation to go to."


class NotADispatchTarget(DomainError):
    code = "not_a_dispatch_target"
    zh = "“{organization}”不能直接接受派遣。"
    en = "“{organization}” does not take dispatches."


class EventDiffers(DomainError):
    code = "event_differs"
    zh = "同一操作编号已用于另一个操作。"
    en = "This event id was already used for something else."


class PhotoNotDeclared(DomainError):
    code = "photo_not_declared"
    zh = "上报时没有声明这张照片（{sha256}）。"
    en = "The report did not declare this photo ({sha256})."


class PhotoDamaged(DomainError):
    code = "photo_damaged"
    zh = "收到的内容与声明的 SHA-256 不符；请重新上传。"
    en = "What arrived is not what its SHA-256 says; send it again."


class PhotoUnreadable(DomainError):
    code = "photo_unreadable"
    zh = "这不是可以读取的 JPEG、PNG 或 WebP 图片。"
    en = "This is no readable JPEG, PNG or WebP picture."


class PhotoTooLarge(DomainError):
    code = "photo_too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    zh = "照片不能超过 {limit_mb} MB、{limit_mpx} 百万像素。"
    en = "A photo is at most {limit_mb} MB and {limit_mpx} megapixels."


class PhotoMissing(NotFound):
    code = "photo_missing"
    zh = "照片尚未上传。"
    en = "The photo has not arrived yet."


class NoteNotFound(NotFound):
    code = "note_not_found"
    zh = "没有找到这条备注。"
    en = "There is no such note of yours."


class NoteFileMissing(NotFound):
    code = "note_file_missing"
    zh = "没有找到这个附件。"
    en = "There is no such file."


class NoteEmpty(DomainError):
    code = "note_empty"
    zh = "备注不能为空。"
    en = "A note must say something."


class NoteDiffers(DomainError):
    code = "note_differs"
    zh = "同一编号已经写过不同的备注；请用新的编号。"
    en = "Another note was written under this id; use a new one."


class NotOnDuty(DomainError):
    code = "not_on_duty"
    status = HTTPStatus.FORBIDDEN
    zh = "您在这个城市没有岗位。"
    en = "You hold no post in this city."
