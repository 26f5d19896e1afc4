"""What is refused of duty: a code for programs, a sentence for people."""

from http import HTTPStatus

from gis_core.errors import DomainError, NotFound


class DutyNotYours(DomainError):
    code = "duty_not_yours"
    status = HTTPStatus.FORBIDDEN
    zh = "您的岗位不能编辑责任网格和班次。"
    en = "None of your posts may edit duty grids and shifts."


class ShiftUnknown(NotFound):
    code = "duty_shift_unknown"
    zh = "没有这个班次：{what}。"
    en = "There is no such shift: {what}."


class ShiftInUse(DomainError):
    code = "duty_shift_in_use"
    status = HTTPStatus.CONFLICT
    zh = "已有责任网格按此班次值守，不能改其时间；请新建班次。"
    en = "Duty has begun by this shift, so its times stand; make another shift."


class DutyGridUnknown(NotFound):
    code = "duty_grid_unknown"
    zh = "没有这个责任网格：{what}。"
    en = "There is no such duty grid: {what}."


class HolderUnknown(DomainError):
    code = "duty_holder_unknown"
    zh = "责任网格须由一名本市采集员或一个本市单位值守：{what}。"
    en = "A duty grid is held by one collector or one organisation of the city: {what}."


class CellsUnknown(DomainError):
    code = "duty_cells_unknown"
    zh = "网格代次 {generation} 中没有这些单元网格：{cells}。"
    en = "Generation {generation} of the network has no such cells: {cells}."


class DutyBegun(DomainError):
    code = "duty_begun"
    status = HTTPStatus.CONFLICT
    zh = "此责任网格已经开始值守，过去不能改；请用新的责任网格替换它。"
    en = "This duty has begun, and the past stands; replace it by a new duty grid."


class DutyDatesWrong(DomainError):
    code = "duty_dates_wrong"
    zh = "起止时间不正确：不能早于现在开始，结束须晚于开始。"
    en = "The dates are not right: duty begins no earlier than now and ends after it begins."


class DutyCodeTaken(DomainError):
    code = "duty_code_taken"
    status = HTTPStatus.CONFLICT
    zh = "编号“{grid}”的责任网格在此期间已经存在。"
    en = "There is a duty grid “{grid}” in that time already."
