"""Messages to people: in the workbench first, and every one of them visible in an outbox."""
