"""An upstream that takes paid requests whole and cuts every answer in its middle, and counts them."""
import http.server
import threading

BEGINNING = b'{"created":1760000000,"data":[{"b64_json":"iVBORw0KGgo'


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        length = int(self.headers['Content-Length'])
        if len(self.rfile.read(length)) == length:
            self.server.count()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(2 * len(BEGINNING)))
        self.end_headers()
        self.wfile.write(BEGINNING)
        self.close_connection = True

    def log_message(self, *_):
        pass


class CuttingUpstream(http.server.ThreadingHTTPServer):
    """Serves on a thread of its own, from its making to the end of its block."""

    daemon_threads = True

    def __init__(self):
        super().__init__(('127.0.0.1', 0), _Handler)
        self.paid = 0
        self._lock = threading.Lock()
        self.url = f'http://127.0.0.1:{self.server_port}'
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    def count(self):
        with self._lock:
            self.paid += 1

    def __exit__(self, *_):
        self.shutdown()
        self._thread.join()
        self.server_close()
