"""The upstream of the benchmark: nginx, which answers starts and polls with files and with fixed words."""
import os
import pathlib
import subprocess

from harness.ports import free_ports, is_listening
from harness.processes import Program

CONFIG = '''
user {user};
daemon off;
worker_processes 1;
worker_rlimit_nofile 16384;
pid {folder}/nginx.pid;
error_log {folder}/nginx.error.log error;
events {{ worker_connections 16000; }}
http {{
  access_log off;
  default_type application/json;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=100 inactive=1h;
  open_file_cache_valid 1h;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  client_max_body_size 0;
  client_body_buffer_size 32m;
  client_body_temp_path {folder}/uploads;
  proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  ssl_certificate {folder}/certificate.pem;
  ssl_certificate_key {folder}/key.pem;
  ssl_session_cache off;
  ssl_session_tickets off;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    listen 127.0.0.1:{tls_port} ssl backlog=4096;
    # A start that reads all of its body before it answers; the second also leaves the body as a file.
    location = /v1beta/models/veo-upload:predictLongRunning {{
      proxy_pass_request_body off; proxy_method GET; proxy_set_header Content-Length "";
      proxy_pass http://127.0.0.1:{port}/started;
    }}
    location = /v1beta/models/veo-kept:predictLongRunning {{
      client_body_in_file_only on;
      proxy_pass_request_body off; proxy_method GET; proxy_set_header Content-Length "";
      proxy_pass http://127.0.0.1:{port}/started;
    }}
    location = /started {{ return 200 '{{"name":"models/veo-pending/operations/veo-pending"}}'; }}
    location ~ ^/v1beta/models/(?<body>[^/:]+):predictLongRunning$ {{
      return 200 '{{"name":"models/$body/operations/$body"}}';
    }}
    location = /v1beta/models/veo-pending/operations/veo-pending {{
      return 200 '{{"name":"models/veo-pending/operations/veo-pending"}}';
    }}
    location ~ ^/v1beta/models/[^/]+/operations/(?<body>[^/]+)$ {{ rewrite ^ /$body.json last; }}
    location ~ ^/v1beta/models/(?<body>[^/:]+):predict$ {{ rewrite ^ /$body.json last; }}
    # As the vendors' SDKs ask for videos, and chats: nginx cannot see a model that stands in the body.
    location ~ ^/v1beta1/publishers/google/models/(?<body>[^/:]+):predictLongRunning$ {{
      return 200 '{{"name":"publishers/google/models/$body/operations/$body"}}';
    }}
    location ~ ^/v1beta1/publishers/google/models/(?<body>[^/:]+):fetchPredictOperation$ {{ rewrite ^ /$body.json last; }}
    location ~ ^/(?<body>[^/]+)/chat/completions$ {{ rewrite ^ /$body.json last; }}
    location / {{
      root {media};
      error_page 405 =200 $uri;
    }}
  }}
}}
'''


def make_certificate(folder):
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=127.0.0.1',
                    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', folder / 'key.pem',
                    '-out', folder / 'certificate.pem'], check=True, capture_output=True)


class Upstream:
    """A running nginx over the bodies of `media`."""

    def __init__(self, folder, media):
        self.folder = pathlib.Path(folder)
        self.uploads = self.folder / 'uploads'
        self.certificate = self.folder / 'certificate.pem'
        make_certificate(self.folder)
        port, tls_port = free_ports(2)
        self.url = f'http://127.0.0.1:{port}'
        self.tls_url = f'https://127.0.0.1:{tls_port}'
        config = self.folder / 'nginx.conf'
        user = 'root' if os.geteuid() == 0 else 'nobody'
        config.write_text(CONFIG.format(folder=self.folder, media=media.folder, port=port, tls_port=tls_port, user=user))
        self.program = Program('nginx', ['/usr/sbin/nginx', '-p', self.folder, '-c', config], self.folder)
        self.program.wait_until(lambda: is_listening(port))

    def poll_path(self, name):
        return f'/v1beta/models/{name}/operations/{name}'

    def image_path(self, name):
        return f'/v1beta/models/{name}:predict'

    def chat_url(self, name):
        """The base URL at which every chat is answered so."""
        return f'{self.url}/{name}'

    def start_path(self, name):
        return f'/v1beta/models/{name}:predictLongRunning'

    def stop(self):
        self.program.stop()
