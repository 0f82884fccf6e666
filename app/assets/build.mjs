// Builds what the browser loads: one stylesheet, one script, the phone's own and its worker, fonts and the mark,
// each named by its content's hash, and manifest.json to find them by. Run from anywhere: node app/assets/build.mjs
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import * as esbuild from "esbuild";
import * as sass from "sass";

import { buildFonts } from "./fonts.mjs";

const ASSETS = dirname(fileURLToPath(import.meta.url));
const ROOT = join(ASSETS, "..", "..");
const TARGET = join(ROOT, "app", "static", "build");
const DRAFT = `${TARGET}.new`;
const LARGEST_FIRST_LOAD = 120 * 1024;

const manifest = {};
const weights = {};

async function keep(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const kind = extname(name);
  const hashed = `${name.slice(0, -kind.length)}.${hash}${kind}`;
  await writeFile(join(DRAFT, hashed), bytes);
  manifest[name] = hashed;
  if (kind === ".woff2") {
    weights[name] = bytes.length; // packed already
    return;
  }
  const packed = gzipSync(bytes, { level: 9 });
  await writeFile(join(DRAFT, `${hashed}.gz`), packed);
  weights[name] = packed.length;
}

async function buildStyles() {
  const compiled = sass.compile(join(ASSETS, "scss", "app.scss"), {
    loadPaths: [join(ROOT, "node_modules")],
    quietDeps: true,
  });
  // Fonts are named in the sources plainly; they get their hashed names here.
  const css = compiled.css.replace(/url\("?([\w-]+\.woff2)"?\)/g, (_whole, name) => `url("${manifest[name]}")`);
  const small = await esbuild.transform(css, { loader: "css", minify: true, target: ["chrome109", "firefox115", "safari15"] });
  await keep("app.css", small.code);
}

async function buildScript(name, path, { format = "esm", define = {} } = {}) {
  const built = await esbuild.build({
    entryPoints: [join(ASSETS, "js", path)],
    bundle: true,
    minify: true,
    format,
    define,
    target: ["chrome109", "firefox115", "safari15"],
    nodePaths: [join(ROOT, "node_modules")],
    write: false,
  });
  await keep(name, built.outputFiles[0].contents);
}

// The service worker keeps the files of this very build, and those of no other.
async function buildWorker() {
  const files = ["app.css", "app.js", "phone.js", "mark.svg", "text.woff2", "headings.woff2"].map((name) => manifest[name]);
  const build = createHash("sha256").update(files.join()).digest("hex").slice(0, 12);
  const define = { FILES: JSON.stringify(files), BUILD: JSON.stringify(build) };
  await buildScript("sw.js", join("phone", "sw.js"), { format: "iife", define });
}

await rm(DRAFT, { recursive: true, force: true });
await mkdir(DRAFT, { recursive: true });
for (const [name, bytes] of await buildFonts(ROOT)) await keep(name, bytes);
await keep("mark.svg", await readFile(join(ASSETS, "mark.svg")));
await Promise.all([buildStyles(), buildScript("app.js", "app.js"), buildScript("phone.js", join("phone", "phone.js"))]);
await buildWorker();
await writeFile(join(DRAFT, "manifest.json"), JSON.stringify(manifest, null, 2));
// A build that failed leaves the last good one in its place.
await rm(TARGET, { recursive: true, force: true });
await rename(DRAFT, TARGET);

// The page itself is not built here; 12 kB is more than any page we draw weighs when packed.
const firstLoad = Object.entries(weights).reduce(
  (sum, [name, weight]) => (name.includes("-ext.") ? sum : sum + weight),
  12 * 1024,
);
console.log(`Assets: ${Object.keys(manifest).length} files, first load about ${Math.round(firstLoad / 1024)} kB`);
if (firstLoad > LARGEST_FIRST_LOAD) {
  console.error(`The first load may weigh ${LARGEST_FIRST_LOAD / 1024} kB at most`);
  process.exit(1);
}
