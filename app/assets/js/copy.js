// <button data-copy="ID" data-copied="Copied" hidden> copies the text of the element with that id.
export function startCopying() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(source.textContent.trim());
      button.setAttribute("aria-live", "polite");
      button.textContent = button.dataset.copied;
    });
  }
}
