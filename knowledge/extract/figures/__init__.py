"""Figures in running text: what number is written, how it is meant, and of what."""

from knowledge.extract.figures.currencies import Currencies
from knowledge.extract.figures.reader import read_figures

__all__ = ["Currencies", "read_figures"]
