import { tested, type FeatureGroup } from './feature.ts';

/** Services that a Task reaches: each row names the tests that prove it by the service's wire protocol. */
export const integrations: FeatureGroup = {
  title: 'Integrations',
  features: [
    tested('lambda:invoke and bare function ARNs', ['integrations.test.ts', 'is invoked by its wire protocol, signed']),
    tested('aws-sdk:<service>:<action>', ['integrations.test.ts', 'is called by the generic integration too']),
    tested('DynamoDB', ['integrations.test.ts', 'writes and reads items']),
    tested('.waitForTaskToken of any integration', [
      'integrations.test.ts',
      'lets one branch wake another through an item and a task token',
    ]),
    tested('Step Functions: startExecution, .sync and .sync:2', [
      'integrations.test.ts',
      'starts another machine and waits for its output',
    ]),
  ],
};
