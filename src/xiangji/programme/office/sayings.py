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
