// CRC32C (Castagnoli), which Node does not bring: its zlib.crc32 is another sum.

const POLYNOMIAL = 0x82f63b78;
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = (byte >>> 1) ^ (byte & 1 ? POLYNOMIAL : 0);
  return byte;
});

// `sum` is what the bytes before these gave.
export function crc32c(data, sum = 0) {
  let rest = ~sum;
  for (const byte of data) rest = TABLE[(rest ^ byte) & 0xff] ^ (rest >>> 8);
  return ~rest >>> 0;
}
