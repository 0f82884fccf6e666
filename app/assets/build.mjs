// Builds what the browser loads: one stylesheet, one script, fonts and the mark, each named by its content's hash,
// and manifest.json to find them by. Run from anywhere: node app/assets/build.mjs
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

async function buildScript() {
  const built = await esbuild.build({
    entryPoints: [join(ASSETS, "js", "app.js")],
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome109", "firefox115", "safari15"],
    nodePaths: [join(ROOT, "node_modules")],
    write: false,
  });
  await keep("app.js", built.outputFiles[0].contents);
}

await rm(DRAFT, { recursive: true, force: true });
await mkdir(DRAFT, { recursive: true });
for (const [name, bytes] of await buildFonts(ROOT)) await keep(name, bytes);
await keep("mark.svg", await readFile(join(ASSETS, "mark.svg")));
await Promise.all([buildStyles(), buildScript()]);
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
