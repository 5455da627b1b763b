"""A web server on this machine that answers as it is told, well or badly, and pages to serve."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEXT = (
    "The old bridge over the Kel was closed on Monday after engineers found cracks in two of its piers, the "
    "council said. Some 12,000 people cross it every day."
)
SAID = "“We could not wait another day,” Mayor Ana Ruiz told reporters at the town hall."


def page(title="Bridge closed", text=TEXT, said=SAID, head="", before="", after=""):
    """An article with everything that stands round one on the web."""
    return f"""<!DOCTYPE html><html lang="en-GB"><head><title>{title} - The Kelbridge Herald</title>
<meta property="og:site_name" content="The Kelbridge Herald"><meta property="og:title" content="{title}">
{head}</head><body>
<nav><ul><li><a href="/">Home page</a></li><li><a href="/sport">All of sport</a></li></ul></nav>
<main><article><h1>{title}</h1>{before}<p>{text}</p><blockquote><p>{said}</p></blockquote>
<p>“It is a disaster for the shops,” said Bo Kim, who sells shoes on the north bank of the river.</p>{after}
</article><aside><h3>Most read</h3><ul><li><a href="/x">Ten things about piers</a></li></ul></aside>
<section id="comments" class="comments"><h3>Comments</h3><div class="comment"><p>“This is nonsense,” wrote an
angry reader. “I said so years ago and nobody listened.”</p></div></section></main>
<footer><p>© 2024 The Kelbridge Herald. All rights reserved.</p></footer></body></html>"""


class Server:
    """``routes`` maps a path to (status, headers, body), or to a function that is given the handler and
    answers by itself. ``asked`` lists the requests: (path, headers)."""

    def __init__(self, address):
        self.address = address
        self.routes = {}
        self.asked = []

    def url(self, path="/"):
        return self.address + path

    def paths(self):
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append((self.path, dict(self.headers)))
            route = server.routes.get(self.path, (404, {}, b"not here"))
            if callable(route):
                route(self)
                return
            status, headers, body = route
            body = body.encode() if isinstance(body, str) else body
            self.send_response(status)
            for name, value in ({"Content-Type": "text/html; charset=utf-8"} | headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    listener.handle_error = lambda *_: None
    server = Server(f"http://127.0.0.1:{listener.server_port}")
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
