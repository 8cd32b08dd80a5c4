import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadComponents } from '@ashlar/contracts';
import { configTable } from '@ashlar/service-kit';
import { describe, expect, test } from '@jest/globals';
import { brokenLinks, headingsOf } from './markdown.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const services = readdirSync(join(root, 'services'));

const headings = ['What it is for', 'Run it alone', 'Environment', 'Events in and out', 'How to replace it'];

describe.each(services)('the README of %s', (service) => {
  const path = join(root, 'services', service, 'README.md');
  const readme = readFileSync(path, 'utf8');

  test('has the headings of every README, in their order', () => {
    const found = headingsOf(readme, 2);
    expect(headingsOf(readme, 1)).toHaveLength(1);
    expect(found.slice(0, headings.length)).toEqual(headings);
    const { standard } = loadComponents().find(({ id }) => id === service) ?? {};
    // A standard that exists is never spoken whole; what is our own differs from nothing, and may say so.
    const last = standard === undefined ? /^(Where it differs)?$/ : /^Where it differs from ./;
    expect(found.slice(headings.length).join()).toMatch(last);
  });

  test('has the environment table that its configuration makes', async () => {
    const { configSpec } = await import(pathToFileURL(join(root, 'services', service, 'src/config.ts')).href);
    const [, table = ''] = /<!-- config -->\n([\s\S]*?)<!-- \/config -->/.exec(readme) ?? [];
    expect(table.trim()).toBe(configTable(configSpec).trim());
    expect(readme.indexOf('<!-- config -->')).toBeGreaterThan(readme.indexOf('\n## Environment'));
    expect(readme.indexOf('<!-- config -->')).toBeLessThan(readme.indexOf('\n## Events in and out'));
  });
});

describe('the documents', () => {
  const documents = [
    ...services.map((service) => `services/${service}/README.md`),
    ...markdownIn('.'),
    ...markdownIn('docs'),
    ...markdownIn('docs/adr'),
    ...markdownIn('docs/guides'),
    ...markdownIn('infra/local'),
    ...markdownIn('packages/conformance'),
  ];

  test.each(documents)('%s links only to what there is', (document) => {
    expect(brokenLinks(join(root, document))).toEqual([]);
  });

  test('are read so that a broken link is found, and one in code is not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-links-'));
    const file = join(folder, 'a.md');
    try {
      writeFileSync(
        file,
        '# A page, here\n\n[1](#a-page-here) [2](#nowhere) [3](b.md) [4](a.md#a-page-here) [5](https://x.example/)\n\n```md\n[6](c.md)\n```\n',
      );
      expect(brokenLinks(file)).toEqual(['#nowhere', 'b.md']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}
