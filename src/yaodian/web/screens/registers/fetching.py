"""What the views of this screen fetch: a register that the post may read, a row within reach; else 403 or 404."""

from typing import Any

from django.http import Http404

from yaodian.apps.ledgers.access import Action, require_for, scope
from yaodian.packs import registers
from yaodian.registers.register import Register
from yaodian.web.pages import PageRequest


def register_or_404(request: PageRequest, register_key: str, action: Action = Action.READ) -> Register:
    """The register of an address; NotAllowed where the post may not do this with it anywhere."""
    register = registers().get(register_key)
    if register is None:
        raise Http404
    require_for(request.by, action, register)
    return register


def row_or_404(request: PageRequest, register: Register, row_id: int, action: Action = Action.READ) -> Any:
    """A row within the post's reach for this action; 404 for one out of reach, as for one that is not there."""
    row = scope(register, request.by, action).filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row
