import type { Confidence } from '../../domain/levels.ts';
import type {
  ProofingChoice,
  ProofingOutcome,
  ProofingProvider,
  ProvenPerson,
} from '../../domain/proofing.ts';

/** The letters by which a proofing provider says why an identity was not proven. What each means is not published. */
export const returnCodes = ['A', 'C', 'D', 'N', 'P', 'T', 'V', 'X', 'Z'] as const;

/** Proves made-up people: whoever tests says on a page what is to come of it. */
export function createSandboxProofing(): ProofingProvider {
  return {
    id: 'sandbox',
    begin: async () => ({ kind: 'choices', choices }),
    finish: async (_ask, { outcome = '' }) => outcomes.get(outcome),
  };
}

const person: ProvenPerson = {
  name: [
    {
      validFrom: '2000-03-01',
      nameParts: [
        { type: 'GivenName', value: 'Rowan' },
        { type: 'GivenName', value: 'Alex' },
        { type: 'FamilyName', value: 'Stonemason' },
      ],
    },
  ],
  birthDate: [{ value: '1984-06-15' }],
  address: [
    {
      addressCountry: 'GB',
      buildingNumber: '12',
      streetName: 'QUARRY LANE',
      addressLocality: 'SANDBOX TOWN',
      postalCode: 'ZZ1 1ZZ',
      validFrom: '2015-01-01',
    },
  ],
  passport: [{ documentNumber: '000000001', icaoIssuerCode: 'GBR', expiryDate: '2034-06-14' }],
  drivingPermit: [
    {
      personalNumber: 'STONE806154RA9ZZ',
      issueNumber: '1',
      issuedBy: 'DVLA',
      issueDate: '2020-01-01',
      expiryDate: '2030-01-01',
    },
  ],
};

function proven(level: Confidence): ProofingOutcome {
  return { kind: 'proven', level, person };
}

const outcomes: ReadonlyMap<string, ProofingOutcome> = new Map<string, ProofingOutcome>([
  ['P1', proven('P1')],
  ['P2', proven('P2')],
  ['P3', proven('P3')],
  ...returnCodes.map((code): [string, ProofingOutcome] => [
    `code-${code}`,
    { kind: 'not_proven', returnCodes: [code] },
  ]),
  ['denied', { kind: 'denied' }],
  ['unavailable', { kind: 'unavailable' }],
]);

const choices: readonly ProofingChoice[] = [...outcomes].map(([value, outcome]) => ({
  value,
  text: textOf(outcome),
}));

function textOf(outcome: ProofingOutcome): ProofingChoice['text'] {
  switch (outcome.kind) {
    case 'proven':
      return { en: `Identity proven to ${outcome.level}`, cy: `Hunaniaeth wedi’i phrofi i ${outcome.level}` };
    case 'not_proven':
      return {
        en: `Not proven, with code ${outcome.returnCodes.join()}`,
        cy: `Heb ei phrofi, gyda chod ${outcome.returnCodes.join()}`,
      };
    case 'denied':
      return { en: 'The person breaks off', cy: 'Mae’r person yn rhoi’r gorau iddi' };
    case 'unavailable':
      return { en: 'Nobody can be proven now', cy: 'Ni ellir profi neb nawr' };
  }
}
