// The import rules of the architecture, as code. Each one says what to do instead; scripts/test/check-imports.test.ts shows that each fires.

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one, or lack a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that finds nothing hides from every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'packages-know-no-service',
      comment:
        'A package is shared; what only one service uses lives in that service. Tests and infra start services by their folder.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^services/' },
    },
    {
      name: 'services-meet-through-contracts',
      comment: 'A component meets another only through openapi/ and events, so that either can be replaced.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'domain-imports-nothing',
      comment: 'Rules are pure: pass what touches the world in, through domain/ports.ts.',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/domain/' },
      to: { pathNot: '^services/$1/src/domain/' },
    },
    {
      name: 'api-and-pages-call-use-cases',
      comment:
        'Three hops: handler, use case, store. A handler reaches the database or a provider only through a use case.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/(api|pages)/' },
      to: { path: '^services/[^/]+/src/(store|providers)/' },
    },
    {
      name: 'use-cases-stay-inside',
      comment:
        'A use case does not know who calls it; it may import store functions, which are the third hop.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/(usecases|store|providers)/' },
      to: { path: '^services/[^/]+/src/(api|pages)/' },
    },
    {
      name: 'only-wiring-names-providers',
      comment: 'A provider is a plug: code against the port in domain/ports.ts and let wiring.ts choose.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/', pathNot: '^services/[^/]+/src/(wiring\\.ts$|providers/)' },
      to: { path: '^services/[^/]+/src/providers/' },
    },
    {
      name: 'store-is-the-last-hop',
      comment: 'A statement calls nobody back; what it publishes is named in events/facts.ts.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/store/' },
      to: { path: '^services/[^/]+/src/usecases/' },
    },
    {
      name: 'only-wiring-imports-tsyringe',
      comment: 'The container has one typed face: @ashlar/wiring.',
      severity: 'error',
      from: { pathNot: '^packages/wiring/src/' },
      to: { path: '(^|node_modules/)(tsyringe|reflect-metadata)(/|$)' },
    },
    {
      name: 'only-events-imports-kafkajs',
      comment:
        'The broker is behind the port EventBus of @ashlar/events; infra/kafka may use the admin client.',
      severity: 'error',
      from: { pathNot: '^(packages/events|infra/kafka)/' },
      to: { path: '(^|node_modules/)kafkajs(/|$)' },
    },
    {
      name: 'source-imports-no-test',
      comment: 'What a test needs from elsewhere belongs into testkit or into a src folder.',
      severity: 'error',
      from: { path: '^((packages|services|infra)/[^/]+/src|scripts/[^/]+\\.ts$)' },
      to: { path: '(^|/)tests?/', pathNot: 'node_modules' },
    },
    {
      name: 'packages-are-met-at-their-face',
      comment: 'Import @ashlar/<package>, not a file inside it.',
      severity: 'error',
      from: { path: '^(packages|services|infra)/([^/]+)/' },
      to: {
        path: '^packages/([^/]+)/src/',
        pathNot: '^$1/$2/|^packages/[^/]+/src/(index\\.ts|generated/|(generate|gate)/index\\.ts)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: an import that is erased when run still ties two files together for a reader.
    tsPreCompilationDeps: true,
    parser: 'tsc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
