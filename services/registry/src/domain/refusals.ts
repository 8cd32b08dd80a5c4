/** Why nothing was stored: something with this name or at this place is there already, or something that is referred to is not (or still is). */
export type Refusal = { readonly taken: string } | { readonly reference: string };

/** Tells a refusal from a result. */
export function isRefusal(result: object | undefined): result is Refusal {
  return result !== undefined && ('taken' in result || 'reference' in result);
}
