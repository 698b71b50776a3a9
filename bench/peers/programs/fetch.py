"""fetch.py BASE_URL MODEL FILE: starts a video and saves it, with nothing but what Python has."""
import base64
import json
import sys
import urllib.request

HEADERS = {'x-goog-api-key': 'bench', 'Content-Type': 'application/json'}


def answer(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, HEADERS)) as response:
        return json.load(response)


def main(base_url, model, path):
    started = answer(f'{base_url}/v1beta/models/{model}:predictLongRunning',
                     {'instances': [{'prompt': 'waves'}], 'parameters': {'sampleCount': 1}})
    done = answer(f'{base_url}/v1beta/{started["name"]}')
    with open(path, 'wb') as output:
        output.write(base64.b64decode(done['response']['videos'][0]['bytesBase64Encoded']))


if __name__ == '__main__':
    main(*sys.argv[1:])
