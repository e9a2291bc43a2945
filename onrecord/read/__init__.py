"""Bytes -> documents: one format, one file."""
