# SPDX-License-Identifier: AGPL-3.0-or-later
"""What gunicorn serves: loaded whole, once, before its processes part."""

import os

from sqlalchemy.orm import configure_mappers

from app import create_app
from app.late_rooms import load_rooms
from app.settings import Settings

app = load_rooms(create_app(Settings.for_web(os.environ)))
# Else each process would do it at its first request.
configure_mappers()
