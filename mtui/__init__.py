"""mtui: a terminal user interface for Huawei Cloud ModelArts training jobs."""

__version__ = "0.1.0"
