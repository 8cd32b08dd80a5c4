/** What a kind of change log row says, as SQL over `moved` with the resource before and after. Addresses of implementations are left out. */
export const facts = {
  department: picked({ department_id: 'id', name: 'name' }),
  service: picked({ department_id: 'department', service_id: 'id', name: 'name' }),
  implementation: picked({
    implementation_id: 'id',
    component: 'component',
    name: 'name',
    version: 'version',
  }),
  binding: `jsonb_build_object('component', moved.after -> 'component', 'department_id', moved.after -> 'department',
    'epoch', moved.after -> 'epoch', 'implementation_id', moved.after -> 'implementation_id',
    'previous_implementation_id', moved.before -> 'implementation_id')`,
  entry_point: `jsonb_strip_nulls(${picked({
    entry_point_id: 'id',
    name: 'name',
    component: 'component',
    department_id: 'department',
    port: 'port',
    host: 'host',
    prefix: 'prefix',
  })})`,
  signing_key: picked({ kid: 'kid' }),
  swap: `jsonb_strip_nulls(jsonb_build_object('swap_id', moved.after -> 'id', 'kind', moved.after -> 'kind',
    'component', moved.after -> 'component', 'department_id', moved.after -> 'department', 'state', moved.after -> 'state',
    'step', moved.step, 'from_implementation_id', moved.after #> '{from,implementation_id}',
    'to_implementation_id', moved.after #> '{to,implementation_id}', 'epoch', moved.after -> 'epoch', 'new_epoch', moved.after -> 'new_epoch'))`,
  contract: picked({ component: 'component', contract_hash: 'hash' }),
  attestation: picked({
    attestation_id: 'id',
    implementation_id: 'implementation_id',
    profile: 'profile',
    contract_hash: 'contract_hash',
    version: 'version',
  }),
  check: picked({
    check_id: 'id',
    implementation_id: 'implementation_id',
    profile: 'profile',
    state: 'state',
  }),
} as const;

/** A kind of resource that the registry says facts about. */
export type Kind = keyof typeof facts;

function picked(members: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(members).map(
    ([name, from]) => `'${name}', coalesce(moved.after, moved.before) -> '${from}'`,
  );
  return `jsonb_build_object(${pairs.join(', ')})`;
}
