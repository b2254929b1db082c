"""`accountplan demo`: the whole round on sample data, so that one can look before beginning."""

from accountplan.demo.run import run_demo

__all__ = ["run_demo"]
