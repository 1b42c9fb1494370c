import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { statSync } from 'node:fs';

/** CloudFormation takes templates of 1 MB: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const mostBytes = 900_000;

/** Says before a deployment that a template is too long for one, and what to do. Add it by `Validations.of(app).addPlugins(templateSizes)`. */
export const templateSizes: IPolicyValidationPlugin = {
  name: 'Slipway template sizes',
  ruleIds: ['slipway-template-size'],
  validate({ stackTemplates }) {
    const large = stackTemplates
      .map((stack) => ({ ...stack, bytes: statSync(stack.templatePath).size }))
      .filter(({ bytes }) => bytes > mostBytes);
    return {
      success: large.length === 0,
      violations: large.map(({ stackConstructPath, templatePath, bytes }) => ({
        ruleName: 'slipway-template-size',
        severity: 'error',
        description: `the template of the stack "${stackConstructPath}" has ${bytes} bytes; at most ${mostBytes} are allowed`,
        fix: 'put some of its pipelines into another stack',
        violatingResources: [{ resourceLogicalId: 'Template', templatePath, locations: [] }],
      })),
    };
  },
};
