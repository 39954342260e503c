"""This folder is the tests of market/prices."""
