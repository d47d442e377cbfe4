// The parts of a JPEG that a canvas forgets: when and where it was taken (EXIF), and the caption (a comment).

const EXIF = 0xe1;
const COMMENT = 0xfe;
const PICTURE = 0xda;

interface Segment {
  marker: number;
  from: number;
  to: number;
}

/** What stands before the picture itself, as far as the file is whole; nothing where it is no JPEG. */
function* segments(bytes: Uint8Array): Generator<Segment> {
  if (!isJpeg(bytes)) return;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const to = at + 2 + length;
    if (marker === PICTURE || length < 2 || to > bytes.length) return;
    yield { marker, from: at, to };
    at = to;
  }
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

function isExif(bytes: Uint8Array, { marker, from }: Segment): boolean {
  return marker === EXIF && text(bytes, from + 4, 6) === "Exif\0\0";
}

/** The EXIF segment of a JPEG, without its marker; undefined where there is none. */
export function exifOf(bytes: Uint8Array): Uint8Array | undefined {
  for (const part of segments(bytes)) if (isExif(bytes, part)) return bytes.slice(part.from + 4, part.to);
  return undefined;
}

/** The caption of a JPEG; empty where there is none. */
export function captionOf(bytes: Uint8Array): string {
  for (const { marker, from, to } of segments(bytes)) {
    if (marker === COMMENT) return new TextDecoder().decode(bytes.slice(from + 4, to));
  }
  return "";
}

/** The same photo with another caption. */
export function recaptioned(jpeg: Uint8Array, caption: string): Blob {
  const kept: Uint8Array[] = [jpeg.slice(0, 2)];
  let at = 2;
  for (const part of segments(jpeg)) {
    if (part.marker !== COMMENT && !isExif(jpeg, part)) kept.push(jpeg.slice(part.from, part.to));
    at = part.to;
  }
  kept.push(jpeg.slice(at));
  return withParts(joined(kept), exifOf(jpeg), caption);
}

function joined(parts: Uint8Array[]): Uint8Array {
  const made = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}

/** Say in an EXIF segment that the picture stands upright: the canvas has turned it. */
export function upright(exif: Uint8Array): Uint8Array {
  const copy = exif.slice();
  const view = new DataView(copy.buffer, copy.byteOffset);
  const little = text(copy, 6, 2) === "II";
  const directory = 6 + view.getUint32(10, little);
  if (directory + 2 > copy.length) return copy;
  for (let n = 0; n < view.getUint16(directory, little); n += 1) {
    const entry = directory + 2 + 12 * n;
    if (entry + 12 > copy.length) break;
    if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
  }
  return copy;
}

/** A JPEG with an EXIF segment and a caption put in after its head. */
export function withParts(jpeg: Uint8Array, exif: Uint8Array | undefined, caption: string): Blob {
  const parts: Uint8Array[] = [jpeg.slice(0, 2)];
  if (exif) parts.push(segment(EXIF, exif));
  if (caption) parts.push(segment(COMMENT, new TextEncoder().encode(caption)));
  parts.push(jpeg.slice(2));
  return new Blob(parts as BlobPart[], { type: "image/jpeg" });
}

function segment(marker: number, content: Uint8Array): Uint8Array {
  const length = content.length + 2;
  const made = new Uint8Array(content.length + 4);
  made.set([0xff, marker, length >> 8, length & 0xff]);
  made.set(content, 4);
  return made;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.slice(at, at + length));
}
