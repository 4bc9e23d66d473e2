"""Choosing a contractor (选定承办企业): conditions, notice, bids, award, and the public's word on both."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.events import announce
from xiangji.core.parties.actions import Kept
from xiangji.core.parties.rules import writing
from xiangji.core.values import Money
from xiangji.programme import queries
from xiangji.programme.actions.contractors import party_of
from xiangji.programme.actions.publicity import start, title_of
from xiangji.programme.events import ContractorChosen
from xiangji.programme.models import Award, Bid, Programme, Publicity, Selection
from xiangji.programme.queries import selections
from xiangji.programme.rules import contractor, selecting
from xiangji.programme.rules.selecting import Method, SelectionRefused, Stage, Wanted
from xiangji.programme.rules.shown import Body, Kind, Said, Sum
from xiangji.programme.rules.starting import Key
from xiangji.programme.rules.words import day_words

REJECT = "这一家可以记为不合格，写明原因。"


@transaction.atomic
def write_selection(
    *, programme: str, budget_line: str, wanted: Wanted, by: User, happened_at: datetime
) -> Selection:
    """Begin a selection for a line of a running plan: what shall be built, and who may bid."""
    acting = permit(by, "programme.choose_contractor")
    plan = _running(programme, acting)
    if queries.opened_of(plan).study.document.line(budget_line) is None:
        said = f"没有存。《{plan.version.title}》没有“{budget_line}”这一行预算，请从方案的预算行里挑。"
        raise SelectionRefused("selection_line_not_known", said)
    kept = selecting.wanted_of(wanted)

    selection = Selection(
        programme=plan,
        version=plan.version,
        budget_line=budget_line,
        by=by,
        post_title=title_of(acting),
        written_at=happened_at,
    )
    selection.want(kept)
    facts: dict[str, JSON] = {"budget_line": budget_line, **asdict(kept)}
    note(by=by, did="programme.selection_written", what=selection, happened_at=happened_at, facts=facts)
    return selection


@transaction.atomic
def change_selection(*, selection: Selection, wanted: Wanted, by: User, happened_at: datetime) -> Selection:
    """Write it anew while it is not shown, or after an objection to it was right."""
    locked, _ = _locked(selection, by)
    found = selections.stage(locked)
    if not found.is_open_to_change:
        said = f"没有改。“{locked.title}”现在是“{found.word}”，建设内容和条件已经锁住；要改请另起一次选定。"
        raise SelectionRefused("selection_is_locked", said)
    kept = selecting.wanted_of(wanted)
    locked.want(kept)
    facts: dict[str, JSON] = {**asdict(kept)}
    note(by=by, did="programme.selection_changed", what=locked, happened_at=happened_at, facts=facts)
    return locked


@transaction.atomic
def publicise_conditions(
    *, selection: Selection, by: User, happened_at: datetime, days: int | None = None, reason: str = ""
) -> Publicity:
    """Show content and conditions to everybody (PRG-67)."""
    locked, acting = _locked(selection, by, "programme.publicise")
    turns = (Stage.WRITTEN, Stage.CONDITIONS_STOPPED)
    selecting.check_turn(selections.stage(locked), *turns, undone="没有公示", title=locked.title)
    rows = (
        Said("line", "预算行", _line_words(locked)),
        Said("content", "项目建设内容", locked.content),
        Said("conditions", "承办企业的条件", locked.conditions),
    )
    locked.conditions_shown = start(
        kind=Kind.CONDITIONS,
        about=locked.about,
        title=locked.title,
        programme=locked.programme,
        body=Body(rows),
        acting=acting,
        by=by,
        happened_at=happened_at,
        days=days,
        reason=reason,
    )
    locked.save(update_fields=["conditions_shown"])
    return locked.conditions_shown


@transaction.atomic
def note_notice(
    *,
    selection: Selection,
    method: str,
    number: str,
    where: str,
    noticed_on: date,
    by: User,
    happened_at: datetime,
) -> Selection:
    """The notice of the purchase: by which method, its number, where and when it stood."""
    locked, _ = _locked(selection, by)
    asked = selections.asked_of(locked, Key.CONDITIONS)
    must_show = f"方案{asked.clause}写着“{asked.quote}”" if asked and asked.weight == "block" else ""
    selecting.check_notice(selections.stage(locked), title=locked.title, must_show=must_show)
    _check_past(noticed_on, happened_at, undone="没有公告")

    locked.method = Method(method).value
    locked.notice_number = selecting.required(
        number, word="公告编号", undone="没有公告", longest=selecting.NUMBER_LENGTH
    )
    locked.notice_where = selecting.required(where, word="公告登在哪里", undone="没有公告", longest=300)
    locked.noticed_on = noticed_on
    locked.save()
    facts: dict[str, JSON] = {
        "method": Method(method).word,
        "number": locked.notice_number,
        "where": locked.notice_where,
        "noticed_on": noticed_on.isoformat(),
    }
    note(by=by, did="programme.purchase_noticed", what=locked, happened_at=happened_at, facts=facts)
    return locked


@transaction.atomic
def record_bid(
    *,
    selection: Selection,
    name: str,
    credit_code: str,
    amount: Money,
    is_accepted: bool,
    reason: str,
    by: User,
    happened_at: datetime,
    leader: int | None = None,
) -> Bid:
    """What a supplier offered and whether it was found fit; only an enterprise can be fit (PRG-69)."""
    locked, acting = _locked(selection, by)
    selecting.check_turn(selections.stage(locked), Stage.NOTICED, undone="没有记", title=locked.title)
    code, kept = writing.credit_code(credit_code), writing.name(name)
    selecting.check_bid(amount, is_accepted=is_accepted, is_member=leader is not None, reason=reason)
    if is_accepted:
        contractor.check_enterprise(kept, code, undone="没有记", instead=REJECT)
    lead = _leading(locked, leader)
    bid = Bid(
        selection=locked,
        bidder_id=party_of(
            name=kept,
            credit_code=code,
            kept=Kept(locked.programme.place_code, acting.post.organisation_id),
            by=by,
            happened_at=happened_at,
        ),
        name=kept,
        leader=lead,
        amount_fen=amount.fen,
        is_accepted=is_accepted,
        reason="" if is_accepted else selecting.required(reason, word="不合格的原因", undone="没有记"),
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    _save_bid(bid, locked)
    facts: dict[str, JSON] = {
        "name": kept,
        "amount_fen": amount.fen,
        "is_accepted": "合格" if is_accepted else "不合格",
        "reason": bid.reason,
    }
    note(by=by, did="programme.bid_recorded", what=locked, happened_at=happened_at, facts=facts)
    return bid


@transaction.atomic
def award_contractor(
    *, selection: Selection, bid: int, reason: str, decided_on: date, by: User, happened_at: datetime
) -> Award:
    """Who is to build it; counts only when its publicity is clear. After an upheld objection: another one."""
    locked, acting = _locked(selection, by)
    turns = (Stage.NOTICED, Stage.AWARD_STOPPED)
    selecting.check_turn(selections.stage(locked), *turns, undone="没有定", title=locked.title)
    if bid in selections.stopped_bids(locked):
        said = "没有定。对这一家的异议成立了，不能再定它；请从别家里定，或者登记没有选成。"
        raise SelectionRefused("winner_was_stopped", said)
    offered = [each.offered for each in selections.bids_of(locked)]
    selecting.check_award(offered, bid, Method(locked.method))
    _check_past(decided_on, happened_at, undone="没有定")
    if locked.noticed_on and decided_on < locked.noticed_on:
        said = (
            f"没有定。日期写的是{day_words(decided_on)}，公告是{day_words(locked.noticed_on)}才登的，请核对。"
        )
        raise SelectionRefused("award_before_notice", said)

    locked.award = Award.objects.create(
        selection=locked,
        bid_id=bid,
        reason=selecting.required(reason, word="为什么定它", undone="没有定"),
        decided_on=decided_on,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    locked.save(update_fields=["award"])
    names = _winners(locked)
    facts: dict[str, JSON] = {"names": "、".join(each.name for each in names), "reason": locked.award.reason}
    note(by=by, did="programme.contractor_awarded", what=locked, happened_at=happened_at, facts=facts)
    return locked.award


@transaction.atomic
def publicise_award(
    *, selection: Selection, by: User, happened_at: datetime, days: int | None = None, reason: str = ""
) -> Publicity:
    """Show who won, for what, and why (PRG-68)."""
    locked, acting = _locked(selection, by, "programme.publicise")
    selecting.check_turn(selections.stage(locked), Stage.AWARDED, undone="没有公示", title=locked.title)
    award = locked.award
    if award is None:
        raise NotYours
    award.publicity = start(
        kind=Kind.AWARD,
        about=locked.about,
        title=locked.title,
        programme=locked.programme,
        body=_award_body(locked, award),
        acting=acting,
        by=by,
        happened_at=happened_at,
        days=days,
        reason=reason,
    )
    award.save(update_fields=["publicity"])
    return award.publicity


@transaction.atomic
def fail_selection(*, selection: Selection, reason: str, by: User, happened_at: datetime) -> Selection:
    """Nobody could be chosen (流标、废标): it ends here, another selection may begin."""
    locked, _ = _locked(selection, by)
    turns = (Stage.CONDITIONS_CLEAR, Stage.NOTICED, Stage.AWARD_STOPPED)
    selecting.check_turn(selections.stage(locked), *turns, undone="没有登记", title=locked.title)
    locked.fail(selecting.required(reason, word="为什么没有选成", undone="没有登记"), happened_at)
    facts: dict[str, JSON] = {"reason": locked.fail_reason}
    note(by=by, did="programme.selection_failed", what=locked, happened_at=happened_at, facts=facts)
    return locked


def conditions_in_force(*, publicity: Publicity, by: User | None, happened_at: datetime) -> None:
    """Nobody has anything against the conditions: the purchase may be noticed."""
    selection = Selection.objects.get(conditions_shown=publicity)
    facts: dict[str, JSON] = {"ends_on": publicity.ends_on.isoformat()}
    note(by=by, did="programme.conditions_clear", what=selection, happened_at=happened_at, facts=facts)


def award_in_force(*, publicity: Publicity, by: User | None, happened_at: datetime) -> None:
    """Nobody has anything against the winner: it is chosen."""
    selection = selections.rows().get(award__publicity=publicity)
    bids = _winners(selection)
    facts: dict[str, JSON] = {"ends_on": publicity.ends_on.isoformat()}
    note(by=by, did="programme.contractor_chosen", what=selection, happened_at=happened_at, facts=facts)
    announce(
        ContractorChosen(
            selection=selection.pk,
            programme=selection.programme.key,
            place=selection.programme.place_code,
            budget_line=selection.budget_line,
            title=selection.title,
            method=selection.method,
            parties=tuple(bid.bidder_id for bid in bids),
            names=tuple(bid.name for bid in bids),
            chosen_at=happened_at,
        )
    )


def _locked(
    selection: Selection, by: User, capability: str = "programme.choose_contractor"
) -> tuple[Selection, Acting]:
    acting = permit(by, capability, place=selection.programme.place_code)
    locked = selections.lock(selection)
    if locked is None:
        raise NotYours
    return locked, acting


def _running(key: str, acting: Acting) -> Programme:
    """A plan in force where the post answers; any other does not exist for it."""
    found = Programme.objects.select_related("version").filter(key=key, version__standing="in_force").first()
    if found is None or not acting.place.contains(found.place_code):
        raise NotYours
    return found


def _leading(selection: Selection, leader: int | None) -> Bid | None:
    if leader is None:
        return None
    found = Bid.objects.filter(pk=leader, selection=selection, leader=None).first()
    if found is None:
        raise NotYours
    return found


def _save_bid(bid: Bid, selection: Selection) -> None:
    """One supplier, one bid; the database says so, too."""
    if Bid.objects.filter(selection=selection, bidder_id=bid.bidder_id).exists():
        raise _bids_twice(bid)
    try:
        with transaction.atomic():
            bid.save()
    except IntegrityError as fault:
        raise _bids_twice(bid) from fault


def _bids_twice(bid: Bid) -> SelectionRefused:
    said = f"没有记。“{bid.name}”这一次已经记过一份响应，一家只记一份，也不能又单独投又进联合体。"
    return SelectionRefused("supplier_bids_twice", said)


def _winners(selection: Selection) -> list[Bid]:
    """The winner first, then the members of its consortium."""
    bids = selections.bids_of(selection)
    award = selection.award
    won = selecting.winners([bid.offered for bid in bids], award.bid_id) if award else ()
    return sorted((bid for bid in bids if bid.pk in won), key=lambda bid: bid.leader_id is not None)


def _award_body(selection: Selection, award: Award) -> Body:
    bids = selections.bids_of(selection)
    winners = _winners(selection)
    method = Method(selection.method)
    said = (
        Said("contractor", "拟定的承办企业", "、".join(bid.name for bid in winners)),
        Said("line", "预算行", _line_words(selection)),
        Said("content", "项目建设内容", selection.content),
        Said("method", "采购方式", method.word),
        Said("notice", "公告", f"{selection.notice_number}，{selection.notice_where}"),
        Said("bids", "收到的响应", f"{sum(bid.leader_id is None for bid in bids)}家"),
        Said("reason", "为什么定它", award.reason),
    )
    price = Money(next(bid.amount_fen for bid in bids if bid.pk == award.bid_id))
    return Body(said, (Sum("price", "中选报价", price),))


def _line_words(selection: Selection) -> str:
    line = selections.line_of(selection)
    return f"{line.seq} {line.name}" if line else selection.budget_line


def _check_past(day: date, happened_at: datetime, *, undone: str) -> None:
    if day > timezone.localdate(happened_at):
        raise SelectionRefused(
            "selection_day_to_come", f"{undone}。日期写的是{day_words(day)}，还没有到，请核对。"
        )
