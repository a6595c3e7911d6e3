"""What readers compute from the facts: one number per region and year, indicators, and what is missing.

Pure functions over frames and arrays; no files (`steps/analysis.py` reads and writes).
"""
