import { whenDurable, type Journal } from '../journal/journal.ts';
import { checkArn } from './arn.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';
import { shownTags, tagsAfter, type Tags } from './tags.ts';

export type TagOperations = Pick<StepFunctionsApi, 'tagResource' | 'untagResource' | 'listTagsForResource'>;

interface Tagged {
  readonly tags: Tags;
  readonly save: (tags: Tags) => void;
}

/** Tags belong to state machines and activities, not to versions, aliases or executions. */
export const createTagOperations = (store: ExecutionStore, journal: Journal): TagOperations => {
  const find = (arn: string): Tagged => {
    checkArn(arn, ['stateMachine', 'activity']);
    const machine = store.machines.get(arn);
    if (machine?.deleted === false) {
      return { tags: machine.tags, save: (tags) => store.saveMachine({ ...machine, tags }) };
    }
    const activity = store.activities.get(arn);
    if (activity?.deleted === false) {
      return { tags: activity.tags, save: (tags) => store.saveActivity({ ...activity, tags }) };
    }
    throw new StepFunctionsError('ResourceNotFound', `Resource not found: '${arn}'`);
  };
  return {
    async tagResource(input) {
      const { tags, save } = find(input.resourceArn ?? '');
      save(tagsAfter(tags, input.tags));
      await journal.committed();
      return {};
    },
    async untagResource(input) {
      const { tags, save } = find(input.resourceArn ?? '');
      const gone = new Set(input.tagKeys ?? []);
      save(Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))));
      await journal.committed();
      return {};
    },
    async listTagsForResource(input) {
      return whenDurable(journal, { tags: shownTags(find(input.resourceArn ?? '').tags) });
    },
  };
};
