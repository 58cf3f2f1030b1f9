/** Routes and mounts as fast-check arbitraries: any combinator beside any other, in any order. */
import * as fc from 'fast-check'
import type { Given } from '../model/given.js'
import { type KeyName, keys } from '../model/keys.js'
import type { Layer, Mount, Policy, Route, Verb, Woken } from '../model/Program.js'
import { givens, maybe, names, record } from './draw.js'
import { woken } from './events.js'

/** Settings of which each may be one that another sentence of the function contradicts. */
const routeGivens: fc.Arbitrary<Given> = fc.oneof(
  { weight: 6, arbitrary: givens },
  { weight: 1, arbitrary: fc.constant<Given>({ url: true }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Given>(
      { timeout: 60 },
      { memory: 64 },
      { variables: { MODE: 'slow' } },
      { variables: { MODE: 'slow' } }
    )
  }
)

// ---- routes

export const policies: fc.Arbitrary<Policy> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constant<Policy>({ origins: '*', allow: ['X-Badge', 'X-Door', 'X-Shared'], expose: [], credentials: false })
  },
  {
    weight: 6,
    arbitrary: record<Policy>({
      origins: fc.constantFrom<Policy['origins']>(
        '*',
        ['https://a.example'],
        ['https://a.example', 'https://b.example'],
        ['https://a.example', 'https://b.example']
      ),
      allow: fc.constantFrom([], ['X-Badge', 'X-Door', 'X-Shared']),
      expose: fc.constantFrom([], ['X-Total', 'X-More']),
      credentials: fc.constantFrom(false, false, true),
      seconds: maybe(fc.constantFrom(0, 60, 600))
    })
  }
)

const authorizations: fc.Arbitrary<Layer> = fc
  .tuple(
    fc.constantFrom(...(Object.keys(keys) as KeyName[])),
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(['read', 'write']))
  )
  .map(([key, scopes]) => ({
    is: 'authorize',
    key,
    scopes: ['cognito', 'jwt'].includes(keys[key].is) || scopes.length > 1 ? scopes : []
  }))

const bodies: fc.Arbitrary<Layer> = fc.constantFrom<Layer>(
  { is: 'body', as: 'json', types: ['application/json'] },
  { is: 'body', as: 'form', types: ['application/x-www-form-urlencoded'] },
  { is: 'body', as: 'text', types: ['text/csv'] },
  { is: 'body', as: 'raw', types: ['image/png', 'image/gif'] }
)

// As a rule a program has one policy, and says it again and again.
const corsOf = (usual: Policy): fc.Arbitrary<Layer> =>
  fc
    .oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: policies })
    .map((policy) => ({ is: 'cors', policy }))

/** The layers of a route; each kind once as a rule, and now and then one too many. */
const stacks = (usual: Policy): fc.Arbitrary<ReadonlyArray<Layer>> =>
  fc
    .tuple(
      maybe(corsOf(usual)),
      maybe(authorizations),
      maybe(fc.constant<Layer>({ is: 'apiKey' }), 3),
      maybe(
        fc
          .subarray(['application/json', 'text/csv', 'image/*', 'application/x-www-form-urlencoded'], { minLength: 1 })
          .map((types): Layer => ({ is: 'contentTypes', types })),
        3
      ),
      maybe(bodies, 2),
      maybe(
        fc.constantFrom(8, 4096).map((bytes): Layer => ({ is: 'limits', bytes })),
        4
      ),
      maybe(
        fc.constantFrom('q', 'page').map((name): Layer => ({ is: 'query', name })),
        4
      ),
      maybe(fc.constantFrom<Layer>({ is: 'returns' }, { is: 'returns', bytes: 'image/webp' }), 4),
      maybe(routeGivens.map((given): Layer => ({ is: 'settings', given }))),
      maybe(
        fc.constantFrom('store', 'clock').map((port): Layer => ({ is: 'use', port })),
        4
      ),
      maybe(fc.constant<Layer>({ is: 'mark', header: 'x-one' }), 5),
      maybe(fc.constant<Layer>({ is: 'mark', header: 'x-two' }), 5),
      maybe(fc.constant<Layer>({ is: 'provide', name: 'more' }), 5),
      maybe(fc.constant<Layer>({ is: 'headers', name: 'x-n' }), 5),
      maybe(
        fc.constantFrom('id', 'name').map((name): Layer => ({ is: 'params', name })),
        8
      ),
      maybe(fc.constant<Layer>({ is: 'errors' }), 4),
      maybe(fc.constant<Layer>({ is: 'bracket', name: 'span' }), 5),
      maybe(fc.oneof(corsOf(usual), authorizations, bodies, fc.constant<Layer>({ is: 'query', name: 'q' })), 12)
    )
    .chain((all) => {
      const some = all.filter((l) => l !== undefined)
      return fc.shuffledSubarray(some, { minLength: some.length })
    })

