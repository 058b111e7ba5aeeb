"""A store in a PostgreSQL database."""

from diagnosis.storage.postgres.engine import PostgresEngine

__all__ = ["PostgresEngine"]
