"""The demo network: a fictional sanitation and water programme in Lombok, as files to import."""

from service.demo.build import DEMO_SEED, build_story, write_story
from service.demo.files import DemoFiles

__all__ = ["DEMO_SEED", "DemoFiles", "build_story", "write_story"]
