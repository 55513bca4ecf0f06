"""HTTP doors to introductions: requests that travel along a route to a leader."""

from graph.vocabulary import Noun
from service.routes.records import Kind, record_router
from service.schemas.introductions import IntroductionFilters, IntroductionIn, IntroductionOut
from service.usecases import requests

KIND = Kind(
    Noun.INTRODUCTION,
    "introductions",
    "a request for an introduction",
    "requests for introductions",
    IntroductionIn,
    IntroductionOut,
    IntroductionFilters,
    requests,
)

router = record_router(KIND)
