import { didYouMean } from '../../../diagnostics/suggest.ts';
import { listed } from '../describe-value.ts';
import type { RuleContext } from './rule.ts';

const WHENS = ['node-complete', 'node-starting', 'node-error'];
/** `require-approval` is in Valohai's documentation, though its linter does not know it. */
const THENS = ['noop', 'stop-pipeline', 'error-pipeline', 'require-approval'];

export function knownActions({ definition, faults }: RuleContext): void {
  const actions = definition.pipelines.flatMap((pipeline) => pipeline.nodes.flatMap((node) => node.actions));
  for (const action of actions) {
    for (const { value, span } of action.when.filter((when) => !WHENS.includes(when.value))) {
      faults.warning(
        'SL1080',
        `"when" is "${value}", which never happens; known are ${listed(WHENS, 'and')}${didYouMean(value, WHENS)}`,
        span,
      );
    }
    for (const { value, span } of action.then.filter((then) => !THENS.includes(then.value))) {
      faults.warning(
        'SL1081',
        `"then" is "${value}", which does nothing; known are ${listed(THENS, 'and')}${didYouMean(value, THENS)}`,
        span,
      );
    }
  }
}
