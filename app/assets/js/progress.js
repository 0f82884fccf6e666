// <div data-progress data-url="…">: asks for {done, total, words, next} until `next` says where the result is.
// The same page without this has a meta refresh in <noscript> or a link to look again.
const FIRST_WAIT_MS = 800;
const LONGEST_WAIT_MS = 8000;

export function startProgress() {
  for (const block of document.querySelectorAll("[data-progress]")) watch(block, FIRST_WAIT_MS);
}

function watch(block, wait) {
  setTimeout(async () => {
    const news = await ask(block.dataset.url);
    if (news) show(block, news);
    if (news && news.next) window.location.assign(news.next);
    else watch(block, Math.min(wait * 1.3, LONGEST_WAIT_MS));
  }, wait);
}

async function ask(url) {
  try {
    const response = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // The network is away for a moment; we ask again, less often.
  }
}

function show(block, news) {
  const bar = block.querySelector("progress");
  if (news.total) bar.max = news.total;
  bar.value = news.done;
  block.querySelector("[data-progress-words]").textContent = news.words;
}
