"""Adding evidence to a paper and withdrawing it. Files are never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.audit import note
from xiangji.core.errors import Refused
from xiangji.core.evidence import files
from xiangji.core.evidence.kinds import Kind, has_macros, kind_of
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.evidence.names import shown_name
from xiangji.core.evidence.owners import Target, paper_to_add, paper_to_see
from xiangji.core.places.models import Place
from xiangji.core.values import PlaceCode

SIZE_LIMIT = 20_000_000
LONGEST_REASON = 500
ALLOWED = "PDF、照片（JPEG、PNG、WebP、HEIC）、Excel（xlsx、xls）和 Word（docx）"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may become evidence: its bytes, what they are, and a name that can be shown."""

    content: bytes
    kind: Kind
    name: str


def add_evidence(
    *,
    to: str,
    file: File[bytes],
    by: User | None,
    happened_at: datetime,
    place: PlaceCode | None = None,
) -> Evidence:
    """Attach a file to the paper `to` (`programme.Decision:12`). The same content again is the same row."""
    target = Target.parse(to)
    paper_to_add(by, target)
    checked = check(file)
    _check_place(place)
    sha256 = files.keep(checked.content)

    return attach(target, checked, sha256, by=by, happened_at=happened_at, place=place)


@transaction.atomic
def withdraw_evidence(*, evidence: int, reason: str, by: User | None, happened_at: datetime) -> Withdrawal:
    """The evidence no longer counts; row and file stay and say who withdrew it and why."""
    found = access_evidence(by, evidence, to="add", lock=True)
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Refused(
            "withdrawal_needs_a_reason",
            f"凭证没有撤下。理由写了{len(why)}个字，应当是1到{LONGEST_REASON}个字。",
        )
    if Withdrawal.objects.filter(evidence=found).exists():
        raise Refused("evidence_already_withdrawn", "凭证没有再撤下一次，它已经撤下了，理由写在凭证旁边。")

    withdrawal = Withdrawal.objects.create(
        evidence=found, reason=why, withdrawn_by=by, withdrawn_at=timezone.now()
    )
    _note(by, "evidence.withdrawn", found, happened_at=happened_at, reason=why)
    return withdrawal


def read_evidence(*, evidence: int, by: User | None, happened_at: datetime) -> tuple[Evidence, bytes]:
    """The file for a person who may see its paper. Taking a copy is written down."""
    found = access_evidence(by, evidence, to="see")
    content = files.content_of(found.sha256)
    with transaction.atomic():
        _note(by, "evidence.read", found, happened_at=happened_at)
    return found, content


def access_evidence(by: User | None, evidence: int, *, to: str, lock: bool = False) -> Evidence:
    """The evidence together with the permission; what does not exist and what is not yours look the same."""
    rows = Evidence.objects.select_for_update() if lock else Evidence.objects
    found = rows.filter(pk=evidence).first()
    if found is None:
        raise NotYours
    ask = paper_to_add if to == "add" else paper_to_see
    ask(by, Target.parse(found.target))
    return found


def check(file: File[bytes]) -> Checked:
    """Judge a file by what is in it; its name is only kept to be shown."""
    name = shown_name(file.name or "")
    file.seek(0)
    content = file.read(SIZE_LIMIT + 1)
    if len(content) > SIZE_LIMIT:
        raise Refused(
            "evidence_too_large",
            f"凭证没有加上。文件“{name}”超过{SIZE_LIMIT // 1_000_000} MB，"
            "请缩小照片，或者把 PDF 分成几份再加。",
        )
    if not content:
        raise Refused("evidence_empty", f"凭证没有加上。文件“{name}”里什么也没有，请换一个文件。")
    kind = kind_of(content)
    if kind is None:
        raise Refused(
            "evidence_kind_refused",
            f"凭证没有加上。文件“{name}”的内容不是能收的类别（看内容，不看文件名），应当是{ALLOWED}。",
        )
    if has_macros(content):
        raise Refused(
            "evidence_with_macros",
            f"凭证没有加上。文件“{name}”里带着宏（程序），请另存为不带宏的文件，或者打印成 PDF 再加。",
        )
    return Checked(content, kind, name)


def attach(
    target: Target,
    checked: Checked,
    sha256: str,
    *,
    by: User | None,
    happened_at: datetime,
    place: PlaceCode | None = None,
    is_from_phone: bool = False,
) -> Evidence:
    """The row and its entry. Of two that add the same content at once, both get the one row."""
    same = Evidence.objects.filter(target=str(target), sha256=sha256).order_by("attempt").last()
    is_withdrawn = same is not None and Withdrawal.objects.filter(evidence=same).exists()
    if same is not None and not is_withdrawn:
        return same
    attempt = 1 if same is None else same.attempt + 1
    try:
        with transaction.atomic():
            evidence = Evidence.objects.create(
                target=str(target),
                sha256=sha256,
                kind=checked.kind.value,
                size=len(checked.content),
                name=checked.name,
                added_by=by,
                added_at=timezone.now(),
                happened_at=happened_at,
                place_id=place.digits if place else None,
                attempt=attempt,
                is_from_phone=is_from_phone,
            )
            _note(by, "evidence.added", evidence, happened_at=happened_at)
    except IntegrityError:
        return Evidence.objects.get(target=str(target), sha256=sha256, attempt=attempt)
    return evidence


def _check_place(place: PlaceCode | None) -> None:
    if place is not None and not Place.objects.filter(pk=place.digits).exists():
        raise Refused(
            "evidence_place_unknown",
            f"凭证没有加上。地点“{place.digits}”不在区划里，应当是区划表里的代码，不知道可以不写。",
        )


def _note(by: User | None, did: str, evidence: Evidence, *, happened_at: datetime, **more: str) -> None:
    """Under the paper's own name, so that its history tells of its evidence; file names may be personal."""
    note(
        by=by,
        did=did,
        what=evidence.target.replace(":", " "),
        happened_at=happened_at,
        facts={
            "evidence": evidence.pk,
            "sha256": evidence.sha256,
            "kind": evidence.kind,
            "size": evidence.size,
            "from_phone": evidence.is_from_phone,
            **more,
        },
    )


# Not the unassigned and private signs: rare characters of names are newer than our table of them.
