"""picture.py BASE_URL FILE: buys a picture and saves it, with nothing but what Python has."""
import base64
import sys

from fetch import answer


def main(base_url, path):
    told = answer(f'{base_url}/v1beta/models/imagen-4.0-generate-001:predict',
                  {'instances': [{'prompt': 'waves'}], 'parameters': {'sampleCount': 1}})
    with open(path, 'wb') as output:
        output.write(base64.b64decode(told['predictions'][0]['bytesBase64Encoded']))


if __name__ == '__main__':
    main(*sys.argv[1:])
