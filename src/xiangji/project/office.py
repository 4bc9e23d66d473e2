"""The Chinese for what the commands of this machine note in the audit."""

from xiangji.core.office.history import says

says("events.delivery_let_go", "放过了一条停下的消息", {"reason": "理由", "fact": "消息", "reaction": "反应"})
says(
    "keeping.restored",
    "从备份恢复了这个县",
    {"taken_at": "备份的时间", "made_by": "做备份的版本", "number": "恢复到第几条"},
)
