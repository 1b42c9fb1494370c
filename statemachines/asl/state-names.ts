import { sha256Hex } from './structure-hash.ts';

/** The service takes at most 80 characters. */
const LONGEST_NAME = 80;
const HASH_LENGTH = 8;
/** What the service's quotas page forbids in names, white space included. */
const forbidden = /[\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}]+/gu;

/** Gives every state of a machine a legal name of its own. Same calls, same names. */
export interface StateNames {
  /** The wish itself where it is legal and free; else made legal, shortened with a hash of the wish, or numbered. */
  claim(wish: string): string;
  /** Names of another machine in which those claimed here are taken too. */
  fork(): StateNames;
}

export function createStateNames(): StateNames {
  return namesBeside(new Set());
}

function namesBeside(reserved: ReadonlySet<string>): StateNames {
  const own = new Set<string>();
  // The number from which on a name may be free: what was once taken stays so.
  const next = new Map<string, number>();
  return {
    claim(wish) {
      const legal = shorten(wish.replaceAll(forbidden, '-'), wish);
      let name = legal;
      let number = next.get(legal) ?? 2;
      for (; own.has(name) || reserved.has(name); number += 1) {
        const suffix = `-${number}`;
        name = `${legal.slice(0, LONGEST_NAME - suffix.length)}${suffix}`;
      }
      if (number > 2) next.set(legal, number);
      own.add(name);
      return name;
    },
    fork: () => namesBeside(reserved.size === 0 ? own : new Set([...reserved, ...own])),
  };
}

function shorten(legal: string, wish: string): string {
  const name = legal === '' ? '-' : legal;
  if (name.length <= LONGEST_NAME) return name;
  const cut = name.slice(0, LONGEST_NAME - HASH_LENGTH - 1);
  // Half a surrogate pair would not be text any more.
  const whole = /[\uD800-\uDBFF]$/u.test(cut) ? cut.slice(0, -1) : cut;
  return `${whole}-${sha256Hex(wish).slice(0, HASH_LENGTH)}`;
}
