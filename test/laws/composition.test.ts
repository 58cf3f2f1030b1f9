/** Combinators are functions: composing them is associative, `identity` is the empty stack, and both halves say so. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { flow, identity } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { IntFromString } from '../../src/codecs/textCodecs.js'
import { iam } from '../../src/combinators/Authorizer.js'
import { apiKey } from '../../src/combinators/apiKey.js'
import { authorize } from '../../src/combinators/authorize.js'
import { bracket } from '../../src/combinators/bracket.js'
import { contentTypes } from '../../src/combinators/contentTypes.js'
import { cors } from '../../src/combinators/cors.js'
import { errors } from '../../src/combinators/errors.js'
import type { Fact } from '../../src/combinators/Fact.js'
import { form } from '../../src/combinators/form.js'
import { fromMiddy } from '../../src/combinators/fromMiddy.js'
import { functionSettings } from '../../src/combinators/functionSettings.js'
import { refuse } from '../../src/combinators/HttpError.js'
import { headers } from '../../src/combinators/headers.js'
import { limits } from '../../src/combinators/limits.js'
import { mapReply } from '../../src/combinators/mapReply.js'
import { port, use } from '../../src/combinators/Port.js'
import { provide } from '../../src/combinators/provide.js'
import { query } from '../../src/combinators/query.js'
import { withHeader } from '../../src/combinators/Reply.js'
import { returns } from '../../src/combinators/returns.js'
import { type Source, source } from '../../src/combinators/Source.js'
import { declarationsOf } from '../../src/router/Declaration.js'
import { lambdas } from '../../src/router/lambdas.js'
import { mount } from '../../src/router/mount.js'
import { joinPath } from '../../src/router/Path.js'
import { get, post } from '../../src/router/Route.js'
import { service } from '../../src/router/service.js'
import { httpEvent } from '../../src/testing/index.js'
import { holds } from './holds.js'
import { closed, type Layer, quiet, replyTo, type Send, send, stacked } from './send.js'

quiet()
type AnySource = Source<unknown, unknown, unknown>
type Stack = (s: AnySource) => AnySource

const trace: string[] = []
const lazily = (i: number, late: boolean) => (late ? Promise.resolve(i) : i)

// One layer of each kind, told apart by its place, so that traces and replies show the order.
const kinds: Readonly<Record<string, (i: number, late: boolean) => unknown>> = {
  map: (i, late) =>
    mapReply((r) => {
      const m = withHeader('x-map', `${r.headers['x-map'] ?? ''}${i}`)(r)
      return late ? Promise.resolve(m) : m
    }),
  bracket: (i, late) =>
    bracket(
      `b${i}`,
      () => {
        trace.push(`begin ${i}`)
        return lazily(i, late)
      },
      (v, e) => {
        trace.push(`end ${v} ${e._tag}`)
      }
    ),
  provide: (i, late) =>
    provide(`p${i}`, () => {
      trace.push(`provide ${i}`)
      return lazily(i, late)
    }),
  refuse: (i, late) =>
    provide(`r${i}`, () => {
      trace.push(`refuse ${i}`)
      const e = E.left(refuse(400 + i))
      return late ? Promise.resolve(e) : e
    }),
  throws: (i, late) =>
    provide(`t${i}`, () => {
      trace.push(`throws ${i}`)
      if (late) return Promise.reject(new Error(`t${i}`))
      throw new Error(`t${i}`)
    }),
  query: (i) => query({ [`q${i}`]: t.union([IntFromString, t.undefined]) }),
  headers: (i) => headers({ [`x-${i}`]: t.union([t.string, t.undefined]) }),
  errors: (i) => errors({ [`E${i}`]: 409 }),
  port: (i) => use(port(`port${i}`, { live: () => i })),
  middy: (i) =>
    fromMiddy({
      before: () => {
        trace.push(`before ${i}`)
      },
      after: () => {
        trace.push(`after ${i}`)
      },
      onError: () => {
        trace.push(`onError ${i}`)
      }
    }),
  settings: (i) => functionSettings({ memorySize: 128 + i }),
  apiKey: () => apiKey()
}
const once: Readonly<Record<string, () => unknown>> = {
  cors: () => cors({ allowOrigin: ['https://a.example', 'https://b.example'] }),
  authorize: () => authorize(iam),
  contentTypes: () => contentTypes('application/x-www-form-urlencoded'),
  form: () => form({ a: t.string }),
  limits: () => limits({ bodyBytes: 10 }),
  returns: () => returns({ 200: t.unknown, 201: t.string })
}

const layers: fc.Arbitrary<ReadonlyArray<Layer>> = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...Object.keys(kinds), 'map', 'bracket', 'provide', 'middy'), fc.boolean()), {
      maxLength: 6
    }),
    fc.subarray(Object.keys(once))
  )
  .chain(([many, single]) => {
    const all = [...many.map(([kind, late], i) => kinds[kind]?.(i, late)), ...single.map((kind) => once[kind]?.())] as Layer[]
    return fc.shuffledSubarray(all, { minLength: all.length })
  })

const request: fc.Arbitrary<Send> = fc.record({
  query: fc.record({ q0: fc.constantFrom('1', 'x', undefined) }),
  headers: fc.record({
    origin: fc.constantFrom('https://a.example', 'https://evil.example', undefined),
    'content-type': fc.constantFrom('application/x-www-form-urlencoded', 'text/plain', undefined)
  }),
  body: fc.constantFrom('a=1', 'a=12345678901', undefined),
  identity: fc.constantFrom({}, { iam: { userArn: 'arn:a' }, apiKey: 'k' }),
  method: fc.constantFrom('POST', 'POST', 'POST', 'OPTIONS', 'DELETE')
})
const outcome: fc.Arbitrary<() => unknown> = fc.constantFrom(
  () => 1,
  async () => 'x',
  () => E.left({ _tag: 'E0' }),
  () => E.left(refuse(418)),
  () => {
    throw new Error('boom')
  },
  () => {
    throw undefined
  }
)

const observed = async (stack: Stack, f: () => unknown, r: Send) => {
  trace.length = 0
  const keys: unknown[] = []
  const route = closed(stack(post('/x')), (ctx: object) => {
    keys.push(
      Object.keys(ctx)
        .filter((k) => k !== 'lambda' && k !== 'request')
        .sort(),
      (ctx as { query?: unknown }).query
    )
    return f()
  })
  const { status, body, headers } = await send(route, r)
  return { status, body, headers, keys, trace: [...trace] }
}
const simple = (facts: ReadonlyArray<Fact>) =>
  JSON.parse(JSON.stringify(facts, (_, v) => (typeof v === 'function' ? 'function' : v)))

// Any way to put brackets around a list of functions.
const bracketed = (ls: ReadonlyArray<Stack>, cuts: ReadonlyArray<number>): Stack => {
  if (ls.length === 0) return identity
  if (ls.length === 1) return ls[0] as Stack
  const [cut = 0, ...rest] = cuts
  const at = 1 + (cut % (ls.length - 1))
  return flow(bracketed(ls.slice(0, at), rest), bracketed(ls.slice(at), rest))
}

test('composition is associative: however a stack is bracketed, its facts and its behaviour are the same', async () => {
  await holds(
    fc.asyncProperty(layers, fc.array(fc.nat(), { maxLength: 8 }), request, outcome, async (ls, cuts, r, f) => {
      const a = stacked(ls)
      const b = bracketed(ls as ReadonlyArray<Stack>, cuts)
      expect(simple(b(post('/x')).facts)).toEqual(simple(a(post('/x')).facts))
      expect(await observed(b, f, r)).toEqual(await observed(a, f, r))
    })
  )
})

test('identity, at any place of a stack, changes neither facts nor behaviour', async () => {
  await holds(
    fc.asyncProperty(layers, fc.nat(), request, outcome, async (ls, at, r, f) => {
      const i = at % (ls.length + 1)
      const a = stacked(ls)
      const b = stacked([...ls.slice(0, i), identity as Layer, ...ls.slice(i)])
      expect(simple(b(post('/x')).facts)).toEqual(simple(a(post('/x')).facts))
      expect(await observed(b, f, r)).toEqual(await observed(a, f, r))
    }),
    300
  )
})

test('facts are added, never changed: a stack on a source says what both say, in order', async () => {
  await holds(
    fc.property(layers, layers, (as, bs) => {
      const [f, g] = [stacked(as), stacked(bs)]
      const alone = (h: Stack) => h(source([])).facts
      expect(simple(g(f(post('/x'))).facts)).toEqual(simple([...post('/x').facts, ...alone(f), ...alone(g)]))
    })
  )
})

test('a stack is a value: used for two routes, neither knows of the other', async () => {
  await holds(
    fc.asyncProperty(layers, request, async (ls, r) => {
      const f = stacked(ls)
      const before = await observed(f, () => 1, r)
      f(get('/other'))
      expect(await observed(f, () => 1, r)).toEqual(before)
    }),
    200
  )
})

const prefix = fc.constantFrom('/', '', '/a', '/a/b', '/{tenant}', '/v1/{tenant}/x')
const declared = (s: object) =>
  declarationsOf([s]).declarations.map((d) => ({
    keys: d.keys,
    facts: simple(d.facts),
    steps: d.steps.length,
    handler: d.handler
  }))

test('a mount of a mount is a mount of the joined prefix with the composed stack', async () => {
  await holds(
    fc.asyncProperty(
      prefix,
      prefix.map((p) => p.replaceAll('tenant', 'other')),
      layers,
      fc.nat(),
      fc.nat(),
      request,
      async (p, q, all, i, j, r) => {
        const [from, to] = [i % (all.length + 1), j % (all.length + 1)].sort((a, b) => a - b) as [number, number]
        const [outer, inner, own] = [all.slice(0, from), all.slice(from, to), all.slice(to)]
        const route = closed(stacked(own)(post('/x')), () => {
          trace.push('handler')
          return 1
        })
        const root = closed(get('/'), () => 2)
        const [f, g] = [stacked(outer), stacked(inner)]
        const nested = { m: mount(p, { n: mount(q, { route, root }, g as never) }, f as never) }
        const joined = { m: mount('/', { n: mount(joinPath(p, q === '' ? '/' : q), { route, root }, flow(f, g) as never) }) }
        expect(declared(nested)).toEqual(declared(joined))
        const told = await Promise.all(
          [nested, joined].map(async (module) => {
            try {
              const s = service('x', {}, module)
              const fact = s.declarations[0]?.facts.find((x) => x._tag === 'Route')
              const { params: _, ...input } = r
              const path = fact?._tag === 'Route' ? fact.path : ''
              const name = s.functions.find((x) => x.declarations.some((d) => d.keys.includes('route')))?.name ?? ''
              const event = httpEvent(
                'rest',
                r.method ?? 'POST',
                path,
                { ...input, params: { tenant: 't', other: 'o' } },
                r.identity
              )
              const { status, body, headers } = await replyTo(lambdas(s)[name] as never, event)
              return { status, body, headers }
            } catch (e) {
              // Both stacks may hold what only one may: then both programs have the same faults.
              return (e as Error).message
            }
          })
        )
        expect(told[0]).toEqual(told[1])
      }
    ),
    300
  )
})
