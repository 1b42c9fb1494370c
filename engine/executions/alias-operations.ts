import type { RoutingConfigurationListItem } from '@aws-sdk/client-sfn';
import type { Clock } from '../clock/clock.ts';
import { whenDurable, type Journal } from '../journal/journal.ts';
import type { StoredAlias, StoredMachine, StoredRoute } from '../journal/stored-machine.ts';
import { checkArn } from './arn.ts';
import type { ExecutionStore } from './execution-store.ts';
import { nextTokenField, pageOf } from './page.ts';
import { findMachine, machineDeleting, resolveMachine, unqualified } from './resolve-machine.ts';
import type { StepFunctionsApi } from './step-functions-api.ts';
import { StepFunctionsError } from './step-functions-error.ts';

export type AliasOperations = Pick<
  StepFunctionsApi,
  | 'createStateMachineAlias'
  | 'updateStateMachineAlias'
  | 'describeStateMachineAlias'
  | 'deleteStateMachineAlias'
  | 'listStateMachineAliases'
>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_ALIASES = 100;

const invalid = (message: string): StepFunctionsError => new StepFunctionsError('ValidationException', message);

const notFound = (): StepFunctionsError =>
  new StepFunctionsError('ResourceNotFound', 'Request references a resource that does not exist.');

/** The routes of a request, which lead to one or two versions of one machine. Throws AWS's errors. */
const routesOf = (given: readonly RoutingConfigurationListItem[]): readonly StoredRoute[] => {
  const routes = given.map(({ stateMachineVersionArn = '', weight = 0 }) => ({
    versionArn: stateMachineVersionArn,
    weight,
  }));
  const received = `[${routes.map(({ versionArn }) => versionArn).join(', ')}]`;
  if (new Set(routes.map(({ versionArn }) => versionArn)).size < routes.length) {
    throw invalid(`Routing configuration must contain distinct state machine version ARNs. Received: ${received}`);
  }
  for (const { versionArn } of routes) checkArn(versionArn, ['stateMachine']);
  if (routes.some(({ versionArn }) => !/:stateMachine:[^:]+:\d+$/.test(versionArn))) {
    throw invalid(`Routing configuration must contain state machine version ARNs. Received: ${received}`);
  }
  if (new Set(routes.map(({ versionArn }) => unqualified(versionArn))).size > 1) {
    throw invalid(`Routing configuration must contain versions of the same state machine. Received: ${received}`);
  }
  const weights = routes.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw invalid(`Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`);
  }
  return routes;
};

const sameRoutes = (one: readonly StoredRoute[], other: readonly StoredRoute[]): boolean =>
  one.length === other.length &&
  one.every((route) =>
    other.some(({ versionArn, weight }) => versionArn === route.versionArn && weight === route.weight),
  );

export const createAliasOperations = ({
  clock,
  journal,
  store,
}: {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly store: ExecutionStore;
}): AliasOperations => {
  const machineOf = (routes: readonly StoredRoute[]): StoredMachine => {
    for (const { versionArn } of routes) {
      const machine = store.machines.get(unqualified(versionArn));
      if (machine === undefined || machine.deleted) throw notFound();
      if (machine.deleting === true) throw machineDeleting(machine.arn);
      if (!machine.versions.some(({ arn }) => arn === versionArn)) throw notFound();
    }
    return findMachine(store, unqualified(routes[0]?.versionArn ?? ''));
  };

  const find = (arn: string): { readonly machine: StoredMachine; readonly alias: StoredAlias } => {
    checkArn(arn, ['stateMachine']);
    const machine = store.machines.get(unqualified(arn));
    const alias = machine?.deleted === false ? machine.aliases?.find((known) => known.arn === arn) : undefined;
    if (machine === undefined || alias === undefined) throw notFound();
    return { machine, alias };
  };

  return {
    async createStateMachineAlias(input) {
      const name = input.name ?? '';
      const routes = routesOf(input.routingConfiguration ?? []);
      const machine = machineOf(routes);
      const { description } = input;
      const aliases = machine.aliases ?? [];
      const known = aliases.find((alias) => alias.name === name);
      if (known !== undefined) {
        if (known.description !== description || !sameRoutes(known.routes, routes)) {
          throw new StepFunctionsError(
            'ConflictException',
            'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
          );
        }
        return { stateMachineAliasArn: known.arn, creationDate: new Date(known.createdAt) };
      }
      if (aliases.length >= MOST_ALIASES) {
        throw new StepFunctionsError(
          'ServiceQuotaExceededException',
          `A state machine may have at most ${MOST_ALIASES} aliases; delete some of ${machine.arn}`,
        );
      }
      const now = clock.now();
      const alias = { arn: `${machine.arn}:${name}`, name, description, routes, createdAt: now, updatedAt: now };
      store.saveMachine({ ...machine, aliases: [...aliases, alias] });
      await journal.committed();
      return { stateMachineAliasArn: alias.arn, creationDate: new Date(now) };
    },
    async updateStateMachineAlias(input) {
      const { description, routingConfiguration } = input;
      if (description === undefined && routingConfiguration === undefined) {
        throw invalid('Either the Description or the RoutingConfiguration must be specified');
      }
      const routes = routingConfiguration === undefined ? undefined : routesOf(routingConfiguration);
      const { machine, alias } = find(input.stateMachineAliasArn ?? '');
      if (machine.deleting === true) throw machineDeleting(machine.arn);
      if (routes !== undefined && machineOf(routes).arn !== machine.arn) {
        throw invalid(`Routing configuration must contain versions of the state machine ${machine.arn}`);
      }
      const updated: StoredAlias = {
        ...alias,
        description: description ?? alias.description,
        routes: routes ?? alias.routes,
        updatedAt: clock.now(),
      };
      store.saveMachine({
        ...machine,
        aliases: (machine.aliases ?? []).map((known) => (known.arn === alias.arn ? updated : known)),
      });
      await journal.committed();
      return { updateDate: new Date(updated.updatedAt) };
    },
    async describeStateMachineAlias(input) {
      const { alias } = find(input.stateMachineAliasArn ?? '');
      return whenDurable(journal, {
        stateMachineAliasArn: alias.arn,
        name: alias.name,
        ...(alias.description === undefined ? {} : { description: alias.description }),
        routingConfiguration: alias.routes.map(({ versionArn, weight }) => ({
          stateMachineVersionArn: versionArn,
          weight,
        })),
        creationDate: new Date(alias.createdAt),
        updateDate: new Date(alias.updatedAt),
      });
    },
    async deleteStateMachineAlias(input) {
      const arn = checkArn(input.stateMachineAliasArn ?? '', ['stateMachine']);
      const machine = store.machines.get(unqualified(arn));
      if (machine?.aliases?.some((alias) => alias.arn === arn) === true) {
        store.saveMachine({ ...machine, aliases: machine.aliases.filter((alias) => alias.arn !== arn) });
      }
      await journal.committed();
      return {};
    },
    async listStateMachineAliases(input) {
      const { machine, version } = resolveMachine(store, input.stateMachineArn ?? '');
      const aliases = (machine.aliases ?? []).filter(
        ({ routes }) => version === undefined || routes.some(({ versionArn }) => versionArn === version.arn),
      );
      const { items, nextToken } = pageOf(aliases, (alias) => alias.arn, input);
      return whenDurable(journal, {
        stateMachineAliases: items.map((alias) => ({
          stateMachineAliasArn: alias.arn,
          creationDate: new Date(alias.createdAt),
        })),
        ...nextTokenField(nextToken),
      });
    },
  };
};
