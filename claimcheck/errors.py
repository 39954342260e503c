"""This file is the exceptions, all for the person at the keyboard; what the market cannot answer is market.Unverifiable."""


class ClaimcheckError(Exception):
    """Something the user can put right; the message is one line that says what to do."""


class InputError(ClaimcheckError):
    """An input that cannot be read: no such file, empty, binary, undecodable, malformed."""


class ConfigError(ClaimcheckError):
    """A setting, option or data file that is wrong; names the file, the line and the key."""
