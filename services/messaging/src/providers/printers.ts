import { accessSync, constants } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Printer, pretence } from '../domain/ports.ts';

/** Every printer that this configuration has, by the id that is stored on its letters. */
export function createPrinters({ folder }: { folder: string | undefined }): ReadonlyMap<string, Printer> {
  const nowhere: Printer = { print: async () => 'accepted', outcome: async () => 'delivered' };
  return new Map([
    // Its letters are kept with their notifications only.
    ['sandbox', nowhere],
    [pretence, nowhere],
    ...(folder === undefined ? [] : [['folder', createFolderPrinter(folder)] as const]),
  ]);
}

/** Puts letters into a folder that something else prints from: `<postage>-<notification id>.pdf`, whole or not at all. Throws when it cannot be written to. */
function createFolderPrinter(folder: string): Printer {
  accessSync(folder, constants.W_OK);
  return {
    async print({ key, pdf, postage }) {
      const path = join(folder, `${postage}-${key}.pdf`);
      if (await isThere(path)) return 'accepted';
      const unfinished = `${path}.part`;
      const file = await open(unfinished, 'w', 0o600);
      try {
        await file.writeFile(pdf);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, path);
      return 'accepted';
    },
    outcome: async () => 'delivered',
  };
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
