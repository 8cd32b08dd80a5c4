// pnpm content:schemas --folder FOLDER [--runs N] [--seed N]
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import ajvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { readDocumentTypes } from '../../services/content/src/providers/document-types.ts';
import { summarise } from '../../services/content/src/providers/schema-errors.ts';
import { findDifferences, type Judge } from './schema-differences.ts';

const usage = `pnpm content:schemas --folder FOLDER [--runs N] [--seed N]

Holds our document types against the official ones: the examples, bodies made from each official schema, and mutations of both.
  --folder  with schemas/<name>/publisher_v2/{schema,links}.json and examples/<name>/publisher_v2/*.json
  --runs    bodies for each schema (2000)
  --seed    makes the same bodies again (1)
Exit code 0 when both accept and refuse the same, for the same reasons; else 1. One thing is ours by choice and not looked at: times that no database holds
(a leap second, the year 0) are refused.
`;

const noLimits = { bytes: 0, parts: 0, ms: 0 };

type Body = Readonly<Record<string, unknown>>;

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean' },
  },
});
if (values.help || values.folder === undefined) {
  (values.help ? process.stdout : process.stderr).write(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  process.exitCode = compareAll(values.folder, { runs: Number(values.runs), seed: Number(values.seed) });
}

function compareAll(folder: string, options: { runs: number; seed: number }): number {
  const { standard } = readDocumentTypes(
    new URL('../../services/content/schemas/', import.meta.url),
    noLimits,
  );
  const official = readdirSync(join(folder, 'schemas')).filter((name) =>
    existsSync(join(folder, 'schemas', name, 'publisher_v2')),
  );
  const lacking = official.filter((name) => !standard.has(name));
  for (const name of lacking) process.stdout.write(`${name}: we have no such type\n`);
  const found = official.map((name) => {
    const examples = readExamples(join(folder, 'examples', name, 'publisher_v2'));
    const ofBody: Judge = (body) => told(standard.get(name)?.errorsOf({ ...body, schema_name: name }) ?? []);
    const ofLinks: Judge = (body) => told(standard.get(name)?.linkErrorsOf(body) ?? []);
    const place = join(folder, 'schemas', name, 'publisher_v2');
    return (
      compare(name, join(place, 'schema.json'), { examples, judge: ofBody }, options) +
      compare(`${name} links`, join(place, 'links.json'), { examples: [], judge: ofLinks }, options)
    );
  });
  return lacking.length + found.reduce((sum, count) => sum + count, 0) === 0 ? 0 : 1;
}

/** Prints what is different, and answers how often something was. */
function compare(
  name: string,
  file: string,
  { examples, judge }: { examples: readonly object[]; judge: Judge },
  options: { runs: number; seed: number },
): number {
  const schema = readJson(file);
  const validate = compileOfficial(schema);
  // Which schema a body names decides who judges it, so a body that names another is compared as one that names this.
  const named = (body: Body) => (name.endsWith(' links') ? body : { ...body, schema_name: name });
  const official: Judge = (body) => {
    return validate(named(body)) ? [] : told(summarise(name, validate.errors ?? []));
  };
  const { accepted, refused, differences } = findDifferences(
    schema,
    examples,
    { one: official, other: judge },
    options,
  );
  process.stdout.write(
    `${name}: ${accepted} accepted, ${refused} refused by both, ${differences.length} differences\n`,
  );
  for (const { body, one, other } of differences.slice(0, 3)) {
    process.stdout.write(`  official: ${one.join(', ') || 'fits'}\n  ours: ${other.join(', ') || 'fits'}\n`);
    process.stdout.write(`  ${JSON.stringify(body).slice(0, 2000)}\n`);
  }
  return differences.length;
}

/** Compiles with nothing of ours, but with the one thing that upstream's validator does as well: a reference counts as a `uri`. */
function compileOfficial(schema: object) {
  const ajv = new ajvDraft4.default({ allErrors: true, strict: false, logger: false });
  addFormats.default(ajv, ['date-time', 'uri-reference']);
  ajv.addFormat('uri', ajv.formats['uri-reference'] ?? true);
  return ajv.compile(schema);
}

function told(errors: readonly { fragment: string; failed_attribute: string }[]): string[] {
  return errors.map(({ fragment, failed_attribute: attribute }) => `${fragment} ${attribute}`);
}

function readExamples(folder: string): object[] {
  return existsSync(folder) ? readdirSync(folder).map((file) => readJson(join(folder, file))) : [];
}

function readJson(file: string) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
