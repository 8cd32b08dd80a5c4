import type { ProofingProvider } from '../../domain/proofing.ts';
import { createSandboxProofing } from './sandbox.ts';

/** The providers by name; `none`: identities are not proven here. */
export const proofingProviders: Readonly<Record<string, () => ProofingProvider | undefined>> = {
  none: () => undefined,
  sandbox: createSandboxProofing,
};
