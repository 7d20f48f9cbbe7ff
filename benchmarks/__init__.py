"""What pipetui costs, each figure beside its floor or its peer, measured in the same run."""

import os

# An installed program is compiled once. Where Python may not keep what it compiles, each start would compile all of
# pipetui anew, but none of the libraries beside it, which were compiled when they were installed.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
