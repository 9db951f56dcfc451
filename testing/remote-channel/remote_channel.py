#!/usr/bin/env python3
"""A chat platform of few lines: joins a desk as a remote channel over /v1/channels, with Python alone.

Each line of stdin is a message of a customer, as JSON: {"customer": "ann", "text": "hello", "id": "m1"}.
Each line of stdout is a delivery the desk asked to be shown, as JSON; its outcome is reported as sent.

    API_TOKEN=… python3 testing/remote-channel/remote_channel.py --url http://127.0.0.1:3000 --name my-chat

After the end of stdin it goes on for --linger seconds, then stops. Docs: docs/remote-channels.md
"""
import argparse
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request


def call(options, method, path, body=None, timeout=60):
    """One request to the desk; again a second later while the desk cannot be reached or has a fault of its own."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"authorization": f"Bearer {options.token}", "content-type": "application/json"}
    while True:
        request = urllib.request.Request(f"{options.url}/v1/channels/{options.name}/{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            problem = error.read().decode(errors="replace")
            if error.code == 404 and path.endswith("/outcome"):
                return {}  # The desk was restarted and lends it again.
            if error.code < 500:
                print(f"{method} {path}: {error.code} {problem}", file=sys.stderr, flush=True)
                os._exit(1)
        except (urllib.error.URLError, TimeoutError, ConnectionError, json.JSONDecodeError):
            pass
        time.sleep(1)


def hear(options):
    """Posts what customers say. The key is the platform's own id, so that saying it twice is harmless."""
    for line in sys.stdin:
        if not line.strip():
            continue
        said = json.loads(line)
        customer, key = str(said["customer"]), str(said["id"])
        event = {"key": f"{customer}:{key}", "room": {"id": customer}, "from": {"id": customer, "name": customer}, "text": said["text"]}
        call(options, "POST", "events", {"events": [event]})


def show(options, stopping):
    """Shows what the desk says, each delivery once, and tells that it was sent."""
    shown = set()
    while not stopping.is_set():
        for delivery in call(options, "GET", f"deliveries?wait={options.wait}")["deliveries"]:
            # A redraw comes under its card's id as often as the card changes.
            if delivery["kind"] == "redraw" or delivery["id"] not in shown:
                print(json.dumps(delivery, ensure_ascii=False), flush=True)
            shown.add(delivery["id"])
            call(options, "POST", f"deliveries/{delivery['id']}/outcome", {"sent": {"ref": delivery["id"]}})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:3000")
    parser.add_argument("--name", default="my-chat")
    parser.add_argument("--token", default=os.environ.get("API_TOKEN", ""))
    parser.add_argument("--wait", type=float, default=25, help="seconds one poll may take")
    parser.add_argument("--linger", type=float, default=30, help="seconds to go on after the end of stdin")
    options = parser.parse_args()
    stopping = threading.Event()
    threading.Thread(target=show, args=(options, stopping), daemon=True).start()
    hear(options)
    time.sleep(options.linger)
    stopping.set()


if __name__ == "__main__":
    main()
