"""Reads of contracts: what counts of them now, what is free, who promised and proved what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import reach
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.parties.models import Party
from xiangji.core.values import Money
from xiangji.programme.models import (
    Agreement,
    Asset,
    Award,
    Balance,
    Book,
    Contract,
    ContractPart,
    ContractShare,
    ContractVersion,
    OtherFund,
    Project,
    Promise,
    Proof,
    ResidentSupport,
    Selection,
)
from xiangji.programme.queries import document_of, projects, works
from xiangji.programme.queries.works import Chosen
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account
from xiangji.programme.rules.money.contracts import PUBLIC
from xiangji.programme.rules.money.promises import Reading, Standing
from xiangji.programme.rules.project import State

NOTHING = Money(0)
Amounts = dict[Source, Money]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of a contract: signed, requested, paid, and what is still free."""

    source: Source
    signed: Money
    requested: Money
    paid: Money
    free: Money


@dataclass(slots=True)
class Held:
    """What the rows of a contract say, the last version first in force."""

    versions: list[ContractVersion] = field(default_factory=list)
    parts: dict[int, Amounts] = field(default_factory=dict)
    shares: dict[int, list[ContractShare]] = field(default_factory=dict)
    promises: list[Promise] = field(default_factory=list)
    balances: dict[tuple[Account, Source], Money] = field(default_factory=dict)

    @property
    def last(self) -> ContractVersion:
        return self.versions[-1]

    @property
    def amounts(self) -> Amounts:
        return self.parts.get(self.last.pk, {})

    @property
    def total(self) -> Money:
        return Money.sum(self.amounts.values())

    @property
    def promise(self) -> Promise | None:
        return self.promises[-1] if self.promises else None

    def of(self, account: Account, source: Source) -> Money:
        return self.balances.get((account, source), NOTHING)

    @property
    def rows(self) -> list[SourceRow]:
        sources = [source for source in PUBLIC if source in self.amounts or self._has_moved(source)]
        return [
            SourceRow(
                source,
                self.amounts.get(source, NOTHING),
                self.of(Account.REQUESTED, source),
                self.of(Account.PAID, source),
                self.of(Account.CONTRACTED, source),
            )
            for source in sources
        ]

    def _has_moved(self, source: Source) -> bool:
        return any(self.of(account, source) for account in (Account.REQUESTED, Account.PAID))

    @property
    def free(self) -> Amounts:
        return {source: self.of(Account.CONTRACTED, source) for source in PUBLIC}

    @property
    def paid(self) -> Money:
        return Money.sum(self.of(Account.PAID, source) for source in PUBLIC)

    @property
    def proven(self) -> Money:
        return self.of(Account.PROVEN, Source.ENTERPRISE)

    @property
    def standing(self) -> Standing | None:
        return Standing(self.promise.amount, self.proven, self.promise.how) if self.promise else None


def rows() -> QuerySet[Contract]:
    """With what a list shows, without the bodies of plans."""
    found = Contract.objects.select_related(
        "project__programme__version", "project__programme__place", "project__contractor", "agreement", "book"
    ).defer("project__programme__version__body")
    last = ContractVersion.objects.filter(contract=OuterRef("pk")).order_by("-ordinal")
    waiting = Proof.objects.filter(contract=OuterRef("pk"), state="reported")
    return found.annotate(
        number=Subquery(last.values("number")[:1]),
        guaranteed_until=Subquery(last.values("guaranteed_until")[:1]),
        has_waiting_proof=Exists(waiting),
    )


def lock(contract: Contract) -> Contract | None:
    if Contract.objects.select_for_update().filter(pk=contract.pk).first() is None:
        return None
    return rows().get(pk=contract.pk)


