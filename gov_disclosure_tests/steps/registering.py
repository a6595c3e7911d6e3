"""Registering as the assets do: both tables written, and the register of the run before replaced."""

from pathlib import Path

from gov_disclosure.steps.register import Registration, register_documents
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.warehouse import Warehouse


def register(root: Path, warehouse: Warehouse, workers: Workers | None = None) -> Registration:
    registration = register_documents(root, workers or Workers(), warehouse)
    for spec, stream in registration.list_streams():
        with warehouse.open_writer(spec) as writer:
            for rows in stream:
                writer.append(rows)
    return registration
