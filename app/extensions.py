"""flask-sqlalchemy, which makes the engine and hands it to ``tenants``; nothing else uses it."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tenants import database
from tenants.database import Database, Place


def init_database(app: Flask, place: Place, *, pool_cap: int) -> Database:
    """Give the process its engine with the keyed pool."""
    url, options = database.engine_arguments(place, cap=pool_cap)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    holder = SQLAlchemy()
    holder.init_app(app)
    with app.app_context():
        return database.use(place, holder.engine)