def for_person(person: User) -> QuerySet[Contract]:
    """With what a list shows of the money; `Held` says the same, and by source."""
    reached = reach(person, "programme.read_contracts")
    found = rows().filter(
        reached.q(place="project__programme__place_id", organisation="project__contractor_id")
    )
    newer = ContractVersion.objects.filter(
        contract=OuterRef("version__contract"), ordinal__gt=OuterRef("version__ordinal")
    )
    parts = ContractPart.objects.filter(~Exists(newer), version__contract=OuterRef("pk"))
    promise = Promise.objects.filter(contract=OuterRef("pk")).order_by("-pk")
    return found.annotate(
        total_fen=_summed(parts, "version__contract"),
        paid_fen=_booked(Account.PAID, PUBLIC),
        proven_fen=_booked(Account.PROVEN, (Source.ENTERPRISE,)),
        promised_fen=Subquery(promise.values("fen")[:1]),
        promised_how=Subquery(promise.values("reading")[:1]),
    )


def _booked(account: Account, sources: Iterable[Source]) -> Coalesce:
    found = Balance.objects.filter(agreement=OuterRef("agreement"), account=account.value, source__in=sources)
    return _summed(found, "agreement")


def _summed(rows: QuerySet[ContractPart] | QuerySet[Balance], of: str) -> Coalesce:
    whole = rows.order_by().values(of).annotate(whole=Sum("fen")).values("whole")
    return Coalesce(Subquery(whole), Value(0))


def held_of(found: Sequence[Contract]) -> dict[int, Held]:
    """What the rows of a page need, each table asked once."""
    done = {contract.pk: Held() for contract in found}
    owner: dict[int, Held] = {}
    for version in ContractVersion.objects.filter(contract__in=done).select_related("by").order_by("ordinal"):
        owner[version.pk] = done[version.contract_id]
        owner[version.pk].versions.append(version)
    for part in ContractPart.objects.filter(version__in=owner):
        owner[part.version_id].parts.setdefault(part.version_id, {})[Source(part.source)] = part.amount
    for share in ContractShare.objects.filter(version__in=owner):
        owner[share.version_id].shares.setdefault(share.version_id, []).append(share)
    for promise in Promise.objects.filter(contract__in=done).select_related("by"):
        done[promise.contract_id].promises.append(promise)
    _put_balances(found, done)
    return done


def _put_balances(found: Iterable[Contract], done: dict[int, Held]) -> None:
    by_agreement = {contract.agreement_id: done[contract.pk] for contract in found}
    sums = Balance.objects.filter(agreement__in=by_agreement).order_by()
    for agreement, account, source, fen in sums.values_list("agreement", "account", "source").annotate(
        Sum("fen")
    ):
        by_agreement[agreement].balances[Account(account), Source(source)] = Money(int(fen))


def held(contract: Contract) -> Held:
    return held_of([contract])[contract.pk]


def seen(contract: Contract) -> Held:
    """For the pages of one request: read once and kept on the row. Actions ask `held`, under their lock."""
    kept = contract.__dict__
    if "seen" not in kept:
        beside: Sequence[Contract] = kept.get("beside", [contract])
        for other, its in zip(beside, held_of(beside).values(), strict=True):
            other.__dict__["seen"] = its
    found: Held = kept["seen"]
    return found


def put_beside(found: Sequence[Contract]) -> None:
    """What one of them is asked for is read for all of them."""
    for contract in found:
        contract.__dict__["beside"] = found


def elsewhere(project: Project, *, but: Contract | None) -> Amounts:
    """What the other contracts of a project hold, by source."""
    others = Contract.objects.filter(project=project)
    if but is not None:
        others = others.exclude(pk=but.pk)
    found: defaultdict[Source, Money] = defaultdict(lambda: NOTHING)
    for each in held_of(list(others)).values():
        for source, amount in each.amounts.items():
            found[source] += amount
    return dict(found)


def unsigned_for(person: User) -> QuerySet[Agreement]:
    """First agreements of projects in force that have no contract yet."""
    reached = reach(person, "programme.keep_contracts")
    first = Agreement.objects.filter(supersedes=None).select_related("project")
    known = Contract.objects.values("agreement")
    in_force = projects.rows().filter(projects.WHERE[State.IN_FORCE]).values("pk")
    in_reach = reached.q(place="project__programme__place_id", organisation="project__contractor_id")
    return first.filter(in_reach, project__in=in_force).exclude(pk__in=known).order_by("pk")


