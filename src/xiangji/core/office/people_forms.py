"""The forms of accounts' actions: each gives exactly what its action asks for by name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from xiangji.core.accounts import queries
from xiangji.core.accounts.capabilities import OWN_STAFF
from xiangji.core.accounts.models import Deputy, Organisation, Post, User
from xiangji.core.accounts.permitting import posts_of
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.office.desk import ActionForm
from xiangji.core.places.county import current_county
from xiangji.core.places.models import Place
from xiangji.core.values import PlaceCode

DAY = {"type": "date"}
SHOWN = 5


class PlaceField(forms.CharField):
    """A place by its code or its whole name, in this county or above it."""

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, max_length=60, help_text="镇、村或上级的全名；重名的写区划代码。")

    def clean(self, value: Any) -> PlaceCode:  # noqa: ANN401 - as Django declares it
        typed: str = super().clean(value)
        county = current_county().code
        start, end = county.range
        known = Place.objects.filter(valid_to=None)
        ours = known.filter(code__gte=start, code__lt=end) | known.filter(
            code__in=[one.digits for one in county.line]
        )
        found = list((ours.filter(code=typed) | ours.filter(name=typed)).order_by("code")[: SHOWN + 1])
        if len(found) == 1:
            return PlaceCode(found[0].code)
        raise forms.ValidationError(self._why(typed, found))

    def _why(self, typed: str, found: list[Place]) -> str:
        if not found:
            return f"没有找到“{typed}”，请写本县的镇、村或上级的全名，或者区划代码。"
        named = "、".join(place.code for place in found[:SHOWN])
        return f"叫“{typed}”的不止一个（{named}{'等' if len(found) > SHOWN else ''}），请写区划代码。"


class ReasonForm(ActionForm):
    reason = forms.CharField(label="为什么", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class AccountForm(ActionForm):
    name = forms.CharField(label="姓名", max_length=64)
    username = forms.CharField(label="登录名", max_length=64, help_text="字母、汉字、数字都行，定了不改。")


class PostForm(ActionForm):
    kind = forms.TypedChoiceField(label="岗位", coerce=PostKind)
    organisation = forms.ModelChoiceField(
        label="单位", queryset=Organisation.objects.none(), empty_label=None
    )
    place = PlaceField(label="管到哪里")
    since = forms.DateField(label="从哪天起", widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(
        label="到哪天止",
        required=False,
        help_text="包括这一天；没有定就空着。",
        widget=forms.DateInput(attrs=DAY),
    )

    def prepare(self) -> None:
        kind: Any = self.fields["kind"]
        kind.choices = self.kinds()
        organisation: Any = self.fields["organisation"]
        organisation.queryset = queries.organisations_in_reach(self.by)
        self.fields["since"].initial = timezone.localdate().isoformat()

    def kinds(self) -> list[tuple[str, str]]:
        return [(kind.value, kind.label) for kind in PostKind]


class StaffForm(AccountForm, PostForm):
    """One of one's own people: the account and the post at once."""

    field_order = ("name", "username", "kind", "organisation", "place", "since", "until")

    def prepare(self) -> None:
        super().prepare()
        first = next((acting.post for acting in posts_of(self.by) if acting.kind in OWN_STAFF), None)
        if first is not None:
            self.fields["organisation"].initial = first.organisation_id
            self.fields["place"].initial = first.place_id

    def kinds(self) -> list[tuple[str, str]]:
        mine = {kind for acting in posts_of(self.by) for kind in OWN_STAFF.get(acting.kind, ())}
        return [(kind.value, kind.label) for kind in PostKind if kind in mine]


class DeputyForm(ActionForm):
    deputy = forms.ModelChoiceField(label="谁来代理", queryset=User.objects.none(), empty_label=None)
    since = forms.DateField(label="从哪天起", widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(label="到哪天止", help_text="包括这一天。", widget=forms.DateInput(attrs=DAY))

    def prepare(self) -> None:
        field: Any = self.fields["deputy"]
        in_the_unit = Post.objects.filter(organisation=self.thing.organisation_id, ended_at=None)
        field.queryset = User.objects.filter(is_active=True, pk__in=in_the_unit.values("person")).exclude(
            pk=self.thing.person_id
        )
        self.fields["since"].initial = timezone.localdate().isoformat()


class EndDeputyForm(ActionForm):
    deputy = forms.ModelChoiceField(label="哪一次代理", queryset=Deputy.objects.none(), empty_label=None)

    def prepare(self) -> None:
        field: Any = self.fields["deputy"]
        field.queryset = queries.deputies_of(self.thing, timezone.localdate())
        field.label_from_instance = lambda one: f"{one.deputy.name}，{one.since}—{one.until}"


class KeyForm(ActionForm):
    organisation = forms.ModelChoiceField(
        label="给哪个单位", queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(label="用在哪里", max_length=64, help_text="例：快递公司的对接程序")
    place = PlaceField(label="能问哪里的数据")
    daily_quota = forms.IntegerField(label="每天最多几次", min_value=1, max_value=1_000_000, initial=10_000)

    def prepare(self) -> None:
        field: Any = self.fields["organisation"]
        field.queryset = queries.organisations_in_reach(self.by)
