"""Reasons that people give. Pure."""

SHORTEST, LONGEST = 2, 200


def fault_of_reason(text: str) -> str:
    """A sentence, or nothing when the reason can be kept."""
    if not text.isprintable() or len(text) < SHORTEST:
        return f"理由要写明，至少{SHORTEST}个字，一行。"
    return f"理由有{len(text)}个字，最多{LONGEST}个。" if len(text) > LONGEST else ""
