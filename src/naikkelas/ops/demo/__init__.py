"""The Lampung demonstration: real where facts are public, synthetic and so labelled elsewhere.

Everything comes in through the doors that a user's data come through: the registry from the files of fifteen
offices, visits as submissions from phones. The generator is seeded: the same seed gives the same province.
"""
