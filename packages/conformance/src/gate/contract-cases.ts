import assert from 'node:assert/strict';
import { type ContractBundle, diffContracts, type OpenApiDocument } from '@ashlar/contracts';
import { send } from '../http.ts';
import type { Case } from '../suite.ts';
import type { GateSubject } from './plan.ts';

/** What the candidate says of itself. */
export const contractCases: readonly Case<GateSubject>[] = [
  {
    section: 'contract',
    name: 'its own /openapi.json promises all that the contract asks for',
    async run({ baseUrl, contract, plan }) {
      const answer = await send(`${baseUrl}/openapi.json`);
      assert.equal(answer.status, 200, `/openapi.json answers ${answer.status}`);
      const asked = { openapi: needed(contract.openapi, plan.needs), events: null, handover: null };
      const told = { openapi: answer.json as OpenApiDocument, events: null, handover: null };
      const breaking = diffContracts(asked, told).changes.filter((change) => change.breaking);
      assert.deepEqual(
        breaking.slice(0, 20).map(({ where, kind, why }) => `${where}: ${kind}. ${why}`),
        [],
        `its /openapi.json breaks the contract in ${breaking.length} places`,
      );
    },
  },
  {
    section: 'contract',
    name: 'it names the contract and the profile that it was built for',
    async run(subject) {
      if (!handsOver(subject.contract)) return;
      const { status, json } = await send(`${subject.baseUrl}/ashlar/v1/handover`);
      assert.equal(status, 200, `GET /ashlar/v1/handover answers ${status}`);
      const { component, contract_hash, profile, entities } = json as Record<string, unknown>;
      assert.deepEqual(
        { component, contract_hash },
        { component: subject.plan.component, contract_hash: subject.contractHash },
      );
      if (subject.profile === 'full') assert.equal(profile, 'full');
      const listed = Object.keys((entities ?? {}) as object);
      for (const [entity, facts] of Object.entries(subject.contract.handover?.entities ?? {})) {
        if (facts.profile === 'core' || subject.profile === 'full')
          assert.ok(listed.includes(entity), `${entity} is not among what it hands over`);
      }
    },
  },
];

/** Whether the contract has the operations of a hand-over. */
export function handsOver({ openapi }: ContractBundle): boolean {
  return openapi.paths['/ashlar/v1/handover'] !== undefined;
}

/** The document without the operations that the profile does not need. */
function needed(
  openapi: OpenApiDocument,
  needs: (operation: string) => boolean = () => true,
): OpenApiDocument {
  const paths = Object.entries(openapi.paths).map(([path, item]) => {
    const kept = Object.entries(item).filter(([method]) =>
      needs(`${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`),
    );
    return [path, Object.fromEntries(kept)] as const;
  });
  return { ...openapi, paths: Object.fromEntries(paths) };
}
