"""This package tests read."""
