import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLE } from './run-definition.ts';
import { openWire, refused, type Answer, textOf, type WireClient } from './wire-client.ts';

const MACHINES = 'arn:aws:states:us-east-1:000000000000:stateMachine';
const PASS = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';
const OTHER = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
const WAIT = '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":60,"Next":"B"},"B":{"Type":"Succeed"}}}';

let wire: WireClient;
let count = 0;

beforeAll(async () => {
  wire = await openWire({ seed: 'api' });
});

afterAll(() => wire.close());

const ok = (body: object): Answer => ({ status: 200, body: body as Answer['body'] });

const unique = (): { readonly name: string; readonly arn: string } => {
  const name = `machine-${++count}`;
  return { name, arn: `${MACHINES}:${name}` };
};

const create = (name: string, extra: object = {}): Promise<Answer> =>
  wire.call('CreateStateMachine', { name, definition: PASS, roleArn: ROLE, ...extra });

const describeMachine = (stateMachineArn: string, extra: object = {}): Promise<Answer> =>
  wire.call('DescribeStateMachine', { stateMachineArn, ...extra });

describe('state machines over the wire', () => {
  it('creates one, describes it, and creates the same again', async () => {
    const { name, arn } = unique();
    const made = await create(name, { tags: [{ key: 'a', value: '1' }] });
    const creationDate = made.body['creationDate'];
    expect(typeof creationDate).toBe('number');
    expect(made).toStrictEqual(ok({ stateMachineArn: arn, creationDate }));
    expect(await create(name, { roleArn: `${ROLE}2`, tags: [] })).toStrictEqual(made);
    expect(await describeMachine(arn)).toStrictEqual(
      ok({
        stateMachineArn: arn,
        name,
        status: 'ACTIVE',
        definition: PASS,
        type: 'STANDARD',
        creationDate,
        roleArn: ROLE,
        loggingConfiguration: { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: { enabled: false },
        encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      }),
    );
    expect((await describeMachine(arn, { includedData: 'METADATA_ONLY' })).body['definition']).toBe('{}');
    const exists = refused('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    expect([
      await create(name, { definition: OTHER }),
      await create(name, { type: 'EXPRESS' }),
      await create(name, { tracingConfiguration: { enabled: true } }),
    ]).toStrictEqual([exists, exists, exists]);
  });

  it('gives a revision to every update that changes something', async () => {
    const { name, arn } = unique();
    await create(name);
    const update = (extra: object): Promise<Answer> =>
      wire.call('UpdateStateMachine', { stateMachineArn: arn, ...extra });
    const unchanged = await update({ definition: PASS });
    const first = await update({ definition: OTHER });
    const again = await update({ definition: OTHER, roleArn: ROLE });
    const role = await update({ roleArn: `${ROLE}2` });
    const { body } = await describeMachine(arn);
    expect([
      unchanged.body['revisionId'],
      again.body['revisionId'] === first.body['revisionId'],
      role.body['revisionId'] === first.body['revisionId'],
      body['revisionId'] === role.body['revisionId'],
      body['roleArn'],
      body['definition'],
    ]).toStrictEqual([undefined, true, false, true, `${ROLE}2`, OTHER]);
    expect(await update({})).toStrictEqual(
      refused(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      ),
    );
    expect(await update({ definition: PASS, versionDescription: 'x' })).toStrictEqual(
      refused('ValidationException', 'Version description can only be set when publish is true'),
    );
  });

  it('tells which variables each state reads', async () => {
    const { name, arn } = unique();
    const states = {
      Setup: { Type: 'Pass', Assign: { guess: 'g', 'answer.$': '$.a', unused: 1 }, Next: 'Check' },
      Check: {
        Type: 'Choice',
        Choices: [{ Variable: '$guess', StringEqualsPath: '$answer', Next: 'Right' }],
        Default: 'Each',
      },
      Right: {
        Type: 'Pass',
        Parameters: { text: '$guess', 'quoted.$': "States.Format('$answer {}', $guess)" },
        End: true,
      },
      Each: {
        Type: 'Map',
        ItemProcessor: {
          StartAt: 'Inner',
          States: {
            Inner: {
              Type: 'Pass',
              QueryLanguage: 'JSONata',
              Output: '{% $answer & "$guess" & $string($x) %}',
              End: true,
            },
          },
        },
        End: true,
      },
    };
    await create(name, { definition: JSON.stringify({ StartAt: 'Setup', States: states }) });
    expect((await describeMachine(arn)).body['variableReferences']).toStrictEqual({
      Check: ['answer', 'guess'],
      Right: ['guess'],
      Inner: ['answer'],
    });
  });

  it('publishes versions, keeps them as they were, and never numbers two alike', async () => {
    const { name, arn } = unique();
    const made = await create(name, { publish: true, versionDescription: 'first' });
    const publish = (extra: object = {}): Promise<Answer> =>
      wire.call('PublishStateMachineVersion', { stateMachineArn: arn, ...extra });
    const list = async (): Promise<unknown> => {
      const { body } = await wire.call('ListStateMachineVersions', { stateMachineArn: arn });
      return (body['stateMachineVersions'] as { stateMachineVersionArn: string }[]).map(
        ({ stateMachineVersionArn }) => stateMachineVersionArn,
      );
    };
    const initial = await publish({ revisionId: 'INITIAL' });
    const { body: updated } = await wire.call('UpdateStateMachine', {
      stateMachineArn: arn,
      definition: OTHER,
      roleArn: `${ROLE}2`,
      publish: true,
    });
    const revisionId = textOf(updated['revisionId']);
    expect([
      made.body['stateMachineVersionArn'],
      initial.body['stateMachineVersionArn'],
      updated['stateMachineVersionArn'],
      await list(),
    ]).toStrictEqual([`${arn}:1`, `${arn}:1`, `${arn}:2`, [`${arn}:2`, `${arn}:1`]]);
    const { body: old } = await describeMachine(`${arn}:1`);
    expect([
      old['stateMachineArn'],
      old['definition'],
      old['roleArn'],
      old['description'],
      old['revisionId'],
    ]).toStrictEqual([`${arn}:1`, PASS, ROLE, 'first', undefined]);
    expect(await publish({ revisionId: 'other' })).toStrictEqual(
      refused(
        'ConflictException',
        `Failed to publish the State Machine version for revision other. The current State Machine revision is ${revisionId}.`,
      ),
    );
    const gone = { stateMachineVersionArn: `${arn}:2` };
    expect([
      await wire.call('DeleteStateMachineVersion', gone),
      await wire.call('DeleteStateMachineVersion', gone),
      (await publish()).body['stateMachineVersionArn'],
      await wire.call('UpdateStateMachine', { stateMachineArn: `${arn}:3`, definition: PASS }),
    ]).toStrictEqual([
      ok({}),
      ok({}),
      `${arn}:3`,
      refused('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}:3'`),
    ]);
  });

  it('pages through machines by name, and refuses a token of its own making only', async () => {
    const names = [unique().name, unique().name, unique().name];
    for (const name of names) await create(name);
    const found: string[] = [];
    let nextToken: unknown;
    do {
      const { body } = await wire.call('ListStateMachines', { maxResults: 2, nextToken });
      found.push(...(body['stateMachines'] as { name: string }[]).map(({ name }) => name));
      nextToken = body['nextToken'];
    } while (nextToken !== undefined);
    expect(found).toStrictEqual([...found].sort());
    expect(names.every((name) => found.includes(name))).toBe(true);
    expect(await wire.call('ListStateMachines', { nextToken: 'AAAA' })).toStrictEqual(
      refused('InvalidToken', `Invalid Token: 'Invalid token'`),
    );
  });

  it('tags what is tagged, and says what cannot be', async () => {
    const { name, arn } = unique();
    await create(name, { publish: true });
    const tags = (resourceArn: string): Promise<Answer> => wire.call('ListTagsForResource', { resourceArn });
    await wire.call('TagResource', { resourceArn: arn, tags: [{ key: 'a', value: '1' }, { key: 'b' }] });
    await wire.call('UntagResource', { resourceArn: arn, tagKeys: ['a', 'c'] });
    const many = Array.from({ length: 50 }, (_item, index) => ({ key: `k${index}`, value: '' }));
    expect([
      await tags(arn),
      await tags(`${arn}:1`),
      await wire.call('TagResource', { resourceArn: arn, tags: many }),
      await wire.call('TagResource', { resourceArn: arn, tags: [{ key: '', value: '' }] }),
    ]).toStrictEqual([
      ok({ tags: [{ key: 'b', value: '' }] }),
      refused('ResourceNotFound', `Resource not found: '${arn}:1'`),
      refused('TooManyTags', `Too Many Tags: 'a resource may have at most 50 tags'`),
      refused(
        'ValidationException',
        `1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1`,
      ),
    ]);
  });

  it('deletes a machine once its executions have come to their next state', async () => {
    const definition = JSON.stringify({
      StartAt: 'Hold',
      States: {
        Hold: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
          Parameters: {},
          Next: 'End',
        },
        End: { Type: 'Succeed' },
      },
    });
    let token = '';
    const held = await openWire({
      tasks: { '*': ({ taskToken = '' }) => ((token = taskToken), null) },
    });
    const { body } = await held.call('CreateStateMachine', { name: 'held', definition, roleArn: ROLE, publish: true });
    const stateMachineArn = textOf(body['stateMachineArn']);
    const { body: started } = await held.call('StartExecution', { stateMachineArn });
    await expect.poll(() => token).not.toBe('');
    const deleting = await held.call('DeleteStateMachine', { stateMachineArn });
    const refusal = refused('StateMachineDeleting', `State Machine Deleting: '${stateMachineArn}'`);
    expect([
      deleting,
      (await held.call('DescribeStateMachine', { stateMachineArn })).body['status'],
      await held.call('StartExecution', { stateMachineArn }),
      await held.call('CreateStateMachine', { name: 'held', definition, roleArn: ROLE }),
      await held.call('UpdateStateMachine', { stateMachineArn, roleArn: ROLE }),
      await held.call('PublishStateMachineVersion', { stateMachineArn }),
    ]).toStrictEqual([ok({}), 'DELETING', refusal, refusal, refusal, refusal]);
    await held.call('SendTaskSuccess', { taskToken: token, output: '1' });
    const ended = await held.engine.waitForExecution(textOf(started['executionArn']));
    expect([
      ended.status,
      ended.redriveStatusReason,
      await held.call('DescribeStateMachine', { stateMachineArn }),
      await held.call('DeleteStateMachine', { stateMachineArn }),
      await held.call('DeleteStateMachine', { stateMachineArn: `${stateMachineArn}:1` }),
    ]).toStrictEqual([
      'ABORTED',
      'State machine is in DELETING status',
      refused('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`),
      ok({}),
      refused(
        'ValidationException',
        `State machine ARN must be unqualified: '${stateMachineArn}:1' names a version, an alias or a Map state`,
      ),
    ]);
    await held.close();
  });

  it('redrives nothing of a machine that is being deleted, which is gone when what ran has ended', async () => {
    const tokens: string[] = [];
    const definition = JSON.stringify({
      StartAt: 'Kind',
      States: {
        Kind: { Type: 'Choice', Choices: [{ Variable: '$.fail', BooleanEquals: true, Next: 'Bad' }], Default: 'Hold' },
        Bad: { Type: 'Fail' },
        Hold: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
          Parameters: {},
          Next: 'End',
        },
        End: { Type: 'Succeed' },
      },
    });
    const held = await openWire({ tasks: { '*': ({ taskToken = '' }) => (tokens.push(taskToken), null) } });
    const { body } = await held.call('CreateStateMachine', { name: 'half', definition, roleArn: ROLE });
    const stateMachineArn = textOf(body['stateMachineArn']);
    const start = async (input: string): Promise<string> =>
      textOf((await held.call('StartExecution', { stateMachineArn, input })).body['executionArn']);
    const failed = await start('{"fail":true}');
    await held.engine.waitForExecution(failed);
    const running = await start('{"fail":false}');
    await expect.poll(() => tokens).toHaveLength(1);
    await held.call('DeleteStateMachine', { stateMachineArn });
    expect(await held.call('RedriveExecution', { executionArn: failed })).toStrictEqual(
      refused('ExecutionNotRedrivable', `Execution Not Redrivable: 'State machine is in DELETING status'`),
    );
    await held.call('SendTaskSuccess', { taskToken: tokens[0], output: '1' });
    await held.engine.waitForExecution(running);
    expect(await held.call('DescribeStateMachine', { stateMachineArn })).toStrictEqual(
      refused('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`),
    );
    await held.close();
  });

  it('keeps what it is asked to log, and refuses what AWS refuses', async () => {
    const { name, arn } = unique();
    const destinations = [
      { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:g:*' } },
    ];
    const logging = { level: 'ERROR', destinations };
    await create(name, { loggingConfiguration: logging });
    const message = 'Invalid Logging Configuration: Must specify exactly one Log Destination.';
    expect([
      (await describeMachine(arn)).body['loggingConfiguration'],
      await create(`${name}-a`, { loggingConfiguration: { level: 'ALL' } }),
      await create(`${name}-b`, { loggingConfiguration: { destinations: [...destinations, ...destinations] } }),
    ]).toStrictEqual([
      { level: 'ERROR', includeExecutionData: false, destinations },
      refused('InvalidLoggingConfiguration', message),
      refused('InvalidLoggingConfiguration', message),
    ]);
  });
});

describe('aliases over the wire', () => {
  const versioned = async (): Promise<string> => {
    const { name, arn } = unique();
    await create(name, { publish: true });
    await wire.call('UpdateStateMachine', { stateMachineArn: arn, definition: OTHER, publish: true });
    return arn;
  };
  const route = (stateMachineVersionArn: string, weight: number): object => ({ stateMachineVersionArn, weight });

  it('creates, describes, updates, lists and deletes them', async () => {
    const arn = await versioned();
    const routingConfiguration = [route(`${arn}:1`, 100)];
    const make = (extra: object = {}): Promise<Answer> =>
      wire.call('CreateStateMachineAlias', { name: 'prod', description: 'd', routingConfiguration, ...extra });
    const made = await make();
    const { creationDate } = made.body;
    const conflict = refused(
      'ConflictException',
      'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
    );
    expect([made, await make(), await make({ description: 'e' })]).toStrictEqual([
      ok({ stateMachineAliasArn: `${arn}:prod`, creationDate }),
      made,
      conflict,
    ]);
    const alias = { stateMachineAliasArn: `${arn}:prod` };
    const both = [route(`${arn}:1`, 30), route(`${arn}:2`, 70)];
    const { updateDate } = (await wire.call('UpdateStateMachineAlias', { ...alias, routingConfiguration: both })).body;
    expect([
      await wire.call('DescribeStateMachineAlias', alias),
      await wire.call('ListStateMachineAliases', { stateMachineArn: arn }),
      await wire.call('ListStateMachineAliases', { stateMachineArn: `${arn}:2` }),
      await wire.call('DeleteStateMachineVersion', { stateMachineVersionArn: `${arn}:2` }),
      await wire.call('UpdateStateMachineAlias', alias),
      await wire.call('DeleteStateMachineAlias', alias),
      await wire.call('DeleteStateMachineAlias', alias),
      await wire.call('DescribeStateMachineAlias', alias),
      await wire.call('UpdateStateMachineAlias', { ...alias, description: 'x' }),
    ]).toStrictEqual([
      ok({ ...alias, name: 'prod', description: 'd', routingConfiguration: both, creationDate, updateDate }),
      ok({ stateMachineAliases: [{ ...alias, creationDate }] }),
      ok({ stateMachineAliases: [{ ...alias, creationDate }] }),
      refused(
        'ConflictException',
        'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [prod]',
      ),
      refused('ValidationException', 'Either the Description or the RoutingConfiguration must be specified'),
      ok({}),
      ok({}),
      refused('ResourceNotFound', 'Request references a resource that does not exist.'),
      refused('ResourceNotFound', 'Request references a resource that does not exist.'),
    ]);
  });

  it('routes executions by weight, and names alias and version in them', async () => {
    const arn = await versioned();
    const routes = [route(`${arn}:1`, 20), route(`${arn}:2`, 80)];
    await wire.call('CreateStateMachineAlias', { name: 'split', routingConfiguration: routes });
    const versions: unknown[] = [];
    for (let run = 0; run < 100; run++) {
      const { body } = await wire.call('StartExecution', { stateMachineArn: `${arn}:split` });
      const described = await wire.call('DescribeExecution', { executionArn: body['executionArn'] });
      expect(described.body['stateMachineAliasArn']).toBe(`${arn}:split`);
      versions.push(described.body['stateMachineVersionArn']);
    }
    const first = versions.filter((version) => version === `${arn}:1`).length;
    expect(first).toBeGreaterThan(5);
    expect(first).toBeLessThan(40);
    const { body } = await wire.call('ListExecutions', { stateMachineArn: `${arn}:split`, maxResults: 1000 });
    const all = body['executions'] as { executionArn: string }[];
    const { body: history } = await wire.call('GetExecutionHistory', { executionArn: all[0]?.executionArn });
    const [started] = history['events'] as { executionStartedEventDetails: object }[];
    expect([all.length, started?.executionStartedEventDetails]).toStrictEqual([
      100,
      {
        input: '{}',
        inputDetails: { truncated: false },
        roleArn: ROLE,
        stateMachineAliasArn: `${arn}:split`,
        stateMachineVersionArn: versions.at(-1),
      },
    ]);
  });

  it.each<[string, (arn: string) => object[], (arn: string) => string]>([
    [
      'three routes',
      (arn) => [route(`${arn}:1`, 50), route(`${arn}:2`, 30), route(`${arn}:3`, 20)],
      (arn) =>
        `1 validation error detected: Value '[RoutingConfigurationListItem(stateMachineVersionArn=${arn}:1, weight=50), RoutingConfigurationListItem(stateMachineVersionArn=${arn}:2, weight=30), RoutingConfigurationListItem(stateMachineVersionArn=${arn}:3, weight=20)]' at 'routingConfiguration' failed to satisfy constraint: Member must have length less than or equal to 2`,
    ],
    [
      'a route twice',
      (arn) => [route(`${arn}:1`, 50), route(`${arn}:1`, 50)],
      (arn) => `Routing configuration must contain distinct state machine version ARNs. Received: [${arn}:1, ${arn}:1]`,
    ],
    [
      'a route to no version',
      (arn) => [route(arn, 70), route(`${arn}:2`, 30)],
      (arn) => `Routing configuration must contain state machine version ARNs. Received: [${arn}, ${arn}:2]`,
    ],
    [
      'a weight over 100',
      (arn) => [route(`${arn}:1`, 101)],
      () =>
        `1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100`,
    ],
    [
      'weights that are less than 100',
      (arn) => [route(`${arn}:1`, 70), route(`${arn}:2`, 29)],
      () => 'Sum of routing configuration weights must equal 100. Received: [70, 29]',
    ],
  ])('refuses %s', async (_what, routes, message) => {
    const arn = await versioned();
    const answer = await wire.call('CreateStateMachineAlias', { name: 'a', routingConfiguration: routes(arn) });
    expect(answer).toStrictEqual(refused('ValidationException', message(arn)));
  });

  it('refuses a name that could be taken for a version', async () => {
    const arn = await versioned();
    const answer = await wire.call('CreateStateMachineAlias', {
      name: '123',
      routingConfiguration: [route(`${arn}:1`, 100)],
    });
    expect(answer).toStrictEqual(
      refused(
        'ValidationException',
        `1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$`,
      ),
    );
  });
});

describe('requests that are no good', () => {
  const long = 'a'.repeat(81);
  it.each<[string, string, unknown, Answer]>([
    [
      'nothing given',
      'CreateStateMachine',
      {},
      refused(
        'ValidationException',
        `3 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; Value null at 'definition' failed to satisfy constraint: Member must not be null; Value null at 'roleArn' failed to satisfy constraint: Member must not be null`,
      ),
    ],
    [
      'a long name',
      'CreateStateMachine',
      { name: long, definition: PASS, roleArn: ROLE },
      refused(
        'ValidationException',
        `1 validation error detected: Value '${long}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
      ),
    ],
    [
      'a name with a space',
      'CreateStateMachine',
      { name: 'a b', definition: PASS, roleArn: ROLE },
      refused('InvalidName', `Invalid Name: 'a b'`),
    ],
    [
      'a definition of 2 MB',
      'CreateStateMachine',
      { name: 'big', definition: 'x'.repeat(2_000_000), roleArn: ROLE },
      refused(
        'ValidationException',
        `1 validation error detected: Value at 'definition' failed to satisfy constraint: Member must have length less than or equal to 1048576`,
      ),
    ],
    [
      'a type that there is not',
      'ListExecutions',
      { stateMachineArn: `${MACHINES}:m`, statusFilter: 'succeeded' },
      refused(
        'ValidationException',
        `1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]`,
      ),
    ],
    [
      'too many results',
      'ListStateMachines',
      { maxResults: 1001 },
      refused(
        'ValidationException',
        `1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000`,
      ),
    ],
    [
      'no ARN',
      'DescribeExecution',
      { executionArn: 'x' },
      refused('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: x'`),
    ],
    [
      'an ARN of another kind',
      'DescribeExecution',
      { executionArn: `${MACHINES}:m` },
      refused('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: stateMachine'`),
    ],
    [
      'an unknown machine',
      'DescribeStateMachine',
      { stateMachineArn: `${MACHINES}:none` },
      refused('StateMachineDoesNotExist', `State Machine Does Not Exist: '${MACHINES}:none'`),
    ],
    [
      'an unknown activity',
      'GetActivityTask',
      { activityArn: 'arn:aws:states:us-east-1:000000000000:activity:none' },
      refused('ActivityDoesNotExist', `Activity Does Not Exist: 'arn:aws:states:us-east-1:000000000000:activity:none'`),
    ],
    [
      'an unknown Map Run',
      'UpdateMapRun',
      { mapRunArn: 'arn:aws:states:us-east-1:000000000000:mapRun:m/l:x', maxConcurrency: 1 },
      refused('ResourceNotFound', `Resource not found: 'arn:aws:states:us-east-1:000000000000:mapRun:m/l:x'`),
    ],
    [
      'a foreign token',
      'SendTaskSuccess',
      { taskToken: 'AAAA', output: '1' },
      refused('InvalidToken', `Invalid Token: 'Invalid token'`),
    ],
    [
      'a number for a text',
      'StartExecution',
      { stateMachineArn: 1 },
      refused('com.amazon.coral.service#SerializationException', 'NUMBER_VALUE can not be converted to a String'),
    ],
    [
      'a text for a number',
      'ListStateMachines',
      { maxResults: '2' },
      refused('com.amazon.coral.service#SerializationException', 'STRING_VALUE can not be converted to an Integer'),
    ],
    [
      'a list for a text',
      'StartExecution',
      { stateMachineArn: [] },
      refused('com.amazon.coral.service#SerializationException', 'Start of list found where not expected'),
    ],
  ])('are refused: %s', async (_what, operation, input, answer) => {
    expect(await wire.call(operation, input)).toStrictEqual(answer);
  });

  it('never break the server, whatever they are', async () => {
    const bodies: unknown[] = [
      '',
      '{',
      '[]',
      'null',
      '1',
      '"x"',
      '{"a":',
      '{"__proto__":{"x":1}}',
      { executionArn: {} },
      { tags: [null] },
    ];
    const operations = [
      'CreateStateMachine',
      'DescribeExecution',
      'TagResource',
      'TestState',
      'UpdateMapRun',
      'toString',
      '__proto__',
      '',
    ];
    for (const operation of operations) {
      for (const body of bodies) {
        const { status, body: answer } = await wire.call(operation, body);
        expect([status, typeof answer['__type'], typeof answer['message']]).toStrictEqual([400, 'string', 'string']);
      }
    }
  });

  it('are told apart from a definition that cannot run', async () => {
    const validate = (definition: string, extra: object = {}): Promise<Answer> =>
      wire.call('ValidateStateMachineDefinition', { definition, ...extra });
    const two = JSON.stringify({
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'X' }, B: { Type: 'Pass', Next: 'Y' } },
    });
    const { body } = await validate(two, { maxResults: 1 });
    expect([
      await validate(PASS),
      (await validate('{')).body['result'],
      body['truncated'],
      (body['diagnostics'] as object[]).length,
    ]).toStrictEqual([ok({ result: 'OK', diagnostics: [], truncated: false }), 'FAIL', true, 1]);
    const callback = WAIT.replace(
      '{"Type":"Wait","Seconds":60,',
      '{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",',
    );
    const express = await validate(callback, { type: 'EXPRESS' });
    expect([express.body['result'], (await validate(callback)).body['result']]).toStrictEqual(['FAIL', 'OK']);
  });
});
