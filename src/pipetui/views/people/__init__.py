"""Companies and contacts: what is known of each, and which of them look the same."""
