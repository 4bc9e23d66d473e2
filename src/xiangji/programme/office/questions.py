"""Questions of running plans (存疑): a clerk proposes a reading, another person decides."""

from collections.abc import Mapping
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.office.desk import (
    Action,
    ActionForm,
    Chip,
    Column,
    Desk,
    Empty,
    Filters,
    Mark,
    Menu,
    Named,
    Todo,
    desk,
)
from xiangji.core.ui import formats
from xiangji.programme import actions, queries
from xiangji.programme.models import Decision, Programme, Question
from xiangji.programme.rules.deciding import PAPER_LENGTH, REASON_LENGTH, deciders
from xiangji.programme.rules.questions import Asked

PLAN = Menu("方案与规则", icon="plan", order=20)


def _asked(question: Any) -> Asked | None:  # noqa: ANN401 - a question on which it hangs
    """Read once for a paper, whose forms ask as well."""
    if not hasattr(question, "asked"):
        question.asked = queries.asked_of(question)
    found: Asked | None = question.asked
    return found


class ReadingForm(ActionForm):
    reading = forms.ChoiceField(label="按哪一种读", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="为什么这样读",
        help_text="例：附件2的站点数乘上限正好等于中央资金一栏，可见上限管的是中央资金。",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        asked = _asked(self.thing)
        readings = asked.readings if asked else ()
        field = cast("forms.ChoiceField", self.fields["reading"])
        field.choices = [(each.title, f"{each.title}：{each.words}") for each in readings]


class DecideForm(ReadingForm):
    """`supersedes` is the decision that stood on the page when the form was drawn."""

    supersedes = forms.IntegerField(required=False, widget=forms.HiddenInput)
    paper = forms.CharField(label="答复是哪一份文件", help_text="写名称和文号。", max_length=PAPER_LENGTH)

    def prepare(self) -> None:
        super().prepare()
        asked = _asked(self.thing)
        self.fields["reason"].label = "为什么这样读（公开）"
        if self.thing.proposal:
            self.fields["reading"].initial = self.thing.proposal.reading
        self.fields["supersedes"].initial = self.thing.decision_id
        if not (asked and deciders(asked.who).above):
            del self.fields["paper"]


class QuestionFilter(Filters):
    programme = django_filters.ModelChoiceFilter(
        label="方案", empty_label="都看", queryset=Programme.objects.filter(version__standing="in_force")
    )

    class Meta:
        model = Question
        fields: list[str] = []


def mark_of(question: Question) -> Mark:
    if question.proposal_id and question.decision_id:
        return Mark("info", "有人提改定")
    if question.decision_id:
        return Mark("ok", "已定")
    if question.proposal_id:
        return Mark("info", "等人定")
    return Mark("wait", "没有人提")


def _where(question: Question) -> str:
    return "、".join(formats.clause(each) for each in queries.clauses_of(question))


def _done(decision: Decision) -> str:
    return f"定了，按“{decision.reading}”读。公开的看板已经换过来。"


ACTIONS = (
    Action(
        "decide",
        "就按这个读",
        capability="programme.decide_question",
        form=DecideForm,
        act=actions.decide_question,
        named="question",
        look="go",
        done=_done,
        when=lambda question, _person: bool(question.proposal_id and not question.decision_id),
    ),
    Action(
        "change",
        "改定",
        capability="programme.decide_question",
        form=DecideForm,
        act=actions.decide_question,
        named="question",
        look="go",
        done=_done,
        when=lambda question, _person: bool(question.proposal_id and question.decision_id),
    ),
    Action(
        "propose",
        "提出这个读法",
        capability="programme.propose_reading",
        form=ReadingForm,
        act=actions.propose_reading,
        named="question",
        look="go",
        done="提上去了，等另一个人来定。",
    ),
)


class _Questions(Desk[Question]):
    menu = PLAN
    columns = (
        Column("存疑", lambda question: Named(question.title, _where(question)), look="wide", order="title"),
        Column("方案", "programme.version.title", order="programme__version__title"),
        Column("怎样了", mark_of, look="nowrap"),
        Column("提出", "raised_at", look="nowrap", order="raised_at"),
    )
    export = (
        Column("方案", "programme.version.title"),
        Column("存疑", "title"),
        Column("由谁定", lambda question: queries.who_decides(question)),
        Column("怎样了", mark_of),
        Column("等着定的读法", lambda question: question.proposal.reading if question.proposal else None),
        Column("提的理由", lambda question: question.proposal.reason if question.proposal else None),
        Column("定的读法", lambda question: question.decision.reading if question.decision else None),
        Column("定的理由", lambda question: question.decision.reason if question.decision else None),
        Column("谁定", lambda question: question.decision.by.name if question.decision else None),
        Column("什么时候定", lambda question: question.decision.at if question.decision else None),
    )
    filters = QuestionFilter
    ordering = ("programme", "pk")
    detail = "programme/office/_question.html"
    unit = "处"
    has_evidence = True
    actions = ACTIONS

    def for_person(self, person: User) -> QuerySet[Question]:
        mine = reach(person, "programme.read_register").q(place="programme__place_id")
        return queries.questions_of_running().filter(mine)

    def title_of(self, thing: Question) -> str:
        return thing.title

    def note_of(self, thing: Question) -> str:
        return thing.programme.version.title

    def mark_of(self, thing: Question) -> Mark:
        return mark_of(thing)

    def told(self, thing: Question, person: User) -> Mapping[str, object]:  # noqa: ARG002
        return {
            "asked": _asked(thing),
            "decisions": queries.decisions_on(thing),
            "public": thing.programme.key,
        }


@desk
class QuestionDesk(_Questions):
    key = "questions"
    title = "存疑"
    order = 10
    capability = "programme.read_register"
    chips = (
        Chip("unproposed", "没有人提", Q(proposal=None, decision=None)),
        Chip("waiting", "等人定", Q(proposal__isnull=False)),
        Chip("decided", "已定", Q(decision__isnull=False)),
    )
    todo = Todo("unproposed", "programme.propose_reading", "原文有两种读法，等您提出读法。")
    search = ("title", "programme__version__title", "decision__reading", "proposal__reading")
    empty = Empty(
        new="还没有存疑。方案登记以后，原文能两读的地方会自己站到这里。",
        done="这里没有。每一处都有人提过，或者已经定了。",
    )


@desk
class DecisionDesk(_Questions):
    """What waits for whoever decides, and what was decided."""

    key = "decisions"
    title = "定读法"
    order = 20
    capability = "programme.decide_question"
    chips = (
        Chip("waiting", "等您定", Q(proposal__isnull=False)),
        Chip("decided", "已定", Q(decision__isnull=False)),
    )
    todo = Todo("waiting", "programme.decide_question", "经办提了读法，等您定。")
    empty = Empty(
        new="还没有人提出读法。经办写明理由提出以后，会站到这里等您定。",
        done="提上来的都定了。",
    )

    def for_person(self, person: User) -> QuerySet[Question]:
        mine = reach(person, "programme.decide_question").q(place="programme__place_id")
        said = Q(proposal__isnull=False) | Q(decision__isnull=False)
        return queries.questions_of_running().filter(mine & said)
