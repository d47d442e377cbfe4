// The parts of a JPEG that a canvas forgets: when and where it was taken (EXIF), and the caption (a comment).

/** The EXIF segment of a JPEG, without its marker; undefined where there is none. */
export function exifOf(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    if (marker === 0xda || length < 2) return undefined; // the picture itself begins
    const end = at + 2 + length;
    if (marker === 0xe1 && end <= bytes.length && text(bytes, at + 4, 6) === "Exif\0\0") return bytes.slice(at + 4, end);
    at = end;
  }
  return undefined;
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
  if (exif) parts.push(segment(0xe1, exif));
  if (caption) parts.push(segment(0xfe, new TextEncoder().encode(caption)));
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
