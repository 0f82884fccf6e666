"""Charts drawn on the server: a picture, the sentence that it says, and the same figures as a table."""

from app.web.charts.drawing import Naming
from app.web.charts.figures import Figure, funnel_figure, xmr_figure
from app.web.charts.funnel import funnel_svg
from app.web.charts.icons import assurance_icon, variation_icon
from app.web.charts.xmr import xmr_svg

__all__ = [
    "Figure",
    "Naming",
    "assurance_icon",
    "funnel_figure",
    "funnel_svg",
    "variation_icon",
    "xmr_figure",
    "xmr_svg",
]
