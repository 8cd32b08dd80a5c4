import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFPage,
  PDFRawStream,
} from '@cantoo/pdf-lib';
import { expect, test } from '@jest/globals';
import { makeLetterPdf } from '../../src/providers/letter-pdf.ts';

const letter = {
  heading: 'Trwydded bysgota Ŵyn',
  body: 'Annwyl Ŵyn ap Ŷr,\n\n* y tŵr\n* y tŷ, a’r môr\n\nPrice: £7.50 – office “final”',
  address: ['Ŷr Ŵyn', '1 Stryd y Dŵr', 'LL57 1AA'],
  contactBlock: 'Swyddfa’r Tŷ\nCaerdydd',
  date: new Date('2026-03-01T12:00:00Z'),
};

test('a letter in Welsh keeps every letter, in its address, heading and text', async () => {
  const { pdf, pages } = await makeLetterPdf(letter);
  expect(pages).toBe(1);
  const lines = textOf((await PDFDocument.load(pdf)).getPage(0));
  expect(lines).toEqual(
    expect.arrayContaining([
      ...letter.address,
      'Swyddfa’r Tŷ',
      letter.heading,
      'Annwyl Ŵyn ap Ŷr,',
      'y tŵr',
      'y tŷ, a’r môr',
      'Price: £7.50 – office “final”',
      '1 March 2026',
    ]),
  );
});

test('what the font lacks is written without its accents, or as a question mark', async () => {
  const { pdf } = await makeLetterPdf({ ...letter, heading: '你好 Anna' });
  expect(textOf((await PDFDocument.load(pdf)).getPage(0))).toContain('?? Anna');
});

test('only what a letter uses of its fonts goes along', async () => {
  expect((await makeLetterPdf(letter)).pdf.length).toBeLessThan(60_000);
});

/** The texts that a page shows, in order: glyphs of its fonts, read by what the fonts say of them (ISO 32000-1, 9.10). */
function textOf(page: PDFPage): string[] {
  const fonts = page.node.Resources()?.lookup(PDFName.of('Font'), PDFDict);
  const streams = page.node.Contents();
  const content = streams instanceof PDFArray ? streams.asArray() : [streams];
  const texts: string[] = [];
  let letters = new Map<string, string>();
  for (const part of content) {
    const stream = page.doc.context.lookup(part);
    if (!(stream instanceof PDFRawStream)) continue;
    const written = Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1');
    for (const [, font, shown] of written.matchAll(/\/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]*)> Tj/g)) {
      if (font !== undefined) letters = lettersOf(fonts?.lookup(PDFName.of(font), PDFDict));
      else texts.push((shown ?? '').replace(/.{4}/g, (glyph) => letters.get(glyph.toUpperCase()) ?? '�'));
    }
  }
  return texts;
}

function lettersOf(font: PDFDict | undefined): Map<string, string> {
  const map = font?.lookup(PDFName.of('ToUnicode'));
  if (!(map instanceof PDFRawStream)) return new Map();
  const text = Buffer.from(decodePDFRawStream(map).decode()).toString('latin1');
  return new Map(
    [...text.matchAll(/<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,})>/g)].map(([, glyph = '', utf16 = '']) => [
      glyph.toUpperCase(),
      Buffer.from(utf16, 'hex').swap16().toString('utf16le'),
    ]),
  );
}
