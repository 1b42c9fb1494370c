import type { StepDefinition, ParameterDefinition } from '../../pipeline-definition.ts';
import type { RuleContext } from './rule.ts';

/** Options of a parameter that have no effect, or leave no value to choose. */
export function parameterOptions({ definition, faults }: RuleContext): void {
  for (const step of definition.steps) {
    for (const parameter of step.parameters) checkParameter(step, parameter, faults);
  }
}

function checkParameter(step: StepDefinition, parameter: ParameterDefinition, faults: RuleContext['faults']): void {
  const where = `step "${step.name.value}", parameter "${parameter.name.value}"`;
  const { type, passAs, passTrueAs, passFalseAs, min, max } = parameter;
  const flagOption = passTrueAs ?? passFalseAs;
  if (type === 'flag' && passAs !== undefined && flagOption !== undefined) {
    faults.warning(
      'SL1072',
      `${where}: "pass-as" has no effect together with "pass-true-as" or "pass-false-as"`,
      passAs.span,
      {
        hint: 'remove "pass-as"',
      },
    );
  }
  if (type !== 'flag' && flagOption !== undefined) {
    faults.warning(
      'SL1073',
      `${where}: only a flag is passed as true or false, and this is of type ${type}`,
      flagOption.span,
      {
        hint: 'use "pass-as", or make the parameter a flag',
      },
    );
  }
  if (min !== undefined && max !== undefined && min.value > max.value) {
    faults.warning(
      'SL1075',
      `${where}: "min" is ${min.value} and "max" is ${max.value}; no value is between them`,
      min.span,
      {
        hint: 'swap the two',
      },
    );
  }
}
