"""Commands that ask something first, each imported when it is first used."""
