"""The journey from lead to customer and what holds deals up, worked out from columns of deals."""

from pipetui.views.insights.deals import Deals
from pipetui.views.insights.insights import Insights, work_out
from pipetui.views.insights.shares import Share
from pipetui.views.insights.window import Window

__all__ = ["Deals", "Insights", "Share", "Window", "work_out"]
