"""Ways in and out: what other programs wrote becomes deals, and deals become what other programs read."""
