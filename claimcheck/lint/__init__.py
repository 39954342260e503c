"""This file is the linter for finance writers: files -> articles -> findings, one rule a kind of fault.

finding.py holds the facts that it passes on, rules.py what it may say, output/ how it says it.
"""
