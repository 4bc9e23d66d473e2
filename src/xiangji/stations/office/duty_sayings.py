"""What duties, patrols, upkeep and broadband note, in words."""

from xiangji.core.office.history import says

says(
    "stations.put_on_duty",
    "排了值班",
    {"from": "从哪天起", "to": "到哪天为止", "parts": "时段", "duties": "几次"},
)
says("stations.duty_called_off", "撤下了一次值班", {"day": "哪天", "part": "时段", "reason": "理由"})
says("stations.patrol_planned", "排了巡查", {"station": "站点", "day": "打算哪天"})
says(
    "stations.patrolled",
    "巡查了站点",
    {"station": "站点", "day": "哪天", "found": "发现什么", "note": "说明"},
)
says("stations.patrol_called_off", "取消了巡查", {"station": "站点", "reason": "理由"})
says(
    "stations.followed_up", "复查了", {"item": "哪一项", "result": "结果", "day": "哪天", "note": "看到什么"}
)
says(
    "stations.upkeep_recorded",
    "记下一条运维",
    {"kind": "类别", "firm": "哪家做的", "station": "站点", "day": "哪天", "words": "做了什么"},
)
says("stations.upkeep_struck_out", "作废了一条运维", {"reason": "理由"})
says(
    "stations.broadband_recorded",
    "记下宽带",
    {"place": "在哪里", "whose": "谁的", "tariff": "资费", "day": "哪天"},
)