const paths = [
  '/',
  '/a',
  '/a',
  '/a/{id}',
  '/a/{key}',
  '/a/{id}/c',
  '/a/id',
  '/b-c',
  '/b_c',
  '/bc',
  '/files/{rest+}',
  '/files/{name}',
  '/x/y/z',
  '/a-long-path/of-many-words/for-which/no-name-of-a-function-has-room/{id}'
] as const

const verbs: fc.Arbitrary<Route['verbs']> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<readonly Verb[]>(['GET'], ['POST'], ['PUT'], ['DELETE'], ['POST']) },
  { weight: 2, arbitrary: fc.constantFrom<readonly Verb[]>(['GET', 'PUT'], ['POST', 'DELETE'], ['OPTIONS']) },
  { weight: 1, arbitrary: fc.constant('ANY' as const) }
)

// A body on GET is a fault that would drown all others.
const bodiless = ({ verbs, stack, ...r }: Omit<Route, 'name'>, seldom: boolean): Omit<Route, 'name'> => ({
  ...r,
  verbs,
  stack: seldom || verbs === 'ANY' || !verbs.includes('GET') ? stack : stack.filter((l) => l.is !== 'body')
})

export const routes = (usual: Policy): fc.Arbitrary<Omit<Route, 'name'>> =>
  fc
    .tuple(
      fc.record({
        verbs,
        path: fc.constantFrom(...paths),
        stack: stacks(usual),
        ending: fc.constantFrom('fine' as const, 'fine' as const, 'created' as const, 'refuses' as const, 'fails' as const)
      }),
      fc.integer({ min: 0, max: 11 })
    )
    .map(([r, n]) => bodiless(r, n === 0))

const outer = (usual: Policy): fc.Arbitrary<ReadonlyArray<Layer>> =>
  fc
    .tuple(
      maybe(corsOf(usual), 2),
      maybe(authorizations, 4),
      maybe(fc.constant<Layer>({ is: 'apiKey' }), 5),
      maybe(fc.constant<Layer>({ is: 'mark', header: 'x-mount' }), 4)
    )
    .map((all) => all.filter((l) => l !== undefined))

export const mounts = (usual: Policy): fc.Arbitrary<Omit<Mount, 'name'>> =>
  record<Omit<Mount, 'name'>>({
    prefix: fc.constantFrom('/v1', '/v2'),
    stack: outer(usual),
    routes: fc.array(routes(usual), { minLength: 1, maxLength: 3 }).map((rs) => names<Route>('n', rs)),
    woken: fc.array(woken, { maxLength: 1 }).map((ws) => names<Woken>('k', ws)),
    again: maybe(
      fc.constantFrom('/v3', '/v4', '/v1').map((prefix) => ({ name: '', prefix })),
      3
    ),
    within: maybe(
      fc.constantFrom('/w', '/a').map((prefix) => ({ name: '', prefix })),
      4
    )
  })

/** Names of a mount that nothing else has. */
export const mounted = (all: ReadonlyArray<Omit<Mount, 'name'>>): ReadonlyArray<Mount> =>
  all.map((m, i) => ({
    ...m,
    name: `m${i}`,
    ...(m.again === undefined ? {} : { again: { ...m.again, name: `again${i}` } }),
    ...(m.within === undefined ? {} : { within: { ...m.within, name: `within${i}` } })
  }))
