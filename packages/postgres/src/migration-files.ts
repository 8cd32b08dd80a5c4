import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

/** A named folder of `NNNN-name.sql` files whose first line is `-- compatible` or `-- breaking`. */
export interface MigrationSet {
  name: string;
  folder: URL;
}

/** One migration as read from disk. */
export interface MigrationFile {
  set: string;
  /** The file's name without `.sql`. */
  name: string;
  /** SHA-256 of the file, in hex. */
  checksum: string;
  /** Whether code from before this change stops working after it. */
  breaking: boolean;
  transactional: boolean;
  /** The whole file, or its single statements when it must run outside a transaction. */
  statements: readonly string[];
}

/** Reads sets in the order given, files by number. Throws an `Error` naming the file that breaks a rule of naming or of its first line. */
export async function readMigrations(sets: readonly MigrationSet[]): Promise<MigrationFile[]> {
  return (await Promise.all(sets.map(readSet))).flat();
}

async function readSet({ name: set, folder }: MigrationSet): Promise<MigrationFile[]> {
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
  const fileNames = (await readdir(base)).filter((fileName) => fileName.endsWith('.sql')).sort();
  if (fileNames.length === 0) throw new Error(`The migration set ${set} has no .sql files`);
  const numbers = new Set<string>();
  const files: MigrationFile[] = [];
  for (const fileName of fileNames) {
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(fileName)) {
      throw new Error(`${set}/${fileName} must be named like 0001-lower-case.sql`);
    }
    const number = fileName.slice(0, 4);
    if (numbers.has(number)) throw new Error(`${set}/${fileName} uses the number ${number} a second time`);
    numbers.add(number);
    files.push(
      parse(set, fileName.slice(0, -'.sql'.length), await readFile(new URL(fileName, base), 'utf8')),
    );
  }
  return files;
}

function parse(set: string, name: string, text: string): MigrationFile {
  const [first = '', second = ''] = text.split('\n', 2).map((line) => line.trim());
  if (first !== '-- compatible' && first !== '-- breaking') {
    throw new Error(`${set}/${name} must say "-- compatible" or "-- breaking" on its first line`);
  }
  const transactional = second !== '-- no transaction';
  return {
    set,
    name,
    checksum: createHash('sha256').update(text).digest('hex'),
    breaking: first === '-- breaking',
    transactional,
    // Several statements sent at once would form a transaction of their own, which CONCURRENTLY refuses; here each ends its line.
    statements: transactional ? [text] : text.split(/;[ \t]*$/m).filter(hasStatement),
  };
}

function hasStatement(text: string): boolean {
  return text.replaceAll(/^\s*--.*$/gm, '').trim() !== '';
}
