import type { Refusal } from '../domain/refusals.ts';

/** Runs a statement; what unique and foreign keys stand against comes back with the constraint's name, everything else is thrown. */
export async function refusable<Result>(run: Promise<Result>): Promise<Result | Refusal> {
  try {
    return await run;
  } catch (error) {
    const { code, constraint = '' } = error as { code?: string; constraint?: string };
    if (code === '23505') return { taken: constraint };
    if (code === '23503') return { reference: constraint };
    throw error;
  }
}
