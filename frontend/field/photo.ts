// A photo made small enough for a weak signal, with a caption that travels inside it.
import { captionOf, exifOf, isJpeg, recaptioned, upright, withParts } from "./jpeg.ts";
import { dialog, type Texts } from "./dialog.ts";

export const MOST_EDGE = 1600;
const QUALITY = 0.8;
const HEAD_BYTES = 262_144;
const CAPTION_LETTERS = 200;

/** The photo as the form takes it; undefined when the person turned away. What no browser can read goes as it is. */
export async function photo(file: File, edge: number, texts: Texts): Promise<File | undefined> {
  const small = await shrunk(file, edge);
  if (!small) return file;
  const caption = await askCaption(small, texts);
  if (caption === undefined) return undefined;
  const exif = exifOf(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  const bytes = new Uint8Array(await small.arrayBuffer());
  return new File([withParts(bytes, exif && upright(exif), caption)], `${stem(file.name)}.jpg`, { type: "image/jpeg" });
}

/** A photo that was taken already, with another caption; undefined when the person turned away. */
export async function captioned(file: File, texts: Texts): Promise<File | undefined> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isJpeg(bytes)) return undefined;
  const caption = await askCaption(file, texts, captionOf(bytes));
  return caption === undefined ? undefined : new File([recaptioned(bytes, caption)], file.name, { type: file.type });
}

function stem(name: string): string {
  return name.replace(/\.[^.]*$/, "") || "foto";
}

/** A JPEG whose longer edge is at most so many pixels, standing upright; decoded once and freed at once. */
export async function shrunk(file: Blob, edge: number): Promise<Blob | undefined> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return undefined;
  }
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#fff"; // what was see-through becomes white, not black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  canvas.width = canvas.height = 0;
  return made ?? undefined;
}

async function askCaption(small: Blob, texts: Texts, stands = ""): Promise<string | undefined> {
  const address = URL.createObjectURL(small);
  const picture = Object.assign(document.createElement("img"), { src: address, alt: "", className: "nk-dialog-photo" });
  const size = Object.assign(document.createElement("p"), {
    className: "nk-sub mb-2",
    textContent: texts.photo_size!.replace("{n}", String(Math.max(1, Math.round(small.size / 1000)))),
  });
  const label = Object.assign(document.createElement("label"), { className: "form-label", textContent: texts.caption! });
  const field = Object.assign(document.createElement("input"), {
    className: "form-control", maxLength: CAPTION_LETTERS, id: "nk-caption", autocomplete: "off", value: stands,
  });
  label.htmlFor = field.id;
  const sure = await dialog({ title: texts.photo!, content: [picture, size, label, field], yes: texts.use_photo!, no: texts.cancel! });
  URL.revokeObjectURL(address);
  return sure ? field.value.trim() : undefined;
}
