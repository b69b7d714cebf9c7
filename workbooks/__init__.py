"""Builders of the delivered workbooks, and the example day."""
