"""The desk of what enterprises put in (企业投入凭证): reported by them, found right by finance (PRG-45)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.db.models import Q, QuerySet
from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.desk import Action, Chip, Column, Desk, Empty, Mark, Named, Todo, desk
from xiangji.programme.actions.money import promising
from xiangji.programme.models import Proof
from xiangji.programme.office.money.books import MONEY
from xiangji.programme.office.money.contract_forms import ConfirmForm, RefuseForm
from xiangji.programme.queries.money import contracts

CONFIRM = "programme.confirm_proof"
_LOOKS: dict[str, Literal["ok", "bad", "wait"]] = {"reported": "wait", "confirmed": "ok", "refused": "bad"}


def _mark(proof: Proof) -> Mark:
    return Mark(_LOOKS[proof.state], proof.get_state_display())


def _waits(proof: Proof, _person: User) -> bool:
    return proof.state == "reported"


@desk
class ProofDesk(Desk[Proof]):
    key = "proofs"
    title = "企业投入凭证"
    menu = MONEY
    order = 40
    capability = "programme.read_contracts"
    unit = "张"
    columns = (
        Column("投入了什么", lambda row: Named(row.what, row.contract.project.name), look="wide"),
        Column("凭证号", "document_number", look="nowrap"),
        Column("凭证日期", "spent_on", look="nowrap", order="spent_on"),
        Column("金额（元）", "amount", look="num", order="fen"),
        Column("怎样", _mark, look="nowrap"),
    )
    export = (
        Column("项目", "contract.project.name"),
        Column("承办单位", "contract.project.contractor.name"),
        Column("投入了什么", "what"),
        Column("凭证号", "document_number"),
        Column("凭证日期", "spent_on"),
        Column("金额", "amount"),
        Column("怎样", lambda row: _mark(row).word),
        Column("为什么没有认", "reason"),
        Column("谁报的", "by.name"),
        Column("谁核实的", lambda row: row.judged_by.name if row.judged_by else ""),
    )
    chips = (
        Chip("waiting", "等核实", Q(state="reported")),
        Chip("confirmed", "核实了", Q(state="confirmed")),
        Chip("refused", "没有认", Q(state="refused")),
    )
    todo = Todo(chip="waiting", capability=CONFIRM, sentence="等您核实的企业投入凭证。")
    search = ("what", "document_number", "contract__project__name")
    detail = "programme/office/_proof.html"
    has_evidence = True
    empty = Empty(new="还没有凭证。承办单位在“合同”里报企业投入以后站到这里。", done="这里没有凭证。")
    actions = (
        Action(
            "confirm",
            "核实",
            capability=CONFIRM,
            form=ConfirmForm,
            act=promising.confirm_proof,
            named="proof",
            look="go",
            done="核实了，已经记进账里。",
            when=_waits,
        ),
        Action(
            "refuse",
            "不认",
            capability=CONFIRM,
            form=RefuseForm,
            act=promising.refuse_proof,
            named="proof",
            look="stop",
            done="记下了，没有算进企业投入。",
            when=_waits,
        ),
    )

    def for_person(self, person: User) -> QuerySet[Proof]:
        return contracts.proofs_for(person)

    def title_of(self, thing: Proof) -> str:
        return thing.what

    def note_of(self, thing: Proof) -> str:
        return thing.contract.project.name

    def mark_of(self, thing: Proof) -> Mark:
        return _mark(thing)

    def history_of(self, thing: Proof) -> Iterable[str]:
        return (self.what(thing),)


def _proof(key: str) -> Proof | None:
    return contracts.proofs().filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _may_see(person: User, key: str) -> bool:
    found = _proof(key)
    return found is not None and _may(person, found, "programme.read_contracts")


def _may_add(person: User, key: str) -> bool:
    """Whoever reports, as long as nobody judged it."""
    found = _proof(key)
    return found is not None and found.state == "reported" and _may(person, found, "programme.report_proof")


def _may(person: User, proof: Proof, capability: str) -> bool:
    project = proof.contract.project
    return may(person, capability, place=project.programme.place_code, organisation=project.contractor)


@owner_of("programme.Proof", may_see=_may_see, may_add=_may_add)
def proof_paper(key: str) -> Paper | None:
    found = _proof(key)
    return Paper(found.what, reverse("office-paper", args=["proofs", found.pk])) if found else None
