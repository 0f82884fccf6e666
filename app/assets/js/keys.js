// "/" goes to the search box, unless somebody is writing; Escape shuts the sheet of further places.
function isWriting(target) {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return shutSheet();
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    const box = document.querySelector("[data-search]");
    if (!box || box.offsetParent === null) return;
    event.preventDefault();
    box.focus();
  });
}

function shutSheet() {
  const sheet = document.querySelector("details.more[open]");
  if (!sheet) return;
  sheet.open = false;
  sheet.querySelector("summary").focus();
}
