/** A request that is said to be valid reaches the handler, one that is said to be wrong does not: through every gateway. */

import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { body, get, handle, headers, IntFromString, params, post, query, schedule } from '../../../src/index.js'
import { type Declaration, nameOf } from '../../../src/router/Declaration.js'
import type { AnyService } from '../../../src/router/service.js'
import {
  type AnyRequest,
  ArbitraryError,
  annotate,
  client,
  type Format,
  type InvalidRequest,
  invalidRequests,
  requests
} from '../../../src/testing/index.js'
import { watchLog } from '../../chalice/support.js'
import { api, calls, declared, keyed } from './service.js'

const log = watchLog()
const methods = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'del', HEAD: 'head', OPTIONS: 'options' } as const
type AnyCall = (path: string, r: object) => { readonly reply: Promise<{ readonly status: number }> }

const sender = (s: AnyService, format: Format) => {
  const c = client(s, { format }) as unknown as Readonly<Record<string, AnyCall>>
  return async ({ method, path, ...r }: AnyRequest): Promise<{ readonly status: number; readonly handled: number }> => {
    const before = calls.n
    const reply = await c[methods[method]]?.(path, r).reply
    return { status: reply?.status ?? 0, handled: calls.n - before }
  }
}

const formats: ReadonlyArray<Format> = ['rest', 'http', 'http1']
const services: ReadonlyArray<AnyService> = [api, keyed]
const cases = services.flatMap((s) =>
  s.declarations.flatMap((d) =>
    (s === keyed ? formats.slice(0, 1) : formats).map((format) => ({ name: nameOf(d), d, s, format }))
  )
)
// Whatever is sent to these is right.
const open = new Set(['plain', 'segment', 'greedy', 'anything'])
const counted = { valid: 0, invalid: 0 }
// The same requests go through every gateway.
const once = <A>(f: (d: Declaration) => A): ((d: Declaration) => A) => {
  const made = new Map<Declaration, A>()
  return (d) => {
    const a = made.get(d) ?? f(d)
    made.set(d, a)
    return a
  }
}
const right = once((d) => requests(d))
const wrong = once((d) => invalidRequests(d))

test.each(cases)('$name, $format: every valid request reaches the handler', async ({ d, format, s }) => {
  const send = sender(s, format)
  await fc.assert(
    fc.asyncProperty(right(d), async (r) => {
      counted.valid++
      expect(await send(r)).toEqual({ status: 200, handled: 1 })
    }),
    { seed: 42, numRuns: 40 }
  )
})

test.each(cases.filter(({ name }) => !open.has(name)))(
  '$name, $format: no near miss does, and is answered as it says',
  async ({ d, format, s }) => {
    const send = sender(s, format)
    await fc.assert(
      fc.asyncProperty(wrong(d), async ({ wrong, ...r }) => {
        counted.invalid++
        const { handled, status } = await send(r)
        expect(handled).toBe(0)
        expect(wrong.flatMap((w) => w.statuses)).toContain(status)
      }),
      { seed: 42, numRuns: 80 }
    )
    // An identity that the gateway vouches for and that is not as declared is told to whoever runs the service.
    for (const { message } of log()) expect(message).toContain('the verified identity is not as declared')
  }
)

test('so many requests were sent', () => {
  const closed = cases.filter(({ name }) => !open.has(name))
  expect(counted).toEqual({ valid: cases.length * 40, invalid: closed.length * 80 })
  expect(cases.length).toBe(64)
  expect(closed.length).toBe(52)
})

const of = (name: string): ReadonlyArray<InvalidRequest> =>
  fc.sample(invalidRequests(api.declarations.find((d) => nameOf(d) === name) as never), { seed: 42, numRuns: 400 })
const parts = (name: string): ReadonlyArray<string> => [...new Set(of(name).flatMap((r) => r.wrong.map((w) => w.part)))].sort()

