import { crc32, deflateRawSync } from 'node:zlib';

/** What is in a zip file, compressed once for all the names that it has in several. */
export function compressed(bytes) {
  return { crc: crc32(bytes), size: bytes.length, deflated: deflateRawSync(bytes, { level: 6 }) };
}

/** A zip file of one entry: local header, content, central directory, end (APPNOTE.TXT 4.3). */
export function zipFile(name, { crc, size, deflated }) {
  const named = Buffer.from(name);
  const about = Buffer.alloc(26);
  about.writeUInt16LE(20, 0);
  about.writeUInt16LE(8, 4);
  about.writeUInt32LE(crc, 10);
  about.writeUInt32LE(deflated.length, 14);
  about.writeUInt32LE(size, 18);
  about.writeUInt16LE(named.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), about, named, deflated]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02'),
    Buffer.from([20, 0]),
    about,
    Buffer.alloc(14),
    named,
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}
