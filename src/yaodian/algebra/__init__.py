"""The algebra: expressions over the rows of registers, that refuse nonsense when built and explain themselves in Chinese.

language (how they are written) → nodes and related (what they are) → reference (what they give), explain, serial, needs.
"""
