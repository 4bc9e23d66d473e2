"""Evidence of a project, and what is noted about projects, in words."""

from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.history import says
from xiangji.programme.models import Project
from xiangji.programme.queries import projects

says("programme.project_changed", "改了项目", {"name": "名称", "due": "时间节点"})
says("programme.project_entered", "补录了平台以前审定的项目", {"on": "哪天审定"})
says("programme.project_in_force", "项目生效", {"ends_on": "公示到"})
says(
    "programme.pack_taken",
    "取了证据包",
    {
        "papers": "公文（件）",
        "evidence": "凭证文件（个）",
        "entries": "记账凭证（张）",
        "left_out": "看不到没有放进去的（件）",
    },
)


def may_see(person: User, key: str) -> bool:
    return key.isdecimal() and projects.for_person(person).filter(pk=key).exists()


def may_add(person: User, key: str) -> bool:
    """The contractor while it is being written, whoever judges while it is judged, the bureau afterwards."""
    project = _project(key)
    if project is None or not may_see(person, key):
        return False
    place, firm = project.programme.place_code, project.contractor
    if projects.state(project).is_open_to_change:
        return may(person, "programme.draft_project", place=place, organisation=firm)
    return any(
        may(person, capability, place=place)
        for capability in (*projects.STAGE_CAPABILITIES, "programme.handle_objection")
    )


@owner_of("programme.Project", may_see=may_see, may_add=may_add)
def project_paper(key: str) -> Paper | None:
    project = _project(key)
    return Paper(project.name, reverse("office-paper", args=["projects", project.pk])) if project else None


def _project(key: str) -> Project | None:
    return projects.rows().filter(pk=key).first() if key.isdecimal() else None
