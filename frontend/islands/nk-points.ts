// [data-points]: a map whose marks tell, when pressed or reached by keyboard, what their row of the list below says.
// One mark is in the order of Tab; the arrows go on from it to the nearest one that way. Without script each mark is a link.
type Spot = { x: number; y: number };

function middleOf(mark: Element): Spot {
  const box = mark.querySelector(".nk-hit")!.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

const WAYS: Record<string, Spot> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };

/** The nearest of the spots that lies that way: what is aside counts double. */
export function nearest(from: Spot, spots: Spot[], way: Spot): number {
  let best = -1;
  let least = Infinity;
  spots.forEach((spot, at) => {
    const along = (spot.x - from.x) * way.x + (spot.y - from.y) * way.y;
    const aside = Math.abs((spot.x - from.x) * way.y) + Math.abs((spot.y - from.y) * way.x);
    const far = along + 2 * aside;
    if (along > 0 && far < least) [best, least] = [at, far];
  });
  return best;
}

class Points {
  private readonly marks: SVGAElement[];
  private readonly card = document.createElement("div");
  private shown?: SVGAElement;

  constructor(private readonly box: HTMLElement) {
    this.marks = [...box.querySelectorAll<SVGAElement>("a[data-row]")];
    this.card.className = "nk-point-card card";
    this.card.hidden = true;
    this.card.setAttribute("role", "status");
    box.append(this.card);
    this.marks.forEach((mark, at) => mark.setAttribute("tabindex", at ? "-1" : "0"));
    box.addEventListener("click", (event) => this.pressed(event));
    box.addEventListener("focusin", (event) => this.show(event.target as Element));
    box.addEventListener("keydown", (event) => this.key(event));
  }

  private pressed(event: MouseEvent): void {
    const mark = (event.target as Element).closest<SVGAElement>("a[data-row]");
    if (mark && event.detail > 0 && !event.ctrlKey && !event.metaKey) {
      event.preventDefault(); // by mouse or finger the card comes first; Enter opens the visit
      this.show(mark);
    } else if (!this.card.contains(event.target as Node)) this.hide();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") return this.hide();
    const way = WAYS[event.key];
    const mark = (event.target as Element).closest<SVGAElement>("a[data-row]");
    if (!way || !mark) return;
    event.preventDefault();
    const next = this.marks[nearest(middleOf(mark), this.marks.map(middleOf), way)];
    if (!next) return;
    mark.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }

  private show(target: Element): void {
    const mark = target.closest<SVGAElement>("a[data-row]");
    const row = mark && document.getElementById(mark.dataset.row!);
    if (!mark || !row || mark === this.shown) return;
    this.shown = mark;
    const [first, ...cells] = [...row.querySelectorAll("td")];
    const title = Object.assign(document.createElement("b"), { textContent: first!.textContent });
    const lines = cells.map((cell) => {
      const line = document.createElement("div");
      line.append(Object.assign(document.createElement("span"), { className: "nk-sub", textContent: `${cell.dataset.label}: ` }), ...[...cell.cloneNode(true).childNodes]);
      return line;
    });
    const open = Object.assign(document.createElement("a"), { className: "btn btn-sm btn-primary", href: mark.href.baseVal, textContent: this.box.dataset.open! });
    const close = Object.assign(document.createElement("button"), { className: "btn btn-sm", type: "button", textContent: this.box.dataset.close! });
    close.addEventListener("click", () => this.hide());
    const buttons = Object.assign(document.createElement("div"), { className: "btn-list mt-2" });
    buttons.append(open, close);
    this.card.replaceChildren(title, ...lines, buttons);
    this.card.hidden = false;
    const around = this.box.getBoundingClientRect();
    const { x, y } = middleOf(mark);
    const left = Math.min(Math.max(x - around.left - this.card.offsetWidth / 2, 8), Math.max(around.width - this.card.offsetWidth - 8, 8));
    const above = y - around.top - this.card.offsetHeight - 16;
    this.card.style.left = `${left + this.box.scrollLeft}px`;
    this.card.style.top = `${above > 0 ? above : y - around.top + 16}px`;
  }

  private hide(): void {
    this.card.hidden = true;
    this.shown = undefined;
  }
}

for (const box of document.querySelectorAll<HTMLElement>("[data-points]")) new Points(box);
