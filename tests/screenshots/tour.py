"""The pictures of the README, each with the way to its scene from the start of the demo."""

from __future__ import annotations

from tests.screenshots.camera import LARGE, Shot, Step

JOBS = Step((), "✓ completed")
VERSIONS = Step(("enter",), "V0001")

TOUR = (
    Shot("jobs", (JOBS,)),
    Shot("jobs-wide", (JOBS,), LARGE),
    Shot("filter", (JOBS, Step(("slash", *"resnet"), "resnet"))),
    Shot("versions", (JOBS, VERSIONS)),
    Shot("versions-wide", (JOBS, VERSIONS), LARGE),
    Shot("delete", (JOBS, VERSIONS, Step(("d",), "Delete 1 version?"))),
    Shot(
        "deleted",
        (JOBS, VERSIONS, Step(("d",), "Delete 1 version?"), Step(("y",), "✓ gone")),
    ),
    Shot("help", (JOBS, Step(("question_mark",), "Keys"))),
)
