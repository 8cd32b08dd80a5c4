import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

/** Statements that write without asking the fence, and why they may. */
const unfenced: Readonly<Record<string, string>> = {
  'skip-webhook-cursor': 'where this process stands in its own log',
  'count-next-payments': 'a count that is kept from the log, of whatever is in it',
  'prune-provider-notifications': 'ids that are past their time; they are not handed over',
};

const folders = ['store', 'providers', 'events', 'usecases'].map(
  (folder) => new URL(`../src/${folder}/`, import.meta.url),
);
const shared = [new URL('../../../packages/component/src/creation.ts', import.meta.url)];

interface Statement {
  readonly name: string;
  /** The statement with all the SQL that is put into it. */
  readonly text: string;
}

/** Every statement of the service, as its sources have it: `{ name, text }`, with the parts that stand elsewhere. */
async function statementsOfSource(): Promise<Statement[]> {
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder)).filter((file) => file.endsWith('.ts')).map((file) => new URL(file, folder)),
    ),
  );
  const sources = await Promise.all(
    [...files.flat(), ...shared].map(async (file) =>
      ts.createSourceFile(fileURLToPath(file), await readFile(file, 'utf8'), ts.ScriptTarget.Latest, true),
    ),
  );
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

const writes = /\binsert into\b|\bupdate\s+(?!set\b|skip\b|of\b)[a-z_$]|\bdelete from\b/;
const heeds = /\b(?:fenced|following|primary_held|fence_held)\(/;

test('every statement that writes heeds the fence in the same statement', async () => {
  const statements = await statementsOfSource();
  const names = statements.map(({ name }) => name);
  expect(statements.filter(({ name }, at) => names.indexOf(name) !== at)).toEqual([]);
  const writing = statements.filter(({ text }) => writes.test(text));
  // So that a scan that sees nothing does not pass.
  expect(writing.length).toBeGreaterThan(60);
  for (const name of [
    'insert-payment',
    'move-payment',
    'lease-stuck',
    'sandbox-cancel',
    'lease-webhook-messages',
  ]) {
    expect(writing.map((one) => one.name)).toContain(name);
  }
  const free = writing.filter(({ text }) => !heeds.test(text)).map(({ name }) => name);
  expect(free.sort()).toEqual(Object.keys(unfenced).sort());
});

test('the scan sees a statement that writes past the fence', () => {
  const source = ts.createSourceFile(
    'bad.ts',
    'const late = `update payment set status = $1`; const bad = { name: "bad", text: late };',
    ts.ScriptTarget.Latest,
    true,
  );
  const parts = partsOf(source);
  const [bad] = objectsOf(source);
  const text = bad && memberOf(bad, 'text');
  const whole = text ? expand(text, (name) => parts.get(name)) : '';
  expect(writes.test(whole)).toBe(true);
  expect(heeds.test(whole)).toBe(false);
});
