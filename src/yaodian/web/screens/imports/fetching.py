"""What the views of this screen fetch: a register that may be filled, an import within reach; else 404."""

from django.http import Http404

from yaodian.apps.ledgers.access import Action, require_for
from yaodian.apps.ledgers.imports.selectors import Import, import_for
from yaodian.packs import registers
from yaodian.registers.register import Register
from yaodian.web.pages import PageRequest


def register_or_404(request: PageRequest, register_key: str) -> Register:
    """The register of an address; NotAllowed where the post may not fill it."""
    register = registers().get(register_key)
    if register is None:
        raise Http404
    require_for(request.by, Action.FILL, register)
    return register


def import_or_404(request: PageRequest, import_id: int) -> Import:
    """The import of an address, if the post may see it."""
    run = import_for(request.by, import_id)
    if run is None:
        raise Http404
    return run
