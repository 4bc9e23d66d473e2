"""What the service desk offers (服务目录): every service that a plan names, with its clause and its words.

What is written for an area counts for what lies in it: a county offers what its own plan and its province's
name. What the other plans name may be added.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xiangji.core.values import PlaceCode
from xiangji.stations.rules.register import StationRefused


class Audience(StrEnum):
    """Whom a service is for."""

    CUSTOMER = "customer"
    STATION = "station"
    FIRM = "firm"

    @property
    def word(self) -> str:
        return {"customer": "来办事的人和单位", "station": "站点", "firm": "流通企业转型"}[self]


@dataclass(frozen=True, slots=True)
class Source:
    """The words of a plan that name services; `area` is the county or province it was written for."""

    key: str
    area: PlaceCode
    plan: str
    title: str
    clause: str
    quote: str
    audience: Audience = Audience.CUSTOMER


@dataclass(frozen=True, slots=True)
class Service:
    key: str
    word: str
    source: Source

    @property
    def audience(self) -> Audience:
        return self.source.audience


_DONGGANG, _WANGKUI, _HAIFENG, _TENGZHOU, _LIAONING = (
    PlaceCode(code) for code in ("210681", "231221", "441521", "370481", "21")
)
_CATALOGUE: tuple[tuple[Source, tuple[tuple[str, str], ...]], ...] = (
    (
        Source(
            "donggang",
            _DONGGANG,
            "donggang-2020",
            "“一站式”服务",
            "四(一)1",
            "电商政策咨询、培训孵化、实战演练、美工策划、商品定位、产品摄影、创意设计、品牌策划、营销推广、"
            "分销渠道、软件技术支持、数据分析、包装运输、客服管理、证照办理、活动宣传等“一站式”服务",
        ),
        (
            ("policy", "电商政策咨询"),
            ("incubation", "培训孵化"),
            ("drill", "实战演练"),
            ("art", "美工策划"),
            ("positioning", "商品定位"),
            ("photography", "产品摄影"),
            ("design", "创意设计"),
            ("brand", "品牌策划"),
            ("marketing", "营销推广"),
            ("channels", "分销渠道"),
            ("software", "软件技术支持"),
            ("data", "数据分析"),
            ("packing", "包装运输"),
            ("customer-care", "客服管理"),
            ("licences", "证照办理"),
            ("publicity", "活动宣传"),
        ),
    ),
    (
        Source(
            "wangkui",
            _WANGKUI,
            "wangkui-2018",
            "四类服务",
            "四(一)",
            "技术支持+信息服务+管理咨询+其他增值业务",
        ),
        (
            ("technical", "技术支持"),
            ("information", "信息服务"),
            ("consulting", "管理咨询"),
            ("value-added", "其他增值业务"),
        ),
    ),
    (
        Source(
            "haifeng",
            _HAIFENG,
            "haifeng-2018",
            "创业孵化服务",
            "四(一)",
            "策划、培训、IT 外包、美工、客服、代运营等创业孵化服务",
        ),
        (
            ("planning", "策划"),
            ("training", "培训"),
            ("it", "IT 外包"),
            ("art", "美工"),
            ("customer-care", "客服"),
            ("operation", "代运营"),
        ),
    ),
    (
        Source(
            "haifeng-chain",
            _HAIFENG,
            "haifeng-2018",
            "全链条服务",
            "四(一)",
            "品牌培育、商品规划、营销策划",
        ),
        (("brand", "品牌培育"), ("goods", "商品规划"), ("marketing", "营销策划")),
    ),
    (
        Source(
            "tengzhou",
            _TENGZHOU,
            "tengzhou-2019",
            "中心的功能",
            "附件1",
            "培训孵化、产品对接、活动策划、营销、品牌建设、网络推广、金融信用、宣传推广和其他衍生增值服务",
        ),
        (
            ("incubation", "培训孵化"),
            ("matching", "产品对接"),
            ("events", "活动策划"),
            ("marketing", "营销"),
            ("brand", "品牌建设"),
            ("promotion", "网络推广"),
            ("credit", "金融信用"),
            ("publicity", "宣传推广"),
            ("derived", "其他衍生增值服务"),
        ),
    ),
    (
        Source(
            "tengzhou-centre",
            _TENGZHOU,
            "tengzhou-2019",
            "中心涵盖的服务",
            "四(一)1",
            "涵盖人员培训、孵化支撑、营销策划、网货研发、金融服务等功能",
        ),
        (
            ("training", "人员培训"),
            ("support", "孵化支撑"),
            ("planning", "营销策划"),
            ("goods", "网货研发"),
            ("finance", "金融服务"),
        ),
    ),
    (
        Source(
            "donggang-stations",
            _DONGGANG,
            "donggang-2020",
            "对站点的指导",
            "四(一)1",
            "实现对乡（镇）、村服务站进行业务指导及运营管理",
            Audience.STATION,
        ),
        (("guidance", "业务指导"), ("operation", "运营管理")),
    ),
    (
        Source(
            "donggang-staff",
            _DONGGANG,
            "donggang-2020",
            "对镇级站的工作",
            "四(一)2",
            "要负责做好乡（镇）服务站人员的专业能力提升培训、经营行为组织和运营资源对接等各项工作",
            Audience.STATION,
        ),
        (("training", "专业能力提升培训"), ("behaviour", "经营行为组织"), ("resources", "运营资源对接")),
    ),
    (
        Source(
            "donggang-common",
            _DONGGANG,
            "donggang-2020",
            "统筹推进的公共服务",
            "四(一)1",
            "统筹推进品牌标准、品质控制、快递物流、培训等公共服务",
            Audience.STATION,
        ),
        (("brand", "品牌标准"), ("quality", "品质控制"), ("express", "快递物流"), ("training", "培训")),
    ),
    (
        Source(
            "tengzhou-stations",
            _TENGZHOU,
            "tengzhou-2019",
            "对镇、村站点的管理",
            "四(一)1",
            "实现对镇、村两级服务站点的建设和日常运营管理",
            Audience.STATION,
        ),
        (("building", "站点建设"), ("operation", "日常运营管理")),
    ),
    (
        Source(
            "liaoning",
            _LIAONING,
            "liaoning-2020",
            "电商服务体系",
            "四(2)",
            "完善品控、品牌、物流、培训、金融、创意、营销等电商服务体系",
            Audience.STATION,
        ),
        (
            ("quality", "品控"),
            ("brand", "品牌"),
            ("express", "物流"),
            ("training", "培训"),
            ("finance", "金融"),
            ("creative", "创意"),
            ("marketing", "营销"),
        ),
    ),
    (
        Source(
            "liaoning-firms",
            _LIAONING,
            "liaoning-2020",
            "商贸流通企业数字化转型",
            "四(3)",
            "支持农村地区商贸流通企业的数字化转型升级，加强与电子商务、金融保险、移动支付、就业引导等资源对接",
            Audience.FIRM,
        ),
        (
            ("commerce", "电子商务对接"),
            ("insurance", "金融保险对接"),
            ("payment", "移动支付对接"),
            ("employment", "就业引导对接"),
        ),
    ),
    (
        Source(
            "wangkui-firms",
            _WANGKUI,
            "wangkui-2018",
            "传统企业改造",
            "四(一)",
            "传统企业信息化改造",
            Audience.FIRM,
        ),
        (("informatics", "传统企业信息化改造"),),
    ),
    (
        Source(
            "tengzhou-firms",
            _TENGZHOU,
            "tengzhou-2019",
            "传统流通企业帮扶",
            "四(二)1",
            "选取区域内具备一定基础的传统流通企业进行培育帮扶",
            Audience.FIRM,
        ),
        (("fostering", "传统流通企业培育帮扶"),),
    ),
    (
        Source(
            "haifeng-firms",
            _HAIFENG,
            "haifeng-2018",
            "向电商服务企业转型",
            "四(五)",
            "引导农村流通企业、物流企业向电子商务服务企业转型",
            Audience.FIRM,
        ),
        (("turning", "转型电商服务企业"),),
    ),
)
SERVICES: tuple[Service, ...] = tuple(
    Service(f"{source.key}.{key}", word, source) for source, named in _CATALOGUE for key, word in named
)
_BY_KEY = {service.key: service for service in SERVICES}
KEY_LENGTH = 40


def service_of(key: str) -> Service:
    """Raises StationRefused for a key that no plan names."""
    found = _BY_KEY.get(key)
    if found is None:
        raise StationRefused("service_not_known", "没有记。服务目录里没有这一项，请从目录里选。")
    return found


def word_of(key: str) -> str:
    """Also of a service that left the catalogue."""
    found = _BY_KEY.get(key)
    return found.word if found else key


def named_for(county: PlaceCode) -> tuple[Service, ...]:
    """What the county's own plan names, and its province's."""
    return tuple(service for service in SERVICES if service.source.area.contains(county))


def others(county: PlaceCode) -> tuple[Service, ...]:
    """What only the plans of others name."""
    own = set(named_for(county))
    return tuple(service for service in SERVICES if service not in own)
