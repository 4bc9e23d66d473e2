"""The rules of money: accounts, entries that balance, months that are closed."""
