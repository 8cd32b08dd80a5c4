import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { makeContractFiles } from '@ashlar/contracts/generate';
import { createConfig, getLineColLocation, lint, type NormalizedProblem } from '@redocly/openapi-core';
import { housePlugin, houseRules } from './contract-rules.ts';

/**
 * Lints every standard in `source` (the folder with `compat/`, `ashlar/` and `events/`). An existing standard is only checked for
 * validity, since its style is not ours to choose; what we add must satisfy the recommended and the house rules without a finding.
 * When the files are sound, the merged contracts are checked as well.
 * @returns one line for each finding, `file:line: message (rule)`, files relative to the folder above `source`
 */
export async function lintContracts(source: string): Promise<string[]> {
  const findings: string[] = [];
  for (const [folder, rules] of [
    ['compat', validity],
    ['ashlar', house],
  ] as const) {
    for (const file of yamlFiles(join(source, folder))) {
      findings.push(...(await lintFile(file, rules, join(source, '..'))));
    }
  }
  if (findings.length === 0) findings.push(...(await checkMerged(source)));
  return [...new Set(findings)];
}

const validity = {
  rules: {
    struct: 'error',
    'no-unresolved-refs': 'error',
    'operation-operationId': 'error',
    'operation-operationId-unique': 'error',
    'operation-parameters-unique': 'error',
    'path-parameters-defined': 'error',
    'no-identical-paths': 'error',
    'no-invalid-schema-examples': 'error',
    'no-invalid-media-type-examples': 'error',
  },
} as const;

const house = {
  extends: ['recommended'],
  rules: {
    ...houseRules,
    'operation-operationId': 'error',
    // A page or probe that takes no input has nothing to refuse; the house rule `security` asks for 401 and 403.
    'operation-4xx-response': 'off',
    // The house rule `success` stands in its place.
    'operation-2xx-response': 'off',
  },
} as const;

/** `common.yaml` is there to be referred to, so nothing in it has to be used by itself. */
const shared = { 'no-unused-components': 'off' } as const;

async function lintFile(
  file: string,
  rules: typeof validity | typeof house,
  base: string,
): Promise<string[]> {
  const extra = file.endsWith('/ashlar/common.yaml') ? shared : {};
  const config = await createConfig({
    plugins: [housePlugin],
    extends: 'extends' in rules ? [...rules.extends] : [],
    rules: { ...rules.rules, ...extra } as Record<string, 'error' | 'off'>,
  });
  const problems = await lint({ ref: file, config });
  return problems.map((problem) => describe(problem, base));
}

function describe({ message, ruleId, location }: NormalizedProblem, base: string): string {
  const [first] = location;
  if (!first) return `${message} (${ruleId})`;
  const place = getLineColLocation(first);
  return `${relative(base, place.source.absoluteRef)}:${place.start.line}: ${message} (${ruleId})`;
}

/** What only shows when the files meet: contradictions between them, and event schemas that are none. */
async function checkMerged(source: string): Promise<string[]> {
  try {
    await makeContractFiles({ source, output: join(source, 'nowhere') });
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}
