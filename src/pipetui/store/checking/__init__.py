"""Looking a file over, and putting right what can be put right without losing anything."""
