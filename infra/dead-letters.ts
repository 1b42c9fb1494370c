import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** Where what could not be delivered or done is kept for two weeks; an alarm tells of the first. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const last = 'it is the dead-letter queue itself: a person reads it, told by an alarm';
  acknowledge(queue, { 'AwsSolutions-SQS3': last, 'Serverless-SQSRedrivePolicy': last });
  return queue;
}
