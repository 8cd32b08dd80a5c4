import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Attested } from './attest.ts';
import type { GateResult } from './run.ts';

/** The report of a run as one page that needs nothing else: GOV.UK Frontend's styles are in it. */
export function reportPage(attested: Attested, result: GateResult, at: Date): string {
  const failed = result.cases.filter(({ error }) => error !== undefined);
  const passes = result.failed === 0 && result.passed > 0;
  const facts: [string, string][] = [
    ['Component', attested.component],
    ['Address', attested.implementation.base_url],
    ['Version', attested.implementation.version],
    ['Profile', attested.profile],
    ['Contract', attested.contract_hash],
    ['Suite', attested.suite_hash],
    ['Run', `${at.toISOString()}, ${Math.round(result.ms / 1000)} seconds`],
  ];
  const title = `${attested.component}: ${passes ? 'passed' : 'did not pass'} the conformance gate`;
  return `<!DOCTYPE html>
<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${styles()}</style>
</head>
<body class="govuk-template__body">
<div class="govuk-width-container"><main class="govuk-main-wrapper" id="main-content">
<h1 class="govuk-heading-l">${text(title)}</h1>
<dl class="govuk-summary-list">${facts.map(fact).join('')}</dl>
${failed.length === 0 ? '' : `<h2 class="govuk-heading-m">What failed</h2>\n${failed.map(failure).join('')}`}
<table class="govuk-table">
<caption class="govuk-table__caption govuk-table__caption--m">Sections</caption>
<thead class="govuk-table__head"><tr class="govuk-table__row"><th scope="col" class="govuk-table__header">Section</th>
<th scope="col" class="govuk-table__header govuk-table__header--numeric">Passed</th>
<th scope="col" class="govuk-table__header govuk-table__header--numeric">Failed</th></tr></thead>
<tbody class="govuk-table__body">${Object.entries(result.sections).map(section).join('')}</tbody>
</table>
</main></div>
</body>
</html>
`;
}

function fact([name, value]: [string, string]): string {
  return `<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${name}</dt><dd class="govuk-summary-list__value" style="overflow-wrap: anywhere">${text(value)}</dd></div>\n`;
}

function failure({ section, name, error }: GateResult['cases'][number]): string {
  return `<h3 class="govuk-heading-s">${text(section)}: ${text(name)}</h3>
<div class="govuk-inset-text" style="white-space: pre-wrap; overflow-wrap: anywhere">${text(error ?? '')}</div>\n`;
}

function section([name, { passed, failed }]: [string, { passed: number; failed: number }]): string {
  const cell = (count: number) =>
    `<td class="govuk-table__cell govuk-table__cell--numeric">${count === 0 ? '0' : count}</td>`;
  return `<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">${text(name)}</th>${cell(passed)}${cell(failed)}</tr>\n`;
}

/** What a candidate said stands in the page as text, whatever it was. */
function text(value: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": '#39',
  };
  return value.replaceAll(/[&<>"']/g, (character) => `&${names[character]};`);
}

function styles(): string {
  const file = fileURLToPath(import.meta.resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css'));
  // Its fonts and pictures are files of their own, which this page has not.
  return readFileSync(file, 'utf8')
    .replaceAll(/@font-face\{[^}]*\}/g, '')
    .replaceAll(/url\([^)]*\)/g, 'none');
}
