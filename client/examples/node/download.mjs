import { closeSync, openSync, writeSync } from 'node:fs';

import { crc32c } from './crc32c.mjs';

// One item of a stream, written to a file; it knows whether all of it came. Goes on over a second stream where the
// first one ended.
export class Download {
  size = 0;
  complete = false;
  #path;
  #file;
  #checksum = 0;

  constructor(path) {
    this.#path = path;
    this.#file = openSync(path, 'w');
  }

  take({ event, chunk, end }) {
    if (event === 'chunk') {
      if (chunk.offset !== this.size) throw new Error(`a chunk at ${chunk.offset} where ${this.size} was due`);
      writeSync(this.#file, chunk.data);
      this.#checksum = crc32c(chunk.data, this.#checksum);
      this.size += chunk.data.length;
    } else if (event === 'end') {
      closeSync(this.#file);
      if (this.size !== end.sizeBytes || this.#checksum !== end.crc32c) {
        throw new Error(`${this.#path} is not what the server sent`);
      }
      this.complete = true;
    }
  }

  toString() {
    return `${this.#path}, ${this.size} bytes, ${this.complete ? 'whole' : 'cut'}`;
  }
}
