"""What open deals will bring, from a pipeline's own history: chances, their sum, its range. Pure arithmetic, no file.

The history comes in as ``History``; ``learn`` makes ``Odds`` of it. numpy is imported by the functions that use it,
so that nothing here costs a start anything.
"""

from pipetui.views.odds.history import History
from pipetui.views.odds.odds import Odds, learn
from pipetui.views.odds.outlook import Decider, Outlook, Total

__all__ = ["Decider", "History", "Odds", "Outlook", "Total", "learn"]
