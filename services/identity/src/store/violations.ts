/** Whether an error says that a unique constraint stands against a statement (PostgreSQL's 23505). */
export function violates(error: unknown, constraint: string): boolean {
  const is = (name: string, value: string) =>
    error instanceof Error && Object.entries(error).some(([key, held]) => key === name && held === value);
  return is('code', '23505') && is('constraint', constraint);
}
