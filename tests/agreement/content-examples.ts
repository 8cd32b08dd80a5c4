// pnpm content:examples --folder FOLDER [--base-url URL] [--api-key TOKEN]
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import ajvDraft4 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { bodyOfItem, differencesOfItem } from './example-items.ts';

const usage = `pnpm content:examples --folder FOLDER [--base-url URL] [--api-key TOKEN]

Writes, publishes and reads the official examples at a content service that runs, each below a path of its own.
  --folder    with examples/<name>/{publisher_v2,frontend}/*.json and schemas/<name>/frontend/schema.json
  --base-url  its root; CONTENT_URL by default
  --api-key   a publishing token; PUBLISHING_TOKEN by default
What is read has to say what was written, to have every member that the example has, and to fit the official schema of items.
Exit code 0 when all of it does, else 1.
`;

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { folder: text, 'base-url': text, 'api-key': text, help: { type: 'boolean' } },
});
const {
  folder,
  'base-url': baseUrl = process.env.CONTENT_URL,
  'api-key': key = process.env.PUBLISHING_TOKEN,
} = values;

if (values.help) process.stdout.write(usage);
else if (folder === undefined || baseUrl === undefined || key === undefined) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  process.exitCode = (await runAll(folder, { baseUrl, key })) === 0 ? 0 : 1;
}

interface Target {
  readonly baseUrl: string;
  readonly key: string;
}

/** Answers how many examples are not as they should be. */
async function runAll(from: string, target: Target): Promise<number> {
  let faulty = 0;
  for (const name of readdirSync(join(from, 'examples'))) {
    const schemaFile = join(from, 'schemas', name, 'frontend', 'schema.json');
    const fits = existsSync(schemaFile) ? compile(readJson(schemaFile)) : () => [];
    for (const kind of ['publisher_v2', 'frontend']) {
      const place = join(from, 'examples', name, kind);
      for (const file of existsSync(place) ? readdirSync(place) : []) {
        const example = readJson(join(place, file));
        const body = kind === 'frontend' ? bodyOfItem(example) : example;
        const faults = await run(target, { example, body, isItem: kind === 'frontend' }, fits);
        process.stdout.write(`${name}/${kind}/${file}: ${faults.length === 0 ? 'as it should be' : ''}\n`);
        for (const fault of faults) process.stdout.write(`  ${fault}\n`);
        if (faults.length > 0) faulty += 1;
      }
    }
  }
  return faulty;
}

type Json = Record<string, unknown>;

async function run(
  { baseUrl, key }: Target,
  { example, body, isItem }: { example: Json; body: Json; isItem: boolean },
  fits: (item: unknown) => string[],
): Promise<string[]> {
  const id = randomUUID();
  const base = String(body.base_path);
  // A path of its own, so that a run disturbs nothing and may be repeated; what lies below moves along.
  const moved = moveBelow(body, base, `/official-examples/${id}${base}`) as Json;
  const { access_limited: _limits, ...open } = moved;
  const ask = async (method: string, path: string, sent?: unknown) => {
    const answer = await fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(sent !== undefined && { body: JSON.stringify(sent) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const { locale = 'en', update_type = 'major' } = moved;
  const steps: [string, string, unknown][] = [
    ['PUT', `/v2/content/${id}`, moved],
    // Nobody may read an item whose draft is for some only.
    ['PUT', `/v2/content/${id}`, open],
    ['POST', `/v2/content/${id}/publish`, { locale, update_type }],
  ];
  for (const [method, path, sent] of steps) {
    const { status, text: said } = await ask(method, path, sent);
    if (status !== 200) return [`${method} ${path} answers ${status} ${said}`];
  }
  const read = await ask('GET', `/content${String(moved.base_path)}`);
  if (read.status !== 200 && read.status !== 410) return [`reading it answers ${read.status}`];
  const item = JSON.parse(read.text);
  return [
    ...fits(item),
    ...differencesOfItem(moveBelow(example, base, String(moved.base_path)) as Json, item, isItem),
  ];
}

function moveBelow(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string')
    return value === from || value.startsWith(`${from}.`) || value.startsWith(`${from}/`)
      ? to + value.slice(from.length)
      : value;
  if (Array.isArray(value)) return value.map((one) => moveBelow(one, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moveBelow(inner, from, to)]));
}

function compile(schema: object): (item: unknown) => string[] {
  const ajv = new ajvDraft4.default({ allErrors: true, strict: false, logger: false });
  addFormats.default(ajv, ['date-time', 'uri-reference']);
  ajv.addFormat('uri', ajv.formats['uri-reference'] ?? true);
  const validate = ajv.compile(schema);
  return (item) => {
    validate(item);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `the official schema: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}

function readJson(file: string) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
