"""The forms of what is done with a paper of the plan: each gives exactly what its action asks for by name."""

from __future__ import annotations

from itertools import groupby
from typing import cast

from django import forms

from xiangji.core.accounts.models import Organisation
from xiangji.core.office.desk import ActionForm
from xiangji.core.places import within
from xiangji.programme.models import Project
from xiangji.programme.queries import plan_papers, projects
from xiangji.programme.rules import plan_paper as rules
from xiangji.programme.rules.changing import WORDS_LENGTH
from xiangji.programme.rules.plan_paper import ChangeKind, Order, Sort, Whom
from xiangji.programme.rules.project import State as ProjectState
from xiangji.programme.rules.publicity import ADDRESS_LENGTH, MEDIUM_LENGTH

SHOWN = 40


def _text(
    label: str, longest: int, *, help_text: str = "", rows: int = 0, required: bool = True
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=longest, help_text=help_text, required=required, widget=widget
    )


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class WriteForm(ActionForm):
    title = _text("题目", rules.TITLE_LENGTH)
    number = _text("文号", rules.NUMBER_LENGTH, help_text="还没有就空着。", required=False)
    summary = _text("写了什么", rules.SUMMARY_LENGTH, help_text="公示的时候大家看到的就是这段话。", rows=4)

    def prepare(self) -> None:
        if self.thing is not None:
            for name in ("title", "number", "summary"):
                self.fields[name].initial = getattr(self.thing, name)


class DraftForm(WriteForm):
    programme = forms.ChoiceField(label="哪一份方案")
    sort = forms.ChoiceField(label="是什么", choices=[(sort.value, sort.word) for sort in Sort])
    order = forms.ChoiceField(
        label="审议以后的次序",
        help_text="方案自己写了的，照方案。",
        choices=[("", "照方案写的"), *((order.value, order.word) for order in Order)],
        required=False,
    )
    because = _text(
        "这样排的依据（公开）",
        rules.BECAUSE_LENGTH,
        help_text="方案没有写次序的要写明。",
        rows=2,
        required=False,
    )

    field_order = ("programme", "sort", "title", "number", "summary", "order", "because")

    def prepare(self) -> None:
        field = cast("forms.ChoiceField", self.fields["programme"])
        running = projects.running_programmes(self.by, "programme.draft_plan_paper")
        field.choices = [(one.key, one.version.title) for one in running]
        if not running:
            field.help_text = "这里没有正在执行的方案，先请登记一份。"


class SeenForm(ActionForm):
    """`seen` is the approval as it stood on the page: the slower of two learns who was faster."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["seen"].initial = self.thing.approval.version if self.thing.approval else None


class SubmitForm(SeenForm):
    """Nothing to fill in: what goes to the meeting stands above."""


class ReasonForm(SeenForm):
    reason = _text("为什么", 500, rows=2)


class MeetingForm(SeenForm):
    meeting = _text("哪一次会议", rules.MEETING_LENGTH, help_text="例：县政府第56次常务会议。")
    met_on = _day("哪天审议通过")


class FilingForm(ActionForm):
    whom = forms.ChoiceField(label="报给谁", choices=[(whom.value, whom.word) for whom in Whom])
    on = _day("哪天报的")
    number = _text("文号或者回执号", rules.NUMBER_LENGTH, required=False)


class ChangeForm(WriteForm):
    kind = forms.ChoiceField(label="哪一种变更", choices=[(kind.value, kind.word) for kind in ChangeKind])
    reason = _text("变更理由（公开）", rules.REASON_LENGTH, rows=2)
    project = forms.ModelChoiceField(
        label="换哪个项目的承建企业",
        help_text="只有更换承建企业才选。",
        queryset=Project.objects.none(),
        empty_label="不换",
        required=False,
    )
    newcomer = forms.ModelChoiceField(
        label="增加或者换上的企业",
        help_text="只有增加、更换承建企业才选；要先登记单位。",
        queryset=Organisation.objects.none(),
        empty_label="没有",
        required=False,
    )

    field_order = ("kind", "title", "number", "reason", "summary", "project", "newcomer")

    def prepare(self) -> None:
        self.order_fields(self.field_order)
        programme = self.thing.programme
        cast("forms.ModelChoiceField[Project]", self.fields["project"]).queryset = projects.rows().filter(
            projects.WHERE[ProjectState.IN_FORCE], programme=programme
        )
        found = Organisation.objects.filter(
            within(programme.place_code, "place"), kind=Organisation.Kind.COMPANY
        )
        cast("forms.ModelChoiceField[Organisation]", self.fields["newcomer"]).queryset = found.order_by(
            "name"
        )


class EditForm(ActionForm):
    place = forms.ChoiceField(label="改哪一处")
    value = _text("改成", WORDS_LENGTH, help_text="金额写万元，月份写2026-12。")

    def prepare(self) -> None:
        field = cast("forms.ChoiceField", self.fields["place"])
        found = groupby(plan_papers.choices(self.thing), key=lambda each: each.table)
        field.choices = [
            (table, [(each.place, f"{each.name}（现在{each.now[:SHOWN]}）") for each in group])
            for table, group in found
        ]


class DropForm(ActionForm):
    place = forms.ChoiceField(label="哪一处不改了")

    def prepare(self) -> None:
        names = {each.place: each.name for each in plan_papers.choices(self.thing)}
        field = cast("forms.ChoiceField", self.fields["place"])
        field.choices = [(each.place, names.get(each.place, each.place)) for each in self.thing.written_edits]


class MediumForm(ActionForm):
    name = _text("登在哪里", MEDIUM_LENGTH, help_text="例：县政府网站。")
    address = _text("网址或者版面", ADDRESS_LENGTH, required=False)
    on = _day("哪天登出")
