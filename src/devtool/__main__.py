import sys

from devtool.cli import main

sys.exit(main(sys.argv[1:]))
