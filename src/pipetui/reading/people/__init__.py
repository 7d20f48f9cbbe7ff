"""Companies and contacts, by plain SQL."""
