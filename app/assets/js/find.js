// On a phone what narrows a list is shut until asked for, unless it is in use: the list comes first.
const NARROW = "(max-width: 899px)";

export function startFinding() {
  for (const box of document.querySelectorAll("[data-find]")) {
    if (matchMedia(NARROW).matches && !("inUse" in box.dataset)) box.open = false;
    box.dataset.ready = "";
  }
}
