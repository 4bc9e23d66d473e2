"""What the ledger notes, in words."""

from xiangji.core.office.history import says

says("programme.book_opened", "建了账套", {"programme": "方案", "entries": "记了几张凭证"})
says("programme.book_followed", "按现行方案调整了预算数", {"entries": "记了几张凭证", "version": "方案版本"})
says(
    "programme.entry_booked",
    "记了一张凭证",
    {"entry": "凭证", "kind": "种类", "amount": "金额", "document": "凭据号"},
)
says(
    "programme.entry_reversed",
    "冲销了一张凭证",
    {"entry": "冲销凭证", "reversed": "冲销的是", "reason": "理由"},
)
says("programme.in_kind_noted", "登记了实物投入", {"what": "什么", "quantity": "数量", "document": "凭据号"})
says("programme.month_closed", "结了账", {"month": "结到哪个月", "entries": "到月底有几张凭证"})
says("programme.year_carried", "做了年终结转", {"year": "哪一年", "amount": "金额"})
