import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/* Real pictures, and what pretends to be one. */

type Content = Buffer<ArrayBuffer>;

const bytes = (content: Uint8Array): Content => Buffer.from(Uint8Array.from(content));

/** A PNG of one colour. */
export const pngOf = async (width: number, height: number): Promise<Content> =>
  bytes(
    await sharp({ create: { width, height, channels: 3, background: '#3366cc' } })
      .png()
      .toBuffer(),
  );

/**
 * A photo as a phone takes it when it is held upright: the sensor's picture lies on its side, `Orientation`
 * says how it is turned, and GPS where it was taken. Upright, its upper half is red and its lower blue.
 */
export async function phonePhoto(width: number, height: number): Promise<Content> {
  const half = { width: Math.ceil(height / 2), height: width, channels: 3 as const };
  const blue = await sharp({ create: { ...half, background: '#0000ff' } })
    .png()
    .toBuffer();
  const photo = await sharp({
    create: { width: height, height: width, channels: 3, background: '#ff0000' },
  })
    .composite([{ input: blue, left: height - half.width, top: 0 }])
    .jpeg()
    .withExif({
      IFD0: { Make: 'Moa', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 33/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  return bytes(photo);
}

/** A PNG of some hundred kilobytes that takes gigabytes when it is decoded. */
export function bombPng(width = 30_000, height = 30_000): Content {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const pixels = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))), { level: 1 });
  return bytes(
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', header),
      chunk('IDAT', pixels),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}

/** What begins as a GIF and is a page with a script to whoever takes it for one. */
export const polyglotGif = (): Content =>
  bytes(Buffer.from('GIF89a/*<svg onload=alert(1)><script>alert(1)</script>*/=1;'));
