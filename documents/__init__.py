"""Checklists, files in, PDFs out."""
