// A signature or sketch drawn with a finger, a pen or the mouse.
import { dialog, type Texts } from "./dialog.ts";

const SHOWN_WIDTH = 2.5;

/** The drawing as a PNG on white; undefined when the person turned away. */
export async function drawn(texts: Texts, title: string): Promise<File | undefined> {
  const pad = Object.assign(document.createElement("canvas"), { className: "nk-pad" });
  pad.setAttribute("aria-label", title);
  const hint = Object.assign(document.createElement("p"), { className: "nk-sub mb-2", textContent: texts.sign_hint! });
  const again = Object.assign(document.createElement("button"), { className: "btn btn-sm my-2", type: "button", textContent: texts.sign_again! });
  let strokes = 0;
  let pen: CanvasRenderingContext2D;

  const clear = (): void => {
    strokes = 0;
    const scale = Math.min(2, devicePixelRatio || 1);
    pad.width = Math.round(pad.clientWidth * scale);
    pad.height = Math.round(pad.clientHeight * scale);
    pen = pad.getContext("2d")!;
    pen.scale(scale, scale);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.clientWidth, pad.clientHeight);
    Object.assign(pen, { lineWidth: SHOWN_WIDTH, lineCap: "round", lineJoin: "round", strokeStyle: "#14261e" });
  };
  again.addEventListener("click", clear);
  const point = (event: PointerEvent): [number, number] => [event.offsetX, event.offsetY];
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...point(event));
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...point(event));
    pen.stroke();
    strokes += 1;
  });
  const sure = await dialog({
    title, content: [hint, pad, again], yes: texts.sign_use!, no: texts.cancel!, wide: true, opened: clear,
    ready: () => {
      if (!strokes) hint.textContent = texts.sign_empty!;
      return strokes > 0;
    },
  });
  if (!sure) return undefined;
  const blob = await new Promise<Blob | null>((resolve) => pad.toBlob(resolve, "image/png"));
  return blob ? new File([blob], "tanda-tangan.png", { type: "image/png" }) : undefined;
}
