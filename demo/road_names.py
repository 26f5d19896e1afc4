"""Names for the demo city's roads: the stories' own, and common ones put together by a seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from numpy.random import Generator as Random


@dataclass(frozen=True, slots=True)
class StoryRoad:
    """A road that the city's published stories name; it runs near the place, approximately."""

    name: str
    district: str
    kind: str
    lon: float
    lat: float


STORY_ROADS: Final = (
    StoryRoad("双拥路", "430304", "main", 112.946, 27.842),
    StoryRoad("岚霞路", "430304", "side", 112.955, 27.836),
    StoryRoad("潭城路", "430302", "main", 112.905, 27.862),
)

STORY_CROSSING: Final = ("双拥路", "建鑫广场路口")
"""A road, and what people call the middle one of its crossings."""

STEMS: Final = (
    "湘江", "韶山", "芙蓉", "莲城", "人民", "解放", "中山", "建设", "和平",
    "新华", "东风", "光明", "胜利", "朝阳", "向阳", "文化", "教育", "科技",
    "工业", "创业", "团结", "友谊", "幸福", "长寿", "金星", "银杏", "桂花",
    "樟树", "梧桐", "莲花", "荷花", "玉兰", "翠竹", "青松", "兴隆", "福星",
    "吉祥", "如意", "平安", "康宁", "永安", "长安", "迎宾", "滨江", "沿江",
    "河东", "河西", "城南", "城北", "东湖", "西湖", "南湖", "北湖", "清泉",
    "甘泉", "龙潭", "凤凰", "麒麟", "白云", "青云", "紫荆", "丹桂", "红旗",
    "五一", "八一", "七一", "南岭", "衡山", "岳麓", "洞庭", "潇湘", "浏阳",
    "昭阳", "望岳", "观湖", "听涛", "云山",
)  # fmt: skip

ENDINGS: Final = {
    "main": ("大道", "路", "东路", "西路", "南路", "北路"),
    "side": ("路", "街", "中路", "一路", "二路"),
    "lane": ("巷", "街", "里", "一巷", "二巷", "三巷"),
}


@dataclass
class NameBook:
    """Gives names that are used once in a district, in an order that the seed shuffles."""

    rng: Random
    taken: set[tuple[str, str]] = field(default_factory=set)

    def next_name(self, district: str, kind: str) -> str:
        while True:
            ending = str(self.rng.choice(ENDINGS[kind]))
            name = f"{self.rng.choice(STEMS)}{ending}"
            if (district, name) not in self.taken:
                self.taken.add((district, name))
                return name
