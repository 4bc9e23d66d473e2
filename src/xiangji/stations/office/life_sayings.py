"""What is noted of monthly reports and of field work, in words."""

from xiangji.core.office.history import says

_MONTH = {"month": "月份", "number": "业务次数", "residents": "服务人数", "income": "收入（元）"}

says("stations.month_reported", "填了月报", _MONTH)
says("stations.month_corrected", "更正了月报", {**_MONTH, "reason": "理由"})
says("stations.months_reported", "填了一批月报", {"month": "月份", "reports": "份数"})
says(
    "stations.activity_held",
    "记了一次活动",
    {"station": "站点", "kind": "类别", "day": "哪天", "people": "参加人数"},
)
says("stations.product_told", "报了一样特产", {"product": "产品", "village": "村", "station": "站点"})
says("stations.product_answered", "答复了特产", {"answer": "答复", "public": "公开"})
says("stations.product_ended", "记下特产没有了", {"day": "从哪天起", "reason": "理由"})
says("stations.smart_service_started", "加了智慧乡村应用", {"name": "服务应用", "day": "从哪天起"})
says(
    "stations.smart_service_ended",
    "不再用智慧乡村应用",
    {"name": "服务应用", "day": "从哪天起", "reason": "理由"},
)
