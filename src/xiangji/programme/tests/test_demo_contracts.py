"""The demo's contract: signed, supplemented, promised, with a proof that waits for finance."""
