/*
 * The rules of failures, said once more in the plainest way and without any code of the compiler or the platform: what
 * becomes of every execution and node of a pipeline, given how each execution ends when it runs.
 */

export type RuleFate = 'succeeded' | 'failed' | 'errored' | 'stopped' | 'skipped' | 'omitted';

export interface RuleAxis {
  readonly id: string;
  readonly size: number;
  readonly mode: 'continue-and-error' | 'continue-and-complete' | 'stop-all-and-error';
}

export interface RuleNode {
  readonly name: string;
  readonly depends?: string;
  /** Nodes that edges come from. */
  readonly edges: readonly string[];
  readonly onError: 'stop-all' | 'stop-next' | 'continue';
  /** Undefined: no `when`; a name: true where that node succeeded, as this one sees it. */
  readonly when?: boolean | { readonly succeeded: string };
  /** Axes of the pipeline whose value it takes. */
  readonly takes: readonly string[];
  /** Axes that end here. */
  readonly gathers: 'all' | readonly string[];
  readonly own?: RuleAxis;
  readonly finally: boolean;
}

export interface RulePipeline {
  /** Each behind those it waits for. */
  readonly nodes: readonly RuleNode[];
  readonly axes: readonly RuleAxis[];
  readonly statusMode: 'outcome' | 'argo';
}

export interface Verdict {
  /** A failure that nothing catches ends the run. */
  readonly aborted: boolean;
  readonly executions: ReadonlyMap<string, RuleFate>;
  readonly nodes: ReadonlyMap<string, RuleFate>;
  readonly status: 'succeeded' | 'failed';
}

interface Seen {
  readonly fate: RuleFate;
  readonly any: boolean;
  readonly all: boolean;
}

type Truth = (resultOf: (node: string) => Seen) => boolean;

export function interpret(
  pipeline: RulePipeline,
  act: (executionId: string, node: string) => 'succeeded' | 'failed' | 'errored' | 'stopped',
): Verdict {
  const byName = new Map(pipeline.nodes.map((node) => [node.name, node]));
  const axesOf = axesOfNodes(pipeline);
  const caught = new Set(pipeline.nodes.filter((node) => isCaught(node, pipeline, axesOf)).map((node) => node.name));
  const executions = new Map<string, RuleFate>();
  const fateAt = (node: string, point: Readonly<Record<string, number>>): RuleFate =>
    executions.get(idOf(node, axesOf.get(node) ?? [], point)) ?? 'omitted';

  const see = (producer: string, consumer: string, point: Readonly<Record<string, number>>): Seen => {
    const own = axesOf.get(consumer) ?? [];
    const gathered = (axesOf.get(producer) ?? []).filter((axis) => !own.some((each) => each.id === axis.id));
    if (gathered.length === 0) return { fate: fateAt(producer, point), any: false, all: false };
    const fates = points(gathered).map((inner) => fateAt(producer, { ...point, ...inner }));
    const tolerant = gathered.filter((axis) => axis.mode === 'continue-and-complete');
    const summed = gather(fates, tolerant.length > 0);
    // A sweep that completes regardless has succeeded for who gathers it, if any of what stands before in it ran.
    if (summed.fate !== 'omitted' || tolerant.length === 0) return summed;
    const begun = ancestors(producer, byName).some((before) => {
      const over = axesOf.get(before) ?? [];
      if (!tolerant.some((axis) => over.some((each) => each.id === axis.id))) return false;
      const free = over.filter((axis) => !own.some((each) => each.id === axis.id));
      return points(free).some((inner) => ran(fateAt(before, { ...point, ...inner })));
    });
    return begun ? { ...summed, fate: 'succeeded' } : summed;
  };

  let aborted = false;
  for (const node of pipeline.nodes) {
    const axes = axesOf.get(node.name) ?? [];
    const own = node.own === undefined ? [] : [node.own];
    const outer = axes.filter((axis) => !own.includes(axis));
    for (const point of points(outer)) {
      const runs = condition(node, byName)((name) => see(name, node.name, point));
      const wanted =
        typeof node.when === 'object' ? see(node.when.succeeded, node.name, point).fate === 'succeeded' : node.when;
      for (const inner of points(own)) {
        const id = idOf(node.name, axes, { ...point, ...inner });
        executions.set(id, !runs ? 'omitted' : wanted === false ? 'skipped' : act(id, node.name));
      }
      const fates = points(own).map((inner) => fateAt(node.name, { ...point, ...inner }));
      const bad = fates.some((fate) => fate === 'failed' || fate === 'errored');
      const forgiven = axes.some((axis) => axis.mode === 'continue-and-complete');
      if (bad && !forgiven && !caught.has(node.name)) aborted = true;
    }
  }

  const nodes = new Map(
    pipeline.nodes.map(({ name }) => {
      const axes = axesOf.get(name) ?? [];
      const fates = points(axes).map((point) => fateAt(name, point));
      return [
        name,
        gather(
          fates,
          axes.some((axis) => axis.mode === 'continue-and-complete'),
        ).fate,
      ] as const;
    }),
  );
  const whole = (name: string): Seen => {
    const axes = axesOf.get(name) ?? [];
    const fates = points(axes).map((point) => fateAt(name, point));
    const { any, all } = gather(fates, false);
    return { fate: nodes.get(name) ?? 'omitted', any: axes.length > 0 && any, all: axes.length > 0 && all };
  };
  const failed = (name: string) => nodes.get(name) === 'failed' || nodes.get(name) === 'errored';
  const last = pipeline.nodes.filter((node) => node.finally && failed(node.name)).length > 0;
  const body = pipeline.nodes.filter((node) => !node.finally);
  const handled = (name: string) =>
    body.some(
      (node) => ran(nodes.get(node.name) ?? 'omitted') && before(node).includes(name) && condition(node, byName)(whole),
    );
  const unhandled = body.some((node) => failed(node.name) && node.onError !== 'continue' && !handled(node.name));
  const bad = pipeline.statusMode === 'argo' ? argoFails(body, nodes) : unhandled;
  return { aborted, executions, nodes, status: aborted || bad || last ? 'failed' : 'succeeded' };
}

