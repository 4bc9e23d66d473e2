"""What meetings note, in words."""

from xiangji.core.office.history import says

says("stations.meeting_called", "定了视频会议", {"kind": "会议还是培训", "stations": "请了几个站点"})
says("stations.meeting_called_off", "取消了视频会议", {"reason": "理由"})
says("stations.meeting_attended", "记了到会", {"way": "怎么知道的", "stations": "哪些站点"})
