import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeReadmes } from '../readme-tables.ts';

let services: string;
const spec = `{ shelf: { env: 'SHELF_COUNT', kind: 'int', default: 3, meaning: 'How many shelves.' } }`;

beforeEach(() => {
  services = mkdtempSync(join(tmpdir(), 'readme-tables-'));
  mkdirSync(join(services, 'library/src'), { recursive: true });
});
afterEach(() => rmSync(services, { recursive: true }));

describe('the environment table', () => {
  test('replaces what stands between the markers and nothing else', async () => {
    plant('# Library\n<!-- config -->\nold\n<!-- /config -->\nafter\n', `export const configSpec = ${spec};`);
    const [readme = ''] = (await makeReadmes(services)).values();
    expect(readme).toMatch(
      /^# Library\n<!-- config -->\n[\s\S]*SHELF_COUNT[\s\S]*\n<!-- \/config -->\nafter\n$/,
    );
    expect(readme).not.toContain('old');
  });

  test('passes a service over that has no README yet', async () => {
    writeFileSync(join(services, 'library/src/config.ts'), `export const configSpec = ${spec};`);
    expect((await makeReadmes(services)).size).toBe(0);
  });

  test('is asked for where the README has no markers', async () => {
    plant('# Library\n', `export const configSpec = ${spec};`);
    await expect(makeReadmes(services)).rejects.toThrow('library/README.md has no <!-- config -->');
  });

  test('needs the configuration to export its specification', async () => {
    plant('<!-- config -->\n<!-- /config -->\n', 'export const other = 1;');
    await expect(makeReadmes(services)).rejects.toThrow('library/src/config.ts must export configSpec');
  });
});

function plant(readme: string, config: string): void {
  writeFileSync(join(services, 'library/README.md'), readme);
  writeFileSync(join(services, 'library/src/config.ts'), config);
}
