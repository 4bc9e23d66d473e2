"""How the example people of a demo answered some questions of the running plan, and what still waits.

Each step is a person's word on a day before today: the same county and day give the same history.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A proposal, and the decision that followed; without `why_so` it still waits.

    A question that stands here twice was decided twice: the later decision superseded the earlier one.
    """

    question: str
    proposed: str
    why: str
    days_ago: int
    decided: str = ""
    why_so: str = ""
    by_group: bool = True


STEPS: dict[str, tuple[Step, ...]] = {
    "tengzhou-2019": (
        Step(
            "inspection_rhythm",
            "考核每月，进度检查另定",
            "七(三)说的是考核，七(二)和六(二)2说的是进度检查，像是两件事。",
            151,
            "考核每月，进度检查另定",
            "先这样试一个季度，看人手够不够。",
        ),
        Step(
            "station_cap_scope",
            "只管中央资金",
            "附件2的中央资金一栏正好等于站点数乘上限，可见上限是照中央资金定的。",
            97,
            "只管中央资金",
            "与附件2的数对得上。市配套另有用途，另行核对。",
        ),
        Step(
            "inspection_rhythm",
            "都按每月一次",
            "试了一个季度，两次检查去的是同一批站点，可以并成一次。",
            44,
            "都按每月一次",
            "两样检查一次做完，站点少跑一趟。改掉原来分开的做法。",
        ),
        Step(
            "centre_cap_scope",
            "算整个支持方向，第1、2行",
            "第1、2行的支持方向写的是同一个体系，从严算稳妥。",
            30,
            "只算中心，第1行",
            "规则写的是“公共服务中心”，照字面只有第1行。第2行另有单站补助上限管着。",
            by_group=False,
        ),
        Step(
            "coverage_of_villages",
            "村里有服务点才算，除以行政村",
            "原文说的是行政村，区划名单里有数，按月就能算。",
            3,
        ),
    ),
    "wangkui-2018": (
        Step(
            "quota_base",
            "中央专项资金总额",
            "11.5%只有除以中央专项资金总额才对得上。",
            97,
            "中央专项资金总额",
            "三条比例用一个分母，与表里的数一致。",
        ),
        Step(
            "hard_limits",
            "不能，挡住",
            "本方案没有写“原则上”。",
            44,
            "不能，挡住",
            "没有写可以例外，就按不能超过办。",
            by_group=False,
        ),
        Step("stations_124", "乡镇加村级", "乡镇站和村级站相加正好是124个。", 3),
    ),
    "donggang-2020": (
        Step(
            "stations_124",
            "124个都是村级",
            "三和四(一)3两处都写村级124个。",
            97,
            "124个都是村级",
            "照原文，乡镇的6个另算。",
        ),
        Step(
            "issued_after_start",
            "印发以前不判迟",
            "方案印发的时候，启动阶段已经过去了。",
            44,
            "印发以前不判迟",
            "文件还没有印发，不能说谁迟了。",
            by_group=False,
        ),
        Step("coverage_of_villages", "有站的村，除以行政村", "站点登记到村，每月都能算。", 3),
    ),
    "haifeng-2018": (
        Step(
            "advance_base",
            "项目资金的40%",
            "签合同以前就要备料，按项目批复的钱算，一开始就有数。",
            240,
            "项目资金的40%",
            "先按项目资金算；合同价低的，从按月结算里扣回来。",
        ),
        Step(
            "total_row",
            "错了一格，500万是金额合计",
            "各行的金额相加正好是500万元。",
            97,
            "错了一格，500万是金额合计",
            "加得起来，占比也是100%。",
        ),
        Step(
            "upstream_split",
            "五个项目平均",
            "没有分项，平均分最简单。",
            44,
            "五个项目合用",
            "原文没有写平均，只核对总数，分项以后照批复登记。",
            by_group=False,
        ),
        Step("towns_mostly_covered", "每个镇（场）都有", "镇不多，一个一个点得过来。", 3),
    ),
}
