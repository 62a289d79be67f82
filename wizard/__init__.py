"""Coding Plan Wizard: sets up AI coding tools for the Alibaba Cloud Model Studio Coding Plan."""

__version__ = "0.1.0"
