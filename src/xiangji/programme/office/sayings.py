"""What programme notes, in words."""

from xiangji.core.office.history import says

says("programme.opened", "登记了方案", {"version": "版本"})
says("questions.raised", "提出了存疑")
says("programme.reading_proposed", "提了读法", {"post": "岗位", "reading": "读法", "reason": "理由"})
says(
    "programme.question_decided",
    "定了读法",
    {"post": "岗位", "reading": "读法", "before": "原来定的", "reason": "理由", "paper": "依据"},
)
says("programme.question_reopened", "因为新版本改了读法，重新问")
says("programme.publicised", "开始公示", {"days": "工作日", "ends_on": "公示到", "because": "天数依据"})
says("programme.medium_noted", "记下登在哪里", {"medium": "媒体", "address": "网址或者版面", "on": "哪天"})
says("programme.objection_filed", "收到了异议")
says("programme.objection_handled", "处理了异议", {"finding": "结果", "reply": "答复"})
