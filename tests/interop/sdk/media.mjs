// Reads pictures and videos far enough to know that they are whole; nothing but what Node has.
import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const PNG_CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }; // Color type to samples of a pixel.
const JPEG_FRAMES = [0xffc0, 0xffc1, 0xffc2];
const JPEG_SCAN = 0xffda;

// Width and height of a picture that is of this type and complete.
export function pictureSize(data, mimeType) {
  if (mimeType === 'image/png') return pngSize(data);
  assert.equal(mimeType, 'image/jpeg');
  return jpegSize(data);
}

// Unpacks all pixels.
export function pngSize(data) {
  assert(data.subarray(0, 8).equals(PNG_SIGNATURE), 'no PNG');
  const packed = [];
  let head;
  let kind;
  let at = 8;
  while (kind !== 'IEND') {
    const length = data.readUInt32BE(at);
    kind = data.toString('latin1', at + 4, at + 8);
    const body = data.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') head = body;
    if (kind === 'IDAT') packed.push(body);
    at += 12 + length;
  }
  assert.equal(at, data.length, 'the PNG ends with its last chunk');
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const row = 1 + Math.ceil((width * head[8] * PNG_CHANNELS[head[9]]) / 8);
  assert.equal(inflateSync(Buffer.concat(packed)).length, row * height, 'all pixels are there');
  return [width, height];
}

// Walks the segments up to the first scan, and checks that the end marker is there.
export function jpegSize(data) {
  assert.equal(data.readUInt16BE(0), 0xffd8, 'no JPEG');
  assert.equal(data.readUInt16BE(data.length - 2), 0xffd9, 'the JPEG has its end');
  let size;
  for (let at = 2; ; at += 2 + data.readUInt16BE(at + 2)) {
    const marker = data.readUInt16BE(at);
    assert.equal(marker >> 8, 0xff, 'JPEG marker');
    if (JPEG_FRAMES.includes(marker)) size = [data.readUInt16BE(at + 7), data.readUInt16BE(at + 5)];
    if (marker === JPEG_SCAN) break;
  }
  assert(size, 'a frame comes before the scan');
  return size;
}

// The boxes that fill this range of an MP4, exactly.
function* boxes(data, begin, end) {
  for (let at = begin; at < end; ) {
    let size = data.readUInt32BE(at);
    let head = 8;
    if (size === 1) [size, head] = [Number(data.readBigUInt64BE(at + 8)), 16];
    assert(size >= head && at + size <= end, 'the MP4 box fits');
    yield { kind: data.toString('latin1', at + 4, at + 8), begin: at + head, end: at + size };
    at += size;
  }
}

// Width, height and seconds of an MP4 whose boxes fill it from end to end.
export function mp4Size(data) {
  const outer = [...boxes(data, 0, data.length)];
  assert.equal(outer[0]?.kind, 'ftyp', 'no MP4');
  assert(outer.some((box) => box.kind === 'mdat' && box.end - box.begin > 1000), 'no mdat');
  const movie = outer.find((box) => box.kind === 'moov');
  let [width, height, seconds] = [0, 0, 0];
  for (const box of boxes(data, movie.begin, movie.end)) {
    if (box.kind === 'mvhd') {
      assert.equal(data[box.begin], 0, 'mvhd version');
      seconds = data.readUInt32BE(box.begin + 16) / data.readUInt32BE(box.begin + 12);
    }
    if (box.kind !== 'trak') continue;
    for (const track of boxes(data, box.begin, box.end)) {
      if (track.kind !== 'tkhd') continue;
      // Its last eight bytes; 16.16 each, 0 for sound.
      width = Math.max(width, data.readUInt16BE(track.end - 8));
      height = Math.max(height, data.readUInt16BE(track.end - 4));
    }
  }
  return [width, height, Math.round(seconds)];
}
