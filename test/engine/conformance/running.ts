import { tested, type FeatureGroup } from './feature.ts';

/** What is around the language: clocks, the data folder, bounds, the checks before anything runs. */
export const running: FeatureGroup = {
  title: 'Running',
  features: [
    tested(
      'Virtual clock: jumps to the next timer, the same way every time',
      ['virtual-clock.test.ts', 'runs ten thousand trials in the time of the longest'],
      ['virtual-clock.test.ts', 'orders what happens at the same instant by its seed, the same way every time'],
    ),
    tested(
      'Scripts: durations and results of tasks by name, attempt and iteration',
      ['virtual-clock.test.ts', 'gives tasks their durations and results'],
      ['virtual-clock.test.ts', 'says how each attempt ends, and repeats the last'],
      ['virtual-clock.test.ts', 'knows the iteration of every Map, Inline and Distributed'],
    ),
    tested('JitterStrategy FULL, the same for the same seed', [
      'tasks.test.ts',
      'draws full jitter between nothing and the delay, the same for the same seed',
    ]),
    tested('States.Runtime is never retried or caught', ['tasks.test.ts', 'never retries or catches States.Runtime']),
    tested('States.HeartbeatTimeout', ['tasks.test.ts', 'lets a missing heartbeat be caught as %s']),
    tested('Inline Map: forty iterations at once', ['states.test.ts', 'runs at most forty iterations at once']),
    tested('Parallel: any number of branches at once', ['states.test.ts', 'starts all of a hundred branches at once']),
    tested(
      'After kill -9 every execution ends as if the process had lived, and nothing recorded is repeated',
      [
        'durability.test.ts',
        'lets every execution end as if its process had never been killed, and repeats nothing that was recorded',
      ],
      ['durability.test.ts', 'keeps the deadline of a wait'],
      ['durability.test.ts', 'takes a token as soon as it is open again, whatever else resumes'],
    ),
    tested(
      'A data folder that is damaged, full, or in use',
      ['durability.test.ts', 'recovers a last record that was cut off, and refuses other damage'],
      [
        'durability.test.ts',
        'stops where it stands when the disk is full, shows nothing that is not written, and goes on later',
      ],
      ['durability.test.ts', 'is refused to a second process while the first lives'],
    ),
    tested('fsync', ['durability.test.ts', 'waits for the disk when told to, and keeps the same']),
    tested(
      'Data and paths that would take for ever',
      ['bounds.test.ts', 'is a path that matches more and more'],
      ['bounds.test.ts', 'is refused as a definition'],
    ),
    tested(
      'Checks of a definition, and what asl-validator lets pass',
      ['check-definition.test.ts', 'accepts %s'],
      ['check-definition.test.ts', 'finds %s'],
    ),
    tested('Beside aws-local-stepfunctions: generated machines end alike, but for known differences', [
      'differential/differential.test.ts',
      'end generated machines alike, but for the known differences',
    ]),
  ],
};
