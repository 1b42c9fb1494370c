import type { ParameterDefinition, ParameterScalar } from '../../pipeline-definition.ts';
import { listed } from '../describe-value.ts';
import type { RuleContext } from './rule.ts';

/** A default that the parameter itself would refuse, as in Valohai only a warning: a run may still set another value. */
export function parameterDefaults({ definition, faults }: RuleContext): void {
  for (const step of definition.steps) {
    for (const parameter of step.parameters) {
      const found = parameter.default;
      if (found?.value === undefined || found.value === null) continue;
      const values = typeof found.value === 'object' ? found.value : [found.value];
      const fault =
        typeof found.value === 'object' && parameter.multiple === 'none'
          ? 'is a list, and the parameter takes one value'
          : undefined;
      const message = fault ?? values.map((value) => faultOf(value, parameter)).find((one) => one !== undefined);
      if (message === undefined) continue;
      faults.warning(
        'SL1074',
        `step "${step.name.value}", parameter "${parameter.name.value}": the default ${message}`,
        found.span,
        {
          hint: fault === undefined ? undefined : 'add "multiple: repeat" or "multiple: separate", or give one value',
        },
      );
    }
  }
}

function faultOf(value: ParameterScalar, { type, min, max, choices }: ParameterDefinition): string | undefined {
  const shown = JSON.stringify(value);
  if (!isOfType(value, type)) return `is ${shown}, which is not ${TYPES[type]}`;
  if (typeof value === 'number' && min !== undefined && value < min.value)
    return `is ${shown}, less than "min", ${min.value}`;
  if (typeof value === 'number' && max !== undefined && value > max.value)
    return `is ${shown}, more than "max", ${max.value}`;
  // Choices are compared as text: those of a string parameter may be written as numbers.
  if (choices !== undefined && !choices.some((choice) => String(choice.value) === String(value))) {
    return `is ${shown}, which is not among the choices ${listed(
      choices.map((choice) => choice.value),
      'and',
    )}`;
  }
  return undefined;
}

const TYPES = { string: 'text', integer: 'a whole number', float: 'a number', flag: 'true or false' } as const;

function isOfType(value: ParameterScalar, type: ParameterDefinition['type']): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
  }
}
