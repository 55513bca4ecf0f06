"""HTTP doors: parse, call one use case, translate; one file per noun."""

from typing import Final

from fastapi import APIRouter

from service.routes import (
    access,
    calibration,
    campaigns,
    changes,
    conflicts,
    contacts,
    coordination,
    documentation,
    exports,
    health,
    imports,
    interactions,
    introductions,
    invitations,
    jobs,
    networks,
    notes,
    partners,
    positions,
    sessions,
    strengths,
    tie_types,
    ties,
    tokens,
    users,
    words,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    health.router,
    documentation.router,
    networks.router,
    partners.router,
    contacts.router,
    positions.router,
    ties.router,
    tie_types.router,
    interactions.router,
    notes.router,
    introductions.router,
    words.router,
    conflicts.router,
    strengths.router,
    access.router,
    campaigns.router,
    coordination.router,
    calibration.router,
    imports.router,
    exports.router,
    changes.router,
    jobs.router,
    users.router,
    tokens.router,
    invitations.router,
    sessions.router,
)
"""All doors, in the order of the documentation."""
