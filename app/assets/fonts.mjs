// Cuts the fonts to what is read. Each is split in three: the Latin letters of English and most Welsh, the Welsh
// letters outside them (ŵ, ŷ), and all the rest of Latin, which a browser loads only for a name that needs it.
// Figures come from a fourth: Atkinson's zero is slashed, which looks technical in money and times.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import subsetFont from "subset-font";

const WELSH = "ŴŵŶŷẀẁẂẃẄẅỲỳ";
const FIGURES = "0123456789";
// What fontsource's "latin" file holds, written out: see unicode.json beside it.
const LATIN_EXTRAS = "ıŒœʻʼˆ˚˜€™↑↓−∕";

function latin() {
  const codes = [...Array(0x7f - 0x20).keys()].map((n) => n + 0x20);
  codes.push(...[...Array(0x60).keys()].map((n) => n + 0xa0), ...[...Array(0x70).keys()].map((n) => n + 0x2000));
  return String.fromCodePoint(...codes) + LATIN_EXTRAS;
}

export async function buildFonts(root) {
  const read = (family, part) =>
    readFile(join(root, "node_modules", "@fontsource-variable", family, "files", `${family}-${part}-wght-normal.woff2`));
  const cut = async (family, part, text, weight) =>
    subsetFont(await read(family, part), text, {
      targetFormat: "woff2",
      variationAxes: weight ? { wght: weight } : undefined,
    });
  const heading = 560;
  const text = "atkinson-hyperlegible-next";
  return [
    ["text.woff2", await read(text, "latin")],
    ["text-welsh.woff2", await cut(text, "latin-ext", WELSH)],
    ["text-ext.woff2", await read(text, "latin-ext")],
    ["figures.woff2", await cut("figtree", "latin", FIGURES)],
    ["headings.woff2", await cut("fraunces", "latin", latin(), heading)],
    ["headings-welsh.woff2", await cut("fraunces", "latin-ext", WELSH, heading)],
    ["headings-ext.woff2", await read("fraunces", "latin-ext")],
  ];
}
