/** Whether a statement failed since somebody else was quicker (unique_violation), or both waited for each other (deadlock_detected). */
export function isRivalry(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === '23505' || code === '40P01';
}
