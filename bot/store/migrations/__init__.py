"""Alembic's folder: how each version of the schema is made from the one before.

It must never import the tables' modules, which describe today's schema only.
"""
