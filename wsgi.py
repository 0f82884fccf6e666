# SPDX-License-Identifier: AGPL-3.0-or-later
"""What gunicorn serves."""

import os

from app import create_app
from app.settings import Settings

app = create_app(Settings.for_web(os.environ))
