import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A statement as the sources have it. */
export interface Statement {
  readonly name: string;
  /** The statement with all the SQL that is put into it. */
  readonly text: string;
}

const writes = /\binsert into\b|\bupdate\s+(?!set\b|skip\b|of\b)[a-z_$]|\bdelete from\b/;
const heeds = /\b(?:fenced|following|primary_held|fence_held)\(/;

/** Every statement (an object with `name` and `text`) in the TypeScript files of some folders, and below them, and in further files, with the parts that stand elsewhere. */
export async function statementsOfSource(
  folders: readonly URL[],
  further: readonly URL[] = [],
): Promise<Statement[]> {
  const files = await Promise.all(folders.map(filesOf));
  const sources = await Promise.all(
    [...files.flat(), ...further].map(async (file) =>
      sourceOf(fileURLToPath(file), await readFile(file, 'utf8')),
    ),
  );
  return statementsIn(sources);
}

/** The statements of one text. */
export function statementsOfText(text: string): Statement[] {
  return statementsIn([sourceOf('text.ts', text)]);
}

/** Those that write. */
export function writing(statements: readonly Statement[]): Statement[] {
  return statements.filter(({ text }) => writes.test(text));
}

/** Those that write and do not ask the fence in the same statement. */
export function pastTheFence(statements: readonly Statement[]): Statement[] {
  return writing(statements).filter(({ text }) => !heeds.test(text));
}

async function filesOf(folder: URL): Promise<URL[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => new URL(name, folder));
}

function sourceOf(name: string, text: string): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
}

function statementsIn(sources: readonly ts.SourceFile[]): Statement[] {
  const parts = new Map(sources.map((source) => [source, partsOf(source)]));
  const everywhere = new Map([...parts.values()].flatMap((own) => [...own]));
  return sources.flatMap((source) => {
    // A name means what it means in its own file first: many files have a part of the same name.
    const find = (name: string) => parts.get(source)?.get(name) ?? everywhere.get(name);
    return objectsOf(source).flatMap((object) => {
      const [name, text] = ['name', 'text'].map((member) => memberOf(object, member));
      return name && text ? [{ name: name.getText().slice(1, -1), text: expand(text, find) }] : [];
    });
  });
}

/** The constants and functions of a file by name. */
function partsOf(source: ts.SourceFile): Map<string, ts.Node> {
  const parts = new Map<string, ts.Node>();
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) parts.set(statement.name.text, statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && initializer) parts.set(name.text, initializer);
    }
  }
  return parts;
}

function objectsOf(node: ts.Node): ts.ObjectLiteralExpression[] {
  const own = ts.isObjectLiteralExpression(node) ? [node] : [];
  return [...own, ...childrenOf(node).flatMap(objectsOf)];
}

function memberOf(object: ts.ObjectLiteralExpression, wanted: string): ts.Expression | undefined {
  const found = object.properties.find((property) => property.name?.getText() === wanted);
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

/** A text with the definitions of everything that its templates name. */
function expand(
  node: ts.Node,
  find: (name: string) => ts.Node | undefined,
  seen: ReadonlySet<ts.Node> = new Set(),
): string {
  if (seen.has(node)) return '';
  const within = new Set([...seen, node]);
  const named = identifiersOf(node).flatMap((name) => find(name) ?? []);
  return [node.getText(), ...named.map((part) => expand(part, find, within))].join('\n');
}

function identifiersOf(node: ts.Node): string[] {
  const own = ts.isIdentifier(node) ? [node.text] : [];
  return [...own, ...childrenOf(node).flatMap(identifiersOf)];
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  return children;
}