/** Worst first; what was left out does not count. */
function gather(fates: readonly RuleFate[], tolerant: boolean): Seen {
  const has = (fate: RuleFate) => fates.includes(fate);
  const any = has('succeeded');
  const all = fates.length > 0 && fates.every((fate) => fate === 'failed');
  if (tolerant && fates.some(ran)) return { fate: 'succeeded', any, all };
  const order: readonly RuleFate[] = ['failed', 'errored', 'stopped', 'succeeded', 'skipped'];
  return { fate: order.find(has) ?? 'omitted', any, all };
}

function ran(fate: RuleFate): boolean {
  return fate === 'succeeded' || fate === 'failed' || fate === 'errored';
}

/** `on-error` says so, or somebody behind can run although, or because, the node failed. */
function isCaught(node: RuleNode, pipeline: RulePipeline, axesOf: ReadonlyMap<string, readonly RuleAxis[]>): boolean {
  if (node.finally || node.onError !== 'stop-all') return true;
  const byName = new Map(pipeline.nodes.map((each) => [each.name, each]));
  const group = (producer: string, consumer: string) => {
    const own = axesOf.get(consumer) ?? [];
    return (axesOf.get(producer) ?? []).filter((axis) => !own.some((each) => each.id === axis.id));
  };
  const bad = new Map<string, readonly RuleFate[]>([[node.name, ['failed', 'errored']]]);
  for (const next of pipeline.nodes) {
    const names = before(next);
    const ended = group(node.name, next.name);
    const isBad = (name: string) =>
      bad.has(name) &&
      !group(name, next.name).some(
        (axis) => axis.mode === 'continue-and-complete' && ended.some((each) => each.id === axis.id),
      );
    if (!names.some(isBad)) continue;
    const choices = names.map((name): readonly Seen[] => {
      const fates = isBad(name)
        ? (bad.get(name) ?? [])
        : (['succeeded', 'failed', 'errored', 'skipped', 'omitted'] as const);
      const gathered = group(name, next.name);
      const tolerant = gathered.some((axis) => axis.mode === 'continue-and-complete');
      return fates.flatMap((fate): Seen[] => {
        if (gathered.length === 0) return [{ fate, any: false, all: false }];
        if (tolerant && (fate === 'failed' || fate === 'errored')) return [];
        if (fate === 'succeeded' && !tolerant) return [{ fate, any: true, all: false }];
        const mixed = [
          { fate, any: true, all: false },
          { fate, any: false, all: false },
        ];
        if (fate === 'failed' || fate === 'succeeded') return [...mixed, { fate, any: false, all: true }];
        return fate === 'errored' ? mixed : [{ fate, any: false, all: false }];
      });
    });
    const truth = condition(next, byName);
    const possible = product(choices).some((seen) => truth((name) => seen[names.indexOf(name)] ?? nothing));
    if (possible) return true;
    bad.set(next.name, ['omitted']);
  }
  return false;
}

const nothing: Seen = { fate: 'omitted', any: false, all: false };

