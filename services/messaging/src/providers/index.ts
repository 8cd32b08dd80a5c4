import type { Queryable } from '@ashlar/postgres';
import type { Channel } from '../domain/entities.ts';
import { type Carrier, type Carriers, pretence } from '../domain/ports.ts';
import type { Vault } from '../store/vault.ts';
import { createPretence } from './pretence.ts';
import { createPrinters } from './printers.ts';
import { createSandbox } from './sandbox.ts';
import { createScripted, type ScriptedSetup } from './scripted.ts';
import { createSmtp, type Dkim } from './smtp.ts';
import { createTwilio, type TwilioSetup } from './twilio.ts';

/** What providers are made from. */
export interface ProviderSetup {
  /** Where the sandbox keeps its memory, */
  readonly db: Queryable;
  /** how it is sealed, */
  readonly vault: Vault;
  /** and what a recipient's messages are found by there. */
  recipientDigest(address: string): Buffer;
  /** How scripted carriers prove and send their receipts. */
  readonly receiptProof: ScriptedSetup['receiptProof'];
  readonly tell: ScriptedSetup['tell'];
  /** The mail server, as a URL with its credentials if it wants any. */
  readonly smtpUrl: string | undefined;
  /** How it signs mail, if it does. */
  readonly dkim: Dkim | undefined;
  /** Undefined without an account there. */
  readonly twilio: TwilioSetup | undefined;
  /** Whether there are scripted carriers. */
  readonly sandboxCarriers: boolean;
  /** Where letters to print are put. */
  readonly letterFolder: string | undefined;
}

/** A provider, what it carries, and how it is made; undefined where the configuration lacks what it needs. */
interface ProviderEntry {
  readonly channels: readonly Channel[];
  /** Its weight, 0 to 100, until an operator sets another. */
  readonly rest: number;
  /** Whether it does as a script says. */
  readonly isScripted?: true;
  make(setup: ProviderSetup): Carrier | undefined;
}

/** Every provider, by the id that is stored on its notifications. */
export const providerFactories: Readonly<Record<string, ProviderEntry>> = {
  sandbox: { channels: ['email', 'sms'], rest: 0, make: createSandbox },
  smtp: {
    channels: ['email'],
    rest: 100,
    make: ({ smtpUrl, dkim }) => (smtpUrl ? createSmtp(smtpUrl, dkim) : undefined),
  },
  twilio: {
    channels: ['sms'],
    rest: 100,
    make: ({ twilio }) => (twilio ? createTwilio(twilio) : undefined),
  },
  'sandbox-sms-1': scripted('sandbox-sms-1', 'sms', 51),
  'sandbox-sms-2': scripted('sandbox-sms-2', 'sms', 49),
  'sandbox-email-1': scripted('sandbox-email-1', 'email', 100),
  [pretence]: { channels: [], rest: 0, make: createPretence },
};

/** Makes each provider once. */
export function createProviders(setup: ProviderSetup): Carriers {
  const made = new Map<string, Carrier>();
  const printers = createPrinters({ folder: setup.letterFolder });
  for (const [id, { make }] of Object.entries(providerFactories)) {
    const carrier = make(setup);
    if (carrier) made.set(id, carrier);
  }
  return {
    get(id) {
      const carrier = made.get(id);
      if (!carrier) throw new Error(`There is no messaging provider ${id}`);
      return carrier;
    },
    printer(id) {
      const printer = printers.get(id);
      if (!printer) throw new Error(`There is no printer ${id}`);
      return printer;
    },
    printerIds: () => [...printers.keys()].filter((id) => id !== pretence),
    close() {
      for (const carrier of made.values()) carrier.close?.();
    },
    restingWeight: (id) => providerFactories[id]?.rest ?? 0,
    hasScript: (id) => providerFactories[id]?.isScripted === true,
    idsFor: (channel) => [...made.keys()].filter((id) => providerFactories[id]?.channels.includes(channel)),
  };
}

function scripted(id: string, channel: Channel, rest: number): ProviderEntry {
  return {
    channels: [channel],
    rest,
    isScripted: true,
    make: (setup) => (setup.sandboxCarriers ? createScripted(id, setup) : undefined),
  };
}
