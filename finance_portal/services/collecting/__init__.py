"""Collect what borrowers have ordered for a later day, and what autopay stands for."""
