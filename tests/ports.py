"""Ports for servers of tests, which several workers start at the same time."""

import socket
from contextlib import closing


def free_port():
    """Return a port of loopback that nobody listens on; the kernel draws another each time."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
