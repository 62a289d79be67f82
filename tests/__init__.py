"""Tests of the Coding Plan Wizard."""
