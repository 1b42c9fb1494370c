/**
 * The rooms and their one-way doors (ARCHITECTURE.md). Every rule tells the offender what to do.
 * A rule per room: what it may import; everything else in the project is forbidden to it.
 */
const room = (name, mayImport, comment) => ({
  name: `room-${name.replaceAll('/', '-')}`,
  severity: 'error',
  comment,
  from: { path: `^${name}/` },
  to: {
    path: '^(statemachines|engine|estimate|platform|api|functions|bundles|client|cli|ui|local|infra|examples|docs|bench|test|scripts)/',
    pathNot: mayImport.map((p) => `^${p}`).concat(`^${name}/`),
  },
});

export default {
  forbidden: [
    {
      name: 'no-file-cycles',
      severity: 'error',
      comment:
        'Two files wait for each other. Move what both need into a third file below them, or hand it over as an argument.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-folder-cycles',
      severity: 'error',
      comment:
        'Two folders import each other, so neither can be read or moved alone. Decide which one stands below and move the offending file.',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nobody imports this file and it imports nobody: dead wood. Delete it, or use it.',
      from: { orphan: true, pathNot: '^(\\.|bin/|test/|examples/|docs/|bench/|scripts/|[^/]+\\.config\\.)|\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'nothing-imports-tests-or-examples',
      severity: 'error',
      comment:
        'Tests, examples, benchmarks and docs look at the product, never the other way. Move the shared part into the room that it belongs to.',
      from: { pathNot: '^(test|examples|docs|bench|scripts)/|^[^/]+\\.config\\.' },
      to: { path: '^(test|examples|docs|bench)/' },
    },
    {
      name: 'not-to-dev-dependency',
      severity: 'error',
      comment:
        'The product imports a development dependency, which a user does not get. Make it a dependency, or do without.',
      from: { path: '^(statemachines|engine|estimate|platform|api|functions|bundles|client|cli|ui|local)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'This import does not lead anywhere. Check its spelling, or add the package to package.json.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'compiler-is-pure',
      severity: 'error',
      comment:
        'statemachines/ is pure: same input, same bytes, in Node and in a browser. Take what you need as an argument; files, clocks and networks belong to the callers.',
      from: { path: '^statemachines/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'aws-sdk-in-two-rooms',
      severity: 'error',
      comment:
        'AWS is spoken in platform/aws and in engine only. Put the call behind an interface of its topic and implement it in platform/aws.',
      from: { path: '^(statemachines|estimate|platform/(?!aws/)|api|functions|bundles|client|cli|ui|local)/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'topics-know-no-adapter',
      severity: 'error',
      comment: 'A platform topic names what it needs as an interface; functions/composition.ts hands it the adapter.',
      from: { path: '^platform/(?!aws/)' },
      to: { path: '^platform/aws/' },
    },
    room('statemachines/diagnostics', [], 'diagnostics stands below everything: it imports nothing of Slipway.'),
    room(
      'statemachines/definition',
      ['statemachines/diagnostics/'],
      'A definition is text turned into data: it knows diagnostics only.',
    ),
    room(
      'statemachines/graph',
      ['statemachines/(definition|diagnostics)/'],
      'The graph is built from a definition; plans and ASL are made from it, not the other way.',
    ),
    room(
      'statemachines/render',
      ['statemachines/(plan|graph|definition|diagnostics)/'],
      'A picture is drawn of a graph and its plan; nothing but the command line looks at it.',
    ),
    room(
      'statemachines/plan',
      ['statemachines/(graph|definition|diagnostics)/'],
      'A plan is made from a graph and values; it knows no ASL.',
    ),
    room('statemachines/asl', ['statemachines/(plan|graph|definition|diagnostics)/'], 'ASL is made from a plan.'),
    room(
      'statemachines',
      ['statemachines/'],
      'The compiler imports nothing of the platform, of AWS or of the command line.',
    ),
    room(
      'engine',
      [],
      'The engine is a product of its own and knows nothing of pipelines. Hand it what it needs through its options.',
    ),
    room(
      'estimate',
      ['statemachines/', 'engine/', 'functions/manifest', 'platform/pipelines/(handler-resources|built-in-handlers)'],
      'estimate runs compiled ASL on the engine, and asks the manifest how much memory a call is billed with; it needs nothing else.',
    ),
    room(
      'platform',
      ['statemachines/'],
      'The platform knows the compiler only; API, functions and the local cloud stand above it.',
    ),
    room(
      'api',
      ['platform/(?!aws/)', 'statemachines/'],
      'The contract is types and schemas over the platform topics; handlers belong to functions/.',
    ),
    room(
      'functions',
      ['platform/', 'api/', 'statemachines/'],
      'A function joins the platform and the contract. What the local cloud or CDK need of it is in functions/manifest.ts.',
    ),
    room(
      'bundles',
      ['functions/(manifest|steps/[^/]+/assets)'],
      'Bundling reads the manifest; the code that it bundles it names by path.',
    ),
    room('client', ['api/'], 'The client knows the contract and HTTP, so that it runs in a browser.'),
    room(
      'cli',
      ['client/', 'api/', 'statemachines/', 'estimate/', 'local/', 'bundles/', 'engine/index'],
      'The command line talks to the API through the client; a use case belongs to the platform, behind a route.',
    ),
    room(
      'local',
      ['engine/', 'functions/', 'bundles/', 'api/', 'platform/'],
      'The local cloud starts what the manifest lists; it has no mode of its own inside platform or functions.',
    ),
    room(
      'infra',
      [
        'statemachines/',
        'functions/manifest',
        'bundles/',
        'platform/pipelines/(built-in-handlers|check-work|deployment-record|handler-resources)',
      ],
      'CDK constructs are made from the manifest and from compiled ASL.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/|\\.slipway/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
