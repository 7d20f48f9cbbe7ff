"""What pipetui costs, each figure beside its floor or its peer, measured in the same run."""
