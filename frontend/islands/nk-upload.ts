// <label data-drop>: a file may be dropped on it; the chosen name is shown.
for (const zone of document.querySelectorAll<HTMLElement>("[data-drop]")) {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]");
  const name = zone.querySelector<HTMLElement>("[data-drop-name]");
  if (!input) continue;
  const show = (): void => {
    if (name && input.files?.[0]) name.textContent = `${input.files[0].name} (${Math.ceil(input.files[0].size / 1024)} kB)`;
  };
  input.addEventListener("change", show);
  for (const kind of ["dragover", "dragleave", "drop"] as const) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("nk-drop-over", kind === "dragover");
      if (event.type === "drop" && event.dataTransfer?.files.length) {
        input.files = event.dataTransfer.files;
        show();
      }
    });
  }
}
