"""`python -m accountplan`: the command line, where its script is not on the path."""

from accountplan.cli import main

main()
