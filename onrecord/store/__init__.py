"""The casefile on disk: rows, never meaning. The only room that has heard of SQLAlchemy."""
