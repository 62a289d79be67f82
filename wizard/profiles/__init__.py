"""Saved choices under a name, such as of two plans. A profile never holds a key, only where it comes from."""

from wizard.profiles.profile import OwnChoice, Profile, ProfileError

__all__ = ["OwnChoice", "Profile", "ProfileError"]
