import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import { wildcardReason } from './wildcard-resources.ts';

/** What cdk-nag checks. Its findings about `*` hold names that CloudFormation gives, so they are acknowledged by the written list, not at their place. */
export function nagChecks(): IPolicyValidationPlugin[] {
  return [new AwsSolutionsChecks(), new ServerlessChecks()].map(withWrittenList);
}

function withWrittenList(pack: NagPack): IPolicyValidationPlugin {
  return {
    name: pack.name,
    validate(context) {
      const violations = pack.validate(context).violations.filter(({ ruleName }) => {
        const resource = /^AwsSolutions-IAM5\[Resource::(.*)\]$/.exec(ruleName)?.[1];
        return resource === undefined || wildcardReason(resource) === undefined;
      });
      return { success: violations.length === 0, violations };
    },
  };
}
