import subprocess
import sys

from tests.processes.server import ROOT

PROGRAM = """
import gc, weakref
from config.garbage_collection import THRESHOLDS, configure_garbage_collection

class Node:
    pass

at_start = [[number] for number in range(50_000)]
gc.collect()
configure_garbage_collection()
gc.set_threshold(50, *THRESHOLDS[1:])  # A low number of new objects, to be quick.
node = Node()
node.cycle = node
reference = weakref.ref(node)
gc.collect(0)
gc.collect(1)
del node
new = []
while reference() and len(new) < 10_000:
    new.append([])
print(len(new) // 50)
"""


def test_cycle_in_the_oldest_generation_is_freed_soon() -> None:
    """The number is that of collections of the youngest generation until then."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 200
