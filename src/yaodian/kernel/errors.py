"""Errors that people may see, as one tree.

YaodianError            what went wrong and what to do, in Chinese; shown as it is, without a traceback
├── DocumentError       a file or text cannot be read (yaodian.text)
├── NotAllowed          the post may not do this
├── NotNow              the state does not admit this step (already issued, still unconfirmed …)
└── BadInput            one or more fields are wrong; `fields` maps each to its message
"""


class YaodianError(Exception):
    """What went wrong, where, and what to do instead; `str(error)` is the Chinese message for the user."""


class DocumentError(YaodianError):
    """A file or pasted text cannot be read as a document; nothing was kept of it."""


class NotAllowed(YaodianError):
    """The acting post has no right to do this; the message says who can give it."""


class NotNow(YaodianError):
    """The thing is in a state that does not admit this step."""


class BadInput(YaodianError):
    """Fields are wrong. `fields` maps each field's name to its message ("" for the whole form)."""

    def __init__(self, fields: dict[str, str] | str) -> None:
        self.fields = {"": fields} if isinstance(fields, str) else fields
        super().__init__("；".join(self.fields.values()))
