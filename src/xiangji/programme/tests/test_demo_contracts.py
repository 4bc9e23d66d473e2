"""The demo's contract: signed, supplemented, promised, with a proof that waits for finance."""

import pytest

from xiangji.programme.demo.contracts import build_contracts
from xiangji.programme.demo.ledger import build_ledger
from xiangji.programme.models import Asset, Contract, LedgerEntry, OtherFund, Proof
from xiangji.programme.queries.money import contracts
from xiangji.programme.rules.money.accounts import Account
from xiangji.programme.rules.money.contracts import PUBLIC
