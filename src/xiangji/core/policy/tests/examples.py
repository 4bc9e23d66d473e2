"""A small plan for tests. It is invented; its sums and rules are as simple as a plan's can be."""

from pathlib import Path
from typing import Any

PLAN = """schema = 1
key = "example-2019"

[document]
title = "示例市示例方案"
issuer = "示例市人民政府"
date = 2019-09-28
province = "示例省"
county = "示例市"
county_word = "市"
level = "national"
programme_year = 2019
money_unit = "万元"
budget_stated = true
quote = "2019年9月28日"

[[target]]
key = "joint_carriers"
name = "开展共同配送的企业"
value_min = 1
value_max = 3
unit = "家"
comparator = "range"
deadline = "2020-12"
section = "四(三)2"
quote = "选择1—3家企业，开展共同配送"

[budget_total]
total = 261
central = 141
county = 120
section = "五(一)"
quote = "261 141 120"

[[budget_line]]
seq = 1
key = "stations"
name = "服务站点建设"
total = 261
central = 141
county = 120
due = "2020-12"
section = "附件2"
quote = "261 141 120"

[[ratio_rule]]
key = "centre_cap"
name = "公共服务中心比例上限"
numerator = "stations.central"
denominator = "total.central"
comparator = "<="
limit = 15
unit = "%"
principle = true
section = "五(二)"
quote = "原则上不超过15%"

[[subsidy_rule]]
key = "village_point_cap"
name = "村级单个站点补助上限"
per = "村级服务点"
limit = 0.5
unit = "万元"
comparator = "<="
section = "五(三)1"
quote = "对村单个站点补助不超过0.5万元"

[[promise]]
key = "centre_to_village"
from = "市配送中心"
to = "村级网点"
hours = 48
section = "四(三)2"
quote = "从市配送中心到村级网点48小时内完成"

[[phase]]
seq = 1
name = "启动筹备阶段"
start = "2019-07"
end = "2019-10"
quote = "（2019年7月—2019年10月）"

[[time_rule]]
key = "monthly_inspection"
unit = "每月"
quote = "每月开展督查考核"

[[unit]]
name = "市商务局"
lead = true
quote = "市商务局具体负责"
"""

READING = """schema = 1
key = "example-2019"

[[basis]]
number = "示例〔2019〕1号"
tier = "national"

[[target]]
key = "joint_carriers"
growth = "rate"
definition = "比上年同期增长的比率"

[[rule]]
key = "ratio.centre_cap"
short = "中心上限"

[[cap]]
key = "stations"
name = "站点补助总额"
against = "stations.central"
[[cap.part]]
rule = "village_point_cap"
count = "village_points"
word = "村级"

[[question]]
key = "which_money"
title = "上限按哪笔钱算"
why = "文件没有写"
clauses = ["五(三)1"]
quotes = []
money = true
[[question.reading]]
title = "只算中央资金"
sentence = "按中央资金算"
sums = ["stations.central / total.central"]
[[question.reading]]
title = "算全部资金"
sentence = "按全部资金算"
"""


def written(folder: Path, text: str | bytes = PLAN, *, name: str = "example-2019.toml") -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def body(**rules: list[dict[str, Any]]) -> dict[str, Any]:
    """A published body that holds only rules."""
    return {"plan": rules, "reading": {}}


def cap(limit: object, *, key: str = "centre_cap", comparator: str = "<=", **more: object) -> dict[str, Any]:
    return {
        "key": key,
        "name": "示例上限",
        "comparator": comparator,
        "limit": limit,
        "unit": "%",
        "section": "五(二)",
        "quote": "示例原文",
        **more,
    }
