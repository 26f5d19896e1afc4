"""Why an import stops before anything is changed, each with its stable code.

What is wrong with a single row is no error: the row is refused and listed (see `report.py`).
"""

from gis_core.errors import DomainError


class MappingUnknown(DomainError):
    code = "mapping_unknown"
    zh = "没有名为“{name}”的映射文件；已有：{known}。也可以给出一个 .toml 文件的路径。"
    en = "There is no mapping called “{name}”; there are: {known}. A path to a .toml file does too."


class MappingBroken(DomainError):
    code = "mapping_broken"
    zh = "映射文件 {path} 的 [{where}] 有误：{reason}。"
    en = "The mapping {path} is not usable at [{where}]: {reason}."


class FileMissing(DomainError):
    code = "file_missing"
    zh = "没有文件 {path}；请检查给出的目录。"
    en = "There is no file {path}; check the directory that you gave."


class FileUnreadable(DomainError):
    code = "file_unreadable"
    zh = "文件 {path} 无法读取（第 {line} 行附近）：{reason}。没有导入任何数据。"
    en = "The file {path} cannot be read (near line {line}): {reason}. Nothing was imported."


class LayerUnreadable(DomainError):
    code = "layer_unreadable"
    zh = "文件 {path} 不是可以读取的矢量图层：{reason}。"
    en = "The file {path} is no readable vector layer: {reason}."


class ColumnsMissing(DomainError):
    code = "columns_missing"
    zh = "文件 {path} 缺少映射文件要求的列：{missing}；文件中有：{found}。"
    en = "The file {path} lacks columns that the mapping asks for: {missing}; it has: {found}."


class NothingInFile(DomainError):
    code = "nothing_in_file"
    zh = "文件 {path} 中没有任何记录。"
    en = "The file {path} holds no rows."


class CrsDoesNotFit(DomainError):
    code = "crs_does_not_fit"
    zh = (
        "文件 {path} 按 {crs} 读取时不在{city}范围内（{share}% 的要素在范围内）。{proposal_zh}"
        "没有导入任何数据。"
    )
    en = (
        "Read as {crs}, the file {path} does not lie in {city} ({share} % of its features do). "
        "{proposal_en} Nothing was imported."
    )


class CrsUnknown(DomainError):
    code = "crs_unknown"
    zh = "“{crs}”不是已知的坐标系；请写成 EPSG:代码。"
    en = "“{crs}” is no known coordinate reference system; write EPSG:code."


class CodesRepeat(DomainError):
    code = "codes_repeat"
    zh = "文件 {path} 中编码重复或为空：{codes}。"
    en = "Codes are empty or repeat in {path}: {codes}."


class ParentMissing(DomainError):
    code = "parent_missing"
    zh = "文件 {path} 中这些编码没有上级区域：{codes}。"
    en = "These codes in {path} name no parent area: {codes}."


class NetworkDiffers(DomainError):
    code = "network_differs"
    zh = (
        "{city}已有网格，与文件不同（{changes}）。网格的变更是新的一代，不能用导入覆盖；"
        "没有导入任何数据。"
    )
    en = (
        "{city} already has a network and the files differ from it ({changes}). A change of the "
        "network is a new generation, never an import over the old one. Nothing was imported."
    )


class CityUnknownHere(DomainError):
    code = "city_not_imported"
    zh = "这里还没有城市“{city}”；请先运行 import_areas。"
    en = "There is no city “{city}” here yet; run import_areas first."
