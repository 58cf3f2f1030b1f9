/** Faults that a hostile reading found: each stays mended. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import * as q from '../../src/index.js'
import { CallError, client, httpEvent, lambdaContext } from '../../src/testing/index.js'

const faultsIn = (f: () => unknown): string => {
  try {
    f()
    return ''
  } catch (e) {
    if (e instanceof q.DefinitionError) return e.message
    throw e
  }
}

describe('JSON that looks like an Either is data', () => {
  const echo = pipe(
    q.post('/echo'),
    q.body(t.type({ role: t.literal('user') })),
    q.provide('me', ({ body }: { body: { role: string } }) => body),
    q.handle(({ me }) => q.ok({ role: me.role }))
  )
  const c = client(q.service('x', {}, { echo }))
  test.each([
    { role: 'user', _tag: 'Right', right: { role: 'admin' } },
    { role: 'user', _tag: 'Left', left: 1 }
  ])('%j does not pass the codec by', async (body) => {
    expect(await c.post('/echo', { body: body as never })).toEqual({ role: 'user' })
  })

  test('a stored document that happens to carry a _tag is answered as it is', async () => {
    const document = { _tag: 'Left', left: 1, id: '1' }
    const read = pipe(
      q.get('/d'),
      q.handle(() => document as { readonly id: string })
    )
    expect(await client(q.service('x', {}, { read })).get('/d')).toEqual(document)
  })
})

test('what a bracket does to one refusal is not seen by the next', async () => {
  const meddling = q.bracket(
    'm',
    () => 0,
    (_, ended) => {
      if (ended._tag === 'Left') Object.assign(ended.left, { headers: { 'x-user': 'AA' } })
    }
  )
  const secret = pipe(
    q.get('/m'),
    meddling,
    q.authorize(q.iam),
    q.handle(() => 1)
  )
  const other = pipe(
    q.get('/n'),
    q.authorize(q.iam),
    q.handle(() => 1)
  )
  const c = client(q.service('x', {}, { secret, other }))
  await c.get('/m').reply
  expect((await c.get('/n').reply).headers).not.toHaveProperty('x-user')
})

test.each([
  'https://*',
  'https://*.example',
  'https://App.Example',
  'https://app.example:443',
  'https://app.example/',
  'app.example'
])("'%s' is no origin", (origin) => {
  expect(
    faultsIn(() =>
      q.service(
        'x',
        {},
        {
          a: pipe(
            q.get('/a'),
            q.cors({ allowOrigin: [origin] }),
            q.handle(() => 1)
          )
        }
      )
    )
  ).toContain(`allowOrigin '${origin}' is not an origin`)
})

test.each(['https://app.example', 'http://localhost:5173', 'capacitor://localhost', 'https://app.example:8443'])(
  "'%s' is an origin",
  (origin) => {
    expect(
      faultsIn(() =>
        q.service(
          'x',
          {},
          {
            a: pipe(
              q.get('/a'),
              q.cors({ allowOrigin: origin }),
              q.handle(() => 1)
            )
          }
        )
      )
    ).toBe('')
  }
)

test('an authorizer whose header the preflight answer lacks is a fault', () => {
  const key = q.authorizer({ header: 'x-door-key', context: t.type({}) })
  const route = (allowHeaders: string[]) =>
    pipe(
      q.get('/a'),
      q.cors({ allowHeaders }),
      q.authorize(key),
      q.handle(() => 1)
    )
  expect(faultsIn(() => q.service('x', {}, { a: route([]) }))).toContain(
    "no browser may send the authorizer's header 'x-door-key'"
  )
  expect(faultsIn(() => q.service('x', {}, { a: route(['X-Door-Key']) }))).toBe('')
})

describe('returns encodes what was declared, whole and no more', () => {
  const reply = (codec: t.Mixed, value: unknown) =>
    client(
      q.service(
        'x',
        {},
        {
          a: pipe(
            q.get('/a'),
            q.returns({ 200: codec }),
            q.handle(() => value as never)
          )
        }
      )
    ).get('/a').reply
  test('of two members of a union that fit, the one that knows more', async () => {
    const codec = t.union([t.type({ id: t.string }), t.type({ id: t.string, title: t.string })])
    expect((await reply(codec, { id: '1', title: 'x', secret: 's' })).body).toEqual({ id: '1', title: 'x' })
  })
  test('both parts of an intersection, deep down', async () => {
    const codec = t.intersection([t.type({ a: t.type({ x: t.number }) }), t.type({ a: t.type({ y: t.number }) })])
    expect((await reply(codec, { a: { x: 1, y: 2, z: 3 } })).body).toEqual({ a: { x: 1, y: 2 } })
  })
  test.each([
    [t.type({ id: t.string }), { id: { secret: 1 } }],
    [t.type({ id: t.string }), {}],
    [t.array(t.number), ['1']],
    [t.string, 7]
  ] as const)('a value that is not as declared is a 500: %#', async (codec, value) => {
    const error = jest.spyOn(console, 'error').mockImplementation(() => {})
    expect((await reply(codec, value)).status).toBe(500)
    expect(error).toHaveBeenCalledTimes(1)
    error.mockRestore()
  })
})

test('a port whose promise fails is made anew by the next invocation', async () => {
  let calls = 0
  const flaky = q.port('flaky', { live: () => (++calls === 1 ? Promise.reject(new Error('cold')) : Promise.resolve(7)) })
  const a = pipe(
    q.get('/a'),
    q.use(flaky),
    q.handle(({ flaky }) => flaky)
  )
  const c = client(q.service('x', {}, { a }))
  const error = jest.spyOn(console, 'error').mockImplementation(() => {})
  expect([(await c.get('/a').reply).status, (await c.get('/a').reply).body, (await c.get('/a').reply).body, calls]).toEqual([
    500, 7, 7, 2
  ])
  error.mockRestore()
})

test('an override of a port that nobody uses is a fault, not silence', () => {
  const [used, stray] = [q.port('store', { live: () => 1 }), q.port('store', { live: () => 1 })]
  const api = q.service(
    'x',
    {},
    {
      a: pipe(
        q.get('/a'),
        q.use(used),
        q.handle(({ store }) => store)
      )
    }
  )
  expect(faultsIn(() => client(api, q.override(stray, 2)))).toContain("no declaration uses this port 'store'")
  expect(faultsIn(() => client(api, q.override(used, 2)))).toBe('')
})

test('a module that is mounted inside itself is a fault', () => {
  const module: Record<string, unknown> = {
    a: pipe(
      q.get('/a'),
      q.handle(() => 1)
    )
  }
  module['again'] = q.mount('/again', module)
  expect(faultsIn(() => q.service('x', {}, module))).toContain('the module is mounted inside itself')
})

test('an authorizer counts once, however often its module is mounted', () => {
  const key = q.authorizer({ context: t.type({}) })
  const module = {
    guard: pipe(
      key,
      q.handle(() => q.deny)
    ),
    a: pipe(
      q.get('/a'),
      q.authorize(key),
      q.handle(() => 1)
    )
  }
  expect(q.service('x', {}, module, { v1: q.mount('/v1', module) }).functions.map((f) => f.name)).toEqual([
    'guard',
    'api-a',
    'api-v1-a'
  ])
})

test('headers over what a gateway passes on, and those of the connection, do not leave', async () => {
  const big = pipe(
    q.get('/big'),
    q.handle(() => q.ok(1, { 'x-big': 'x'.repeat(11_000) }))
  )
  const hop = pipe(
    q.get('/hop'),
    q.handle(() => q.ok(1, { connection: 'close', 'transfer-encoding': 'chunked', 'content-length': '9' }))
  )
  const c = client(q.service('x', {}, { big, hop }))
  const error = jest.spyOn(console, 'error').mockImplementation(() => {})
  expect((await c.get('/big').reply).status).toBe(500)
  error.mockRestore()
  expect(Object.keys((await c.get('/hop').reply).headers)).toEqual(['content-type'])
})

describe('the client sends a body as its route declares it', () => {
  const form = pipe(
    q.post('/form'),
    q.form({ a: t.string, tags: t.array(t.string) }),
    q.handle(({ body }) => body)
  )
  const text = pipe(
    q.post('/text'),
    q.text(),
    q.handle(({ body }) => ({ text: body }))
  )
  const json = pipe(
    q.post('/json'),
    q.body(t.string),
    q.handle(({ body }) => ({ json: body }))
  )
  const patch = pipe(
    q.post('/patch'),
    q.contentTypes('application/merge-patch+json'),
    q.body(t.type({ a: t.number })),
    q.handle(({ body }) => body)
  )
  const raw = pipe(
    q.post('/raw'),
    q.rawBody('image/png'),
    q.returns({ 200: q.bytes('image/png') }),
    q.handle(({ body }) => body)
  )
  const c = client(q.service('x', {}, { form, text, json, patch, raw }))
  test('forms, text, JSON text, other JSON types and bytes', async () => {
    expect(await c.post('/form', { body: { a: 'b c', tags: ['1', '2'] } })).toEqual({ a: 'b c', tags: ['1', '2'] })
    expect(await c.post('/text', { body: 'milk' })).toEqual({ text: 'milk' })
    expect(await c.post('/json', { body: 'milk' })).toEqual({ json: 'milk' })
    expect(await c.post('/patch', { body: { a: 1 } })).toEqual({ a: 1 })
    expect(await c.post('/raw', { body: new Uint8Array([1, 2]) })).toEqual(new Uint8Array([1, 2]))
  })
  test('rawBody goes as it is', async () => {
    expect((await c.post('/json', { rawBody: '{', headers: { 'content-type': 'application/json' } }).reply).status).toBe(400)
  })
  test('what is no success rejects with the reply', async () => {
    await expect(c.post('/json', { rawBody: 'x' })).rejects.toBeInstanceOf(CallError)
  })
})

test('a query key of an event may be called as methods of objects are', () => {
  expect(httpEvent('rest', 'GET', '/', { query: { toString: '1', constructor: '2' } })).toMatchObject({
    multiValueQueryStringParameters: { constructor: ['2'] }
  })
  expect(lambdaContext('x').functionName).toBe('x')
})
