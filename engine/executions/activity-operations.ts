import type { Clock } from '../clock/clock.ts';
import { whenDurable, type Journal } from '../journal/journal.ts';
import type { StoredActivity } from '../journal/stored-activity.ts';
import type { ActivityQueue } from './activity-queue.ts';
import { activityArn, checkArn, checkName, type Account } from './arn.ts';
import type { ExecutionStore } from './execution-store.ts';
import { nextTokenField, pageOf } from './page.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';
import { tagsAfter } from './tags.ts';

export type ActivityOperations = Pick<
  StepFunctionsApi,
  'createActivity' | 'describeActivity' | 'listActivities' | 'deleteActivity' | 'getActivityTask'
>;

export interface ActivityNeeds {
  readonly account: Account;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly store: ExecutionStore;
  readonly queue: ActivityQueue;
}

export const createActivityOperations = ({
  account,
  clock,
  journal,
  store,
  queue,
}: ActivityNeeds): ActivityOperations => {
  const find = (arn: string): StoredActivity => {
    const activity = store.activities.get(checkArn(arn, ['activity']));
    if (activity === undefined || activity.deleted) {
      throw new StepFunctionsError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
    }
    return activity;
  };
  return {
    async createActivity(input) {
      const name = checkName(input.name ?? '');
      const arn = activityArn(account, name);
      const known = store.activities.get(arn);
      // Tags are not compared: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html
      if (known?.deleted === false) {
        return whenDurable(journal, { activityArn: arn, creationDate: new Date(known.createdAt) });
      }
      const activity = { arn, name, createdAt: clock.now(), deleted: false, tags: tagsAfter({}, input.tags) };
      store.saveActivity(activity);
      await journal.committed();
      return { activityArn: arn, creationDate: new Date(activity.createdAt) };
    },
    async describeActivity(input) {
      const { arn, name, createdAt } = find(input.activityArn ?? '');
      return whenDurable(journal, {
        activityArn: arn,
        name,
        creationDate: new Date(createdAt),
        encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      });
    },
    async listActivities(input = {}) {
      const activities = [...store.activities.values()]
        .filter(({ deleted }) => !deleted)
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const { items, nextToken } = pageOf(activities, ({ arn }) => arn, input);
      return whenDurable(journal, {
        activities: items.map(({ arn, name, createdAt }) => ({
          activityArn: arn,
          name,
          creationDate: new Date(createdAt),
        })),
        ...nextTokenField(nextToken),
      });
    },
    async deleteActivity(input) {
      const activity = store.activities.get(checkArn(input.activityArn ?? '', ['activity']));
      if (activity?.deleted === false) store.saveActivity({ ...activity, deleted: true, tags: {} });
      await journal.committed();
      return {};
    },
    async getActivityTask(input, signal) {
      const { arn } = find(input.activityArn ?? '');
      const task = await queue.poll(arn, input.workerName, signal);
      await journal.committed();
      return task === undefined ? { taskToken: null } : { taskToken: task.token, input: task.input };
    },
  };
};
