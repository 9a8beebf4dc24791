"""What movements keep beside the registers: transfers between two schools, and the acts themselves with what papers ask for."""

from yaodian.apps.movements.models.movement import Movement
from yaodian.apps.movements.models.transfer import Transfer

__all__ = ["Movement", "Transfer"]