/** Argo: a phase goes down every path, replaced by each node that ran; a leaf that a bad one reaches fails the run. */
function argoFails(body: readonly RuleNode[], nodes: ReadonlyMap<string, RuleFate>): boolean {
  const reaching = new Map<string, ReadonlySet<boolean>>();
  for (const node of body) {
    const fate = nodes.get(node.name) ?? 'omitted';
    const above = before(node).flatMap((name) => [...(reaching.get(name) ?? [])]);
    const inherited = before(node).length === 0 ? [false] : above;
    reaching.set(node.name, new Set(ran(fate) ? [fate !== 'succeeded'] : inherited));
  }
  const named = new Set(body.flatMap(before));
  return body.some(
    (node) => !named.has(node.name) && node.onError !== 'continue' && reaching.get(node.name)?.has(true) === true,
  );
}

function before(node: RuleNode): readonly string[] {
  return [...new Set([...namesIn(node.depends ?? ''), ...node.edges])];
}

function namesIn(depends: string): readonly string[] {
  return [...depends.matchAll(/[A-Za-z0-9][\w-]*(?:\.[A-Za-z]+)?/gu)].map(([text]) => text.split('.')[0] ?? '');
}

function ancestors(name: string, byName: ReadonlyMap<string, RuleNode>): readonly string[] {
  const node = byName.get(name);
  return node === undefined ? [] : before(node).flatMap((each) => [each, ...ancestors(each, byName)]);
}

/** `depends`, and the bare name of every source of an edge that it does not name. */
function condition(node: RuleNode, byName: ReadonlyMap<string, RuleNode>): Truth {
  const bare =
    (name: string): Truth =>
    (resultOf) => {
      const { fate } = resultOf(name);
      const ignores = byName.get(name)?.onError === 'continue';
      return fate === 'succeeded' || fate === 'skipped' || (ignores && (fate === 'failed' || fate === 'errored'));
    };
  const named = namesIn(node.depends ?? '');
  const parts = node.edges.filter((name) => !named.includes(name)).map(bare);
  if (node.depends !== undefined) parts.push(readTruth(node.depends, bare));
  return (resultOf) => parts.every((part) => part(resultOf));
}

/** By recursive descent over the text itself. */
function readTruth(text: string, bare: (name: string) => Truth): Truth {
  const tokens = text.match(/&&|\|\||[!()]|[\w.-]+/gu) ?? [];
  let at = 0;
  const or = (): Truth => {
    const parts = [and()];
    while (tokens[at] === '||') {
      at += 1;
      parts.push(and());
    }
    return (resultOf) => parts.some((part) => part(resultOf));
  };
  const and = (): Truth => {
    const parts = [not()];
    while (tokens[at] === '&&') {
      at += 1;
      parts.push(not());
    }
    return (resultOf) => parts.every((part) => part(resultOf));
  };
  const not = (): Truth => {
    const token = tokens[at] ?? '';
    at += 1;
    if (token === '!') {
      const inner = not();
      return (resultOf) => !inner(resultOf);
    }
    if (token === '(') {
      const inner = or();
      at += 1;
      return inner;
    }
    const [name = '', result] = token.split('.');
    if (result === undefined) return bare(name);
    return (resultOf) => {
      const seen = resultOf(name);
      if (result === 'AnySucceeded') return seen.any;
      if (result === 'AllFailed') return seen.all;
      return seen.fate === result.toLowerCase();
    };
  };
  return or();
}

/** An axis reaches a node by what it takes and by what stands before it; a node's own ends behind it. */
function axesOfNodes({ nodes, axes }: RulePipeline): ReadonlyMap<string, readonly RuleAxis[]> {
  const found = new Map<string, readonly RuleAxis[]>();
  for (const node of nodes) {
    const arriving = new Set(
      (node.finally ? [] : before(node)).flatMap((name) => (found.get(name) ?? []).map((axis) => axis.id)),
    );
    const reaches = (axis: RuleAxis) =>
      (arriving.has(axis.id) || node.takes.includes(axis.id)) &&
      !(node.gathers === 'all' || node.gathers.includes(axis.id));
    const shared = node.finally ? [] : axes.filter(reaches);
    found.set(node.name, node.own === undefined ? shared : [...shared, node.own]);
  }
  return found;
}

function idOf(node: string, axes: readonly RuleAxis[], point: Readonly<Record<string, number>>): string {
  return [node, ...axes.map((axis) => point[axis.id] ?? 0)].join('.');
}

function points(axes: readonly RuleAxis[]): readonly Readonly<Record<string, number>>[] {
  return axes.reduce<readonly Readonly<Record<string, number>>[]>(
    (found, { id, size }) =>
      found.flatMap((point) => Array.from({ length: size }, (_, index) => ({ ...point, [id]: index }))),
    [{}],
  );
}

function product<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return choices.reduce<readonly (readonly T[])[]>(
    (found, options) => found.flatMap((left) => options.map((option) => [...left, option])),
    [[]],
  );
}
