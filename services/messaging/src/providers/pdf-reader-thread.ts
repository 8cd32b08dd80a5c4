import { parentPort, workerData } from 'node:worker_threads';
import { PDFDocument } from '@cantoo/pdf-lib';
import type { PdfFacts } from '../domain/ports.ts';

// The thread of pdf-reader.ts: it reads one PDF and ends. What it throws is heard there.
const a4 = [595.28, 841.89] as const;

/** Two millimetres more or less are no other size. */
const tolerance = 5.7;

const document = await PDFDocument.load(workerData as Uint8Array, {
  updateMetadata: false,
  throwOnInvalidObject: true,
});
const pages = document.getPages();
const facts: PdfFacts = {
  pages: pages.length,
  notA4: pages.flatMap((page, at) => {
    const { width, height } = page.getSize();
    const [across, down] = page.getRotation().angle % 180 === 0 ? [width, height] : [height, width];
    return Math.abs(across - a4[0]) > tolerance || Math.abs(down - a4[1]) > tolerance ? [at + 1] : [];
  }),
};
parentPort?.postMessage(facts);
