"""A Varnish on 127.0.0.1 with deploy/varnish.vcl."""

import os
import re
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.servers import ROOT, free_port

VCL = ROOT / "deploy" / "varnish.vcl"


@dataclass(slots=True)
class Varnish:
    """``app_port`` is that of the site's server."""

    folder: Path
    app_port: int = 0
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start with an empty cache."""
        vcl = self.folder / "varnish.vcl"
        vcl.write_text(VCL.read_text().replace('"8000"', f'"{self.app_port}"'))
        command = ["varnishd", "-F", "-j", "none", "-n", str(self.folder / "varnish")]
        command += ["-a", f"127.0.0.1:{self.port}", "-f", str(vcl), "-s", "malloc,256m"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _try in range(300):
            with suppress(subprocess.CalledProcessError):
                if "healthy" in self._ask("varnishadm", "backend.list"):
                    return
            time.sleep(0.1)
        raise AssertionError("varnishd did not start, or does not reach the site.")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def freeze(self) -> None:
        """It takes connections and answers nothing, as behind a broken network."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        assert self.process
        pid = self.process.pid
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            os.kill(int(child), number)

    def counters(self) -> dict[str, int]:
        shown = self._ask("varnishstat", "-1", "-f", "MAIN.*")
        return {name: int(value) for name, value in re.findall(r"MAIN\.(\w+)\s+(\d+)", shown)}

    def _ask(self, program: str, *arguments: str) -> str:
        return subprocess.run(
            [program, "-n", str(self.folder / "varnish"), *arguments],
            check=True,
            capture_output=True,
            text=True,
            timeout=20,
        ).stdout
