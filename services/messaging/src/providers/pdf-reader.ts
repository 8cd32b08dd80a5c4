import { Worker } from 'node:worker_threads';
import type { PdfFacts, PdfReader } from '../domain/ports.ts';

/** A PDF can be made so that reading it takes all of a machine. */
const mostMs = 10_000;
const mostMemoryMb = 256;

/** Reads PDFs in a thread of its own, with bounds on time and memory, so that a hostile one stops nothing but itself. At most two at once. */
export function createPdfReader(): PdfReader {
  let free = 2;
  const waiting: (() => void)[] = [];
  return {
    async read(pdf) {
      if (!pdf.subarray(0, 1024).includes('%PDF-')) return undefined;
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await readInThread(pdf);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}

async function readInThread(pdf: Buffer): Promise<PdfFacts | undefined> {
  const worker = new Worker(new URL('./pdf-reader-thread.ts', import.meta.url), {
    workerData: new Uint8Array(pdf),
    resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    stdout: true,
    stderr: true,
  });
  const timer = setTimeout(() => void worker.terminate(), mostMs);
  try {
    return await new Promise((resolve) => {
      worker.once('message', resolve);
      worker.once('error', () => resolve(undefined));
      worker.once('exit', () => resolve(undefined));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