def projects_for(person: User) -> QuerySet[Project]:
    """Projects in force for which a person may record what was bought."""
    reached = reach(person, "programme.record_asset")
    own = reached.q(place="programme__place_id", organisation="contractor_id")
    return projects.rows().filter(projects.WHERE[State.IN_FORCE]).filter(own).order_by("pk")


def chosen_for(project: Project) -> Chosen | None:
    """The selection that its contractor won; the project is read with what works ask of it."""
    return works.work_of(projects.rows().get(pk=project.pk)).chosen


def award_of(chosen: Chosen) -> Award | None:
    """The award that counts."""
    return Selection.objects.select_related("award__bid").get(pk=chosen.selection).award


def offer_of(chosen: Chosen) -> Money | None:
    award = award_of(chosen)
    return Money(award.bid.amount_fen) if award else None


def members_of(project: Project) -> dict[int, str]:
    """The parties of a consortium by what they were called; whoever won alone is one."""
    chosen = chosen_for(project)
    return dict(zip(chosen.parties, chosen.names, strict=True)) if chosen else {}


def reading_of(project: Project) -> tuple[Reading, str]:
    """How the plan means what the enterprise brings, and its words; the figures of a table are no words."""
    line = document_of(project.programme).line(project.budget_line)
    if line is None:
        return Reading.EXACT, ""
    has_words = any(sign.isalpha() for sign in line.quote)
    return Reading.of(line.enterprise_comparator), line.quote if has_words else ""


def book_of(project: Project) -> Book | None:
    return Book.objects.filter(programme=project.programme_id).first()


def proofs() -> QuerySet[Proof]:
    found = Proof.objects.select_related(
        "contract__project__programme__version",
        "contract__project__contractor",
        "contract__book",
        "by",
        "judged_by",
    )
    return found.defer("contract__project__programme__version__body")


def has_file(proof: Proof) -> bool:
    kept = Evidence.objects.filter(target=proof.about)
    return kept.exclude(pk__in=Withdrawal.objects.values("evidence")).exists()


def lock_proof(proof: Proof) -> Proof | None:
    if Proof.objects.select_for_update().filter(pk=proof.pk).first() is None:
        return None
    return proofs().get(pk=proof.pk)


def proofs_for(person: User) -> QuerySet[Proof]:
    reached = reach(person, "programme.read_contracts")
    own = reached.q(
        place="contract__project__programme__place_id", organisation="contract__project__contractor_id"
    )
    return proofs().filter(own)


def proofs_of(contract: Contract) -> list[Proof]:
    return list(Proof.objects.filter(contract=contract).select_related("by", "judged_by"))


def assets_for(person: User) -> QuerySet[Asset]:
    reached = reach(person, "programme.read_contracts")
    own = reached.q(place="project__programme__place_id", organisation="project__contractor_id")
    return Asset.objects.select_related("project__programme", "project__contractor", "by").filter(own)


def funds_for(person: User) -> QuerySet[OtherFund]:
    rows = OtherFund.objects.select_related("programme__version", "by").defer("programme__version__body")
    return rows.filter(reach(person, "programme.read_funds").q(place="programme__place_id"))


def supports_for(person: User) -> QuerySet[ResidentSupport]:
    rows = ResidentSupport.objects.select_related("programme__version", "party", "by")
    reached = reach(person, "programme.read_funds")
    return rows.defer("programme__version__body").filter(reached.q(place="programme__place_id"))


def residents_for(person: User) -> QuerySet[Party]:
    """The registrations that a person may read: residents are registered before they are supported."""
    return Party.objects.filter(
        reach(person, "parties.read").q(place="kept_in_id", organisation="kept_by"), erased_at=None
    )


COUNTING = Q(ended_at=None)
