import { compilePipeline } from '../../../statemachines/compile.ts';
import type { CompiledPipeline } from '../../../statemachines/asl/compiled-pipeline.ts';
import { type Act, type PipelineRun, type PipelineRunOptions, runPipeline } from './run-pipeline.ts';

/** A pipeline in short: nodes by name with their fields, edges as `a > b`. */
export interface ShortPipeline {
  readonly nodes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly edges?: readonly string[];
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly retry?: Readonly<Record<string, unknown>>;
}

/** What makes a node a task, rather than standing on it. */
const ofTrials = ['trials', 'on-child-error', 'batch'];

/** JSON is YAML. */
export function textOf({ nodes, edges = [], fields = {}, retry }: ShortPipeline): string {
  const parameters = [
    { name: 'value', type: 'integer', multiple: 'separate', optional: true },
    { name: 'mode', type: 'string', default: 'full' },
    ...['x0', 'x1'].map((name) => ({ name, type: 'integer', multiple: 'separate', optional: true })),
  ];
  const step = { name: 'work', handler: 'steps.ts#work', parameters };
  return JSON.stringify([
    { step },
    { step: { ...step, name: 'patient', ...(retry === undefined ? {} : { retry }) } },
    ...Object.keys(nodes)
      .filter((name) => nodes[name]?.['trials'] !== undefined)
      .map((name) => ({
        task: {
          name: `${name}-trials`,
          step: 'work',
          'on-child-error': nodes[name]?.['on-child-error'] ?? 'continue-and-error',
          ...(nodes[name]?.['batch'] === undefined ? {} : { 'execution-batch-size': nodes[name]['batch'] }),
          parameters: [
            {
              name: 'value',
              style: 'multiple',
              rules: { items: Array.from({ length: Number(nodes[name]?.['trials']) }, (_, index) => index) },
            },
          ],
        },
      })),
    {
      pipeline: {
        name: 'p',
        ...fields,
        nodes: Object.entries(nodes).map(([name, fields]) => {
          const own = Object.fromEntries(Object.entries(fields).filter(([field]) => !ofTrials.includes(field)));
          if (fields['type'] !== undefined) return { name, ...own };
          return fields['trials'] === undefined
            ? { name, type: 'execution', step: retry === undefined ? 'work' : 'patient', ...own }
            : { name, type: 'task', task: `${name}-trials`, ...own };
        }),
        edges: edges.map((edge) => {
          const [from = '', to = ''] = edge.split('>').map((part) => part.trim());
          return [`${from}.dependency.*`, `${to}.dependency.*`];
        }),
      },
    },
  ]);
}

export function compiledOf(pipeline: ShortPipeline, parameters = {}): CompiledPipeline {
  const { value, diagnostics } = compilePipeline(textOf(pipeline), 'valohai.yaml', { parameters, inputs: {} });
  if (value !== undefined) return value;
  throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
}

/** What executions do, by execution id or by node; a list is one act an attempt. */
export type Acts = Readonly<Record<string, Act | readonly Act[]>>;

export function runShort(
  pipeline: ShortPipeline,
  acts: Acts = {},
  options: PipelineRunOptions = {},
): Promise<PipelineRun> {
  return runPipeline(compiledOf(pipeline, options.parameters), {
    acts: (executionId, node, attempt) => {
      const act = acts[executionId] ?? acts[node];
      return Array.isArray(act) ? (act as readonly Act[])[attempt] : (act as Act | undefined);
    },
    ...options,
  });
}

/** `a succeeded, b failed: run failed`. */
export function fatesOf({ run }: PipelineRun): string {
  return `${run.nodes.map(({ node, fate }) => `${node} ${fate ?? 'open'}`).join(', ')}: ${run.status}`;
}
