"""From saving a file to its change on the screen of a browser, in ``wikibrief serve``.

The sample article is saved again and again, and the page says when it shows the change. Chromium is
that of ``make browser``; without one nothing is measured.
"""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TIMES = 20
WATCH = """() => {
  window.seen = {};
  new MutationObserver(() => {
    const word = document.body.innerText.match(/Saved-\\d+/);
    if (word && !(word[0] in window.seen)) window.seen[word[0]] = Date.now();
  }).observe(document.documentElement, { childList: true, subtree: true });
}"""


def main() -> None:
    chromium = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        chromium = None
    if chromium is None:
        print("save to screen: needs Chromium (make browser)")
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "content", "kobe-attack.wiki")
        shutil.copytree(ROOT / "content", source.parent)
        command = [sys.executable, "-u", "-m", "wikibrief", "serve", "--port", "0"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with (
            subprocess.Popen(
                command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
            ) as server,
            sync_playwright() as driver,
            driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser,
        ):
            address = server.stdout.readline().split()[3] if server.stdout else ""
            page = browser.new_page()
            page.goto(f"{address}kobe-attack.html")
            page.evaluate(WATCH)
            text = source.read_text(encoding="utf-8")
            waits = []
            for number in range(TIMES):
                time.sleep(0.5)
                word = f"Saved-{number}"
                saved = time.time()
                source.write_text(text.replace("== Attack ==", f"== {word} =="), encoding="utf-8")
                while not (seen := page.evaluate("word => window.seen[word]", word)):
                    time.sleep(0.02)
                waits.append(seen - 1000 * saved)
            server.send_signal(signal.SIGINT)
    waits = sorted(waits[2:])  # warm
    print(
        f"save to screen: median {statistics.median(waits):.0f} ms, "
        f"best {waits[0]:.0f} ms, worst {waits[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
