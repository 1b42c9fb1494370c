import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Route } from '../../api/route.ts';
import { routes } from '../../api/routes.ts';

const all = Object.entries<Route>(routes);

describe('routes', () => {
  it('hold every file of api/routes, named after its operation', () => {
    const files = readdirSync(join(import.meta.dirname, '../../api/routes')).sort();
    const expected = all.map(([id]) => `${id.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}.ts`).sort();
    expect(files).toEqual(expected);
  });

  it('are kept under their own operation ids', () => {
    expect(all.map(([id]) => id)).toEqual(all.map(([, route]) => route.operationId));
  });

  it('never share a method and a path', () => {
    const places = all.map(([, { method, path }]) => `${method} ${path.replaceAll(/\{\w+\}/gu, '{}')}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it.each(all)('%s declares exactly the parameters of its path', (_, route) => {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
    expect(Object.keys(route.params.shape).sort()).toEqual(inPath.sort());
  });

  it.each(all)('%s has no name twice among path, query and body', (_, route) => {
    const bodyNames = route.body instanceof z.ZodObject ? Object.keys(route.body.shape) : [];
    const names = [...Object.keys(route.params.shape), ...Object.keys(route.query.shape), ...bodyNames];
    expect(new Set(names).size).toBe(names.length);
  });

  it('take a body with POST alone', () => {
    expect(all.filter(([, { method, body }]) => method === 'GET' && body !== undefined)).toEqual([]);
  });
});
