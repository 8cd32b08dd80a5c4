import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fontkit from '@cantoo/fontkit';
import { PDFDocument, type PDFFont, type PDFPage } from '@cantoo/pdf-lib';
import { encode } from 'uqr';
import { type Block, blocks, inlineText } from '../domain/email.ts';
import { mostPages, qrLine } from '../domain/letter.ts';
import type { LetterText } from '../domain/ports.ts';

/** A4, and where things stand on it, in points (1/72 inch). The address is seen through the window of a C5 envelope. */
const [width, height] = [595.28, 841.89];
const mm = 2.8346;
const [left, right, top, bottom] = [25 * mm, width - 25 * mm, height - 25 * mm, 25 * mm];
const addressTop = height - 44 * mm;
const textTop = height - 95 * mm;
const size = 11;
const leading = size * 1.35;
const qrSize = 45 * mm;

/** Arimo has the widths of Helvetica and Arial, and letters of Welsh that they lack. What a letter uses of it goes along in its PDF. */
const arimo = {
  plain: fontFile(import.meta.resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf')),
  bold: fontFile(import.meta.resolve('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf')),
};

interface Fonts {
  readonly plain: PDFFont;
  readonly bold: PDFFont;
}

/** Makes a letter's PDF. More pages than a letter may have are not made: the one too many is the last. */
export async function makeLetterPdf(letter: LetterText): Promise<{ pdf: Buffer; pages: number }> {
  const document = await PDFDocument.create();
  document.setTitle(letter.heading);
  document.setCreationDate(letter.date);
  document.setModificationDate(letter.date);
  document.registerFontkit(fontkit);
  const fonts = {
    plain: await document.embedFont(arimo.plain, { subset: true }),
    bold: await document.embedFont(arimo.bold, { subset: true }),
  };
  const writer = createWriter(document, fonts);
  writer.at(letter.address, left, addressTop);
  writer.at((letter.contactBlock ?? '').split('\n'), width / 2 + 15 * mm, addressTop);
  writer.at([dateFormat.format(letter.date)], left, textTop + 2 * leading);
  writer.paragraph(letter.heading, { font: fonts.bold, scale: 1.3 });
  for (const part of letter.body.replace(/\r\n?/g, '\n').split(/^(qr:[ \t]*\S.*)$/gim)) {
    const [, data] = new RegExp(qrLine.source, 'im').exec(part) ?? [];
    if (data !== undefined) writer.qr(data.trim());
    else for (const block of blocks(part)) writeBlock(writer, fonts, block);
    if (writer.pages() > mostPages) break;
  }
  return { pdf: Buffer.from(await document.save()), pages: writer.pages() };
}

type Writer = ReturnType<typeof createWriter>;

function writeBlock(writer: Writer, fonts: Fonts, { kind, lines }: Block): void {
  const texts = lines.map(inlineText);
  if (kind === 'rule') writer.breakPage();
  else if (kind === 'bullets' || kind === 'numbers') {
    texts.forEach((text, at) => {
      writer.paragraph(text, { mark: kind === 'bullets' ? '•' : `${at + 1}.`, close: true });
    });
  } else if (kind.endsWith('heading')) writer.paragraph(texts.join(' '), { font: fonts.bold, scale: 1.1 });
  else writer.paragraph(texts.join('\n'), {});
}

/** Writes down the pages of a document, and takes another where one is full. */
function createWriter(document: PDFDocument, fonts: Fonts) {
  let page: PDFPage = document.addPage([width, height]);
  let y = textTop;

  function line(text: string, x: number, font: PDFFont, points: number): void {
    if (y < bottom) turn();
    page.drawText(text, { x, y, font, size: points });
    y -= points * 1.35;
  }

  function turn(): void {
    page = document.addPage([width, height]);
    y = top;
  }

  return {
    pages: () => document.getPageCount(),
    breakPage: turn,
    at(lines: readonly string[], x: number, from: number): void {
      for (const [at, text] of lines.entries()) {
        page.drawText(encodable(text, fonts.plain), { x, y: from - at * leading, font: fonts.plain, size });
      }
    },
    paragraph(text: string, how: { font?: PDFFont; scale?: number; mark?: string; close?: boolean }): void {
      const { font = fonts.plain, scale = 1, mark, close = false } = how;
      const points = size * scale;
      const x = mark === undefined ? left : left + 6 * mm;
      let first = true;
      for (const one of wrapped(text, font, points, right - x)) {
        if (document.getPageCount() > mostPages) return;
        if (first && mark !== undefined) {
          if (y < bottom) turn();
          page.drawText(encodable(mark, font), { x: left, y, font, size: points });
        }
        first = false;
        line(one, x, font, points);
      }
      y -= close ? leading * 0.2 : leading * 0.6;
    },
    qr(data: string): void {
      const { data: rows } = encode(data, { border: 0 });
      const module = qrSize / rows.length;
      if (y - qrSize < bottom) turn();
      for (const [down, row] of rows.entries()) {
        for (const [across, isDark] of row.entries()) {
          const at = { x: left + across * module, y: y - (down + 1) * module };
          if (isDark) page.drawRectangle({ ...at, width: module, height: module });
        }
      }
      y -= qrSize + leading;
    },
  };
}

/** A text in lines that fit, one at a time, so that no more of a long one is laid out than is printed. */
function* wrapped(text: string, font: PDFFont, points: number, most: number): Generator<string> {
  for (const hard of text.split('\n')) {
    let open = '';
    for (const word of encodable(hard, font).split(' ')) {
      for (const piece of pieces(word, font, points, most)) {
        const longer = open === '' ? piece : `${open} ${piece}`;
        if (font.widthOfTextAtSize(longer, points) <= most) open = longer;
        else {
          yield open;
          open = piece;
        }
      }
    }
    yield open;
  }
}

/** A word that is wider than the page, in parts. */
function* pieces(word: string, font: PDFFont, points: number, most: number): Generator<string> {
  const letters = Math.max(1, Math.floor(most / (points * 0.95)));
  if (word.length <= letters || font.widthOfTextAtSize(word.slice(0, 2000), points) <= most) yield word;
  else for (let at = 0; at < word.length; at += letters) yield word.slice(at, at + letters);
}

const encodableIn = new WeakMap<PDFFont, ReadonlySet<number>>();

/** Text in the font's letters: one that it lacks is written without its accents, or as a question mark. */
function encodable(text: string, font: PDFFont): string {
  const has = encodableIn.get(font) ?? new Set(font.getCharacterSet());
  encodableIn.set(font, has);
  return [...text.replace(/\t/g, ' ').normalize('NFC')]
    .filter((letter) => letter >= ' ')
    .map((letter) => {
      if (has.has(letter.codePointAt(0) ?? 0)) return letter;
      const [base = '?'] = letter.normalize('NFD');
      return has.has(base.codePointAt(0) ?? 0) ? base : '?';
    })
    .join('');
}

const dateFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });

function fontFile(url: string): Buffer {
  return readFileSync(fileURLToPath(url));
}
