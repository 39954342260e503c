"""This package tests batch."""
