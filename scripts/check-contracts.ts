import { fileURLToPath } from 'node:url';
import { lintContracts } from './contract-lint.ts';

/** Lints `openapi/`; prints each finding with its file and line, and fails when there is one. */
const findings = await lintContracts(fileURLToPath(new URL('../openapi', import.meta.url)));
if (findings.length === 0) console.log('The contracts have no findings.');
else {
  console.error(`${findings.join('\n')}\n${findings.length} findings`);
  process.exitCode = 1;
}