describe('near misses', () => {
  test('go wrong in every part that is declared', () => {
    expect(parts('typed')).toEqual(['params.at', 'params.n'])
    expect(parts('search')).toEqual(['query.all', 'query.max', 'query.q', 'query.sort'])
    expect(parts('tenant')).toEqual(['headers.x-tenant', 'headers.x-trace'])
    expect(parts('create')).toEqual(['body', 'content-type'])
    expect(parts('login')).toEqual(['body', 'body.age', 'body.user', 'content-type'])
    expect(parts('mine')).toEqual(['auth', 'auth.scope'])
    expect(parts('v1-list')).toEqual(['query.lang', 'query.page'])
  })
  test('of a JSON body: missing, malformed, poisonous, too deep, too large, of another shape, of another type', () => {
    const all = of('tree')
    const statuses = (f: (r: InvalidRequest) => boolean) =>
      new Set(all.filter(f).flatMap((r) => r.wrong.flatMap((w) => w.statuses)))
    const raw = (r: InvalidRequest) => String(r.rawBody ?? '')
    expect(statuses((r) => r.rawBody === undefined && r.body === undefined)).toEqual(new Set([400]))
    expect(statuses((r) => raw(r).includes('__proto__'))).toEqual(new Set([400]))
    expect(statuses((r) => raw(r).startsWith('[[[['))).toEqual(new Set([400]))
    expect(statuses((r) => raw(r).length > 20_000)).toEqual(new Set([413]))
    expect(statuses((r) => r.wrong.some((w) => w.part === 'content-type'))).toEqual(new Set([415]))
    expect(statuses((r) => r.body !== undefined && r.wrong.some((w) => w.part === 'body'))).toEqual(new Set([422]))
  })
  test('say what was expected, and never what was sent', () => {
    const problems = new Set(of('zod').flatMap((r) => r.wrong.map((w) => w.problem)))
    expect(problems).toContain('age: at least 18 expected')
    expect(problems).toContain('application/json expected')
  })
  test('what its codec still takes is none', () => {
    for (const { query: q, wrong } of of('every')) {
      expect(wrong.length).toBeGreaterThan(0)
      expect(IntFromString.decode(q?.['n'])._tag).toBe('Left')
    }
  })
  test('shrink to the smallest request that is still wrong', () => {
    const run = fc.check(
      fc.property(invalidRequests(declared.union), (r) => !r.wrong.some((w) => w.statuses.includes(422))),
      { seed: 42, numRuns: 500 }
    )
    expect(run.counterexample?.[0]).toMatchObject({ method: 'PUT', path: '/union', wrong: [{ part: 'body', statuses: [422] }] })
    expect(JSON.stringify(run.counterexample?.[0].body).length).toBeLessThan(30)
  })
})

describe('what cannot be generated is refused with its place', () => {
  const refusal = (f: () => unknown): string => {
    try {
      f()
    } catch (e) {
      expect(e).toBeInstanceOf(ArbitraryError)
      return (e as Error).message
    }
    throw new Error('nothing was refused')
  }
  const Odd = new t.Type<string>('Odd', t.string.is, t.string.validate, t.identity)

  test('all parts at once', () => {
    const route = pipe(
      post('/x/{id}'),
      params({ id: Odd }),
      query({ n: t.number }),
      headers({ 'x-n': t.boolean }),
      body(t.type({ big: t.bigint })),
      handle(() => 1)
    )
    const text = 'what arrives here is text: use a codec that reads text, such as NumberFromString'
    const few = 'decodes fewer than 5 of 1000 of its own encoded values, once they were sent'
    expect(refusal(() => requests(route))).toBe(
      [
        'nothing can be generated for requests to POST /x/{id}:',
        '  params.id: Odd is a codec of its own make (new t.Type): what it decodes cannot be seen from outside',
        '    annotate(codec, { arbitrary }) says which values it has: use what it gives in the place of the codec, or hand it over beside the codec',
        `  query.n: number ${few}`,
        `    ${text}`,
        `  headers.x-n: boolean ${few}`,
        `    ${text}`,
        `  body: { big: bigint } ${few}`,
        '    what arrives here is JSON, within the limits of the route: use a codec whose encoded form JSON can write'
      ].join('\n')
    )
  })
  test('an annotation is handed over for a codec that stands anywhere in the route', () => {
    const route = pipe(
      post('/x/{id}'),
      params({ id: Odd }),
      body(t.type({ a: t.array(Odd) })),
      handle(() => 1)
    )
    const odd = annotate(Odd, { arbitrary: fc.constantFrom('one', 'three') })
    for (const r of fc.sample(requests(route, odd), { seed: 42, numRuns: 50 })) {
      expect(['one', 'three']).toContain(r.params.id)
      expect(r.body?.a.every((s) => s === 'one' || s === 'three')).toBe(true)
    }
  })
  test('a route that takes whatever is sent has no near misses', () => {
    expect(
      refusal(() =>
        invalidRequests(
          pipe(
            get('/x'),
            handle(() => 1)
          )
        )
      )
    ).toContain('takes whatever is sent: no request to it is wrong')
  })
  test('what is no route has no requests', () => {
    const daily = pipe(
      schedule('rate(1 day)'),
      handle(() => 1)
    )
    expect(refusal(() => requests(daily as never))).toContain('is no route, and gets no requests')
  })
})
