/** Bundles: each runs, holds its own handlers and no others, and answers as the whole service would. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapping } from 'node:module'
import { join } from 'node:path'
import { httpEvent, lambdaContext } from '../../src/testing/index.js'
import { files } from './fixture.js'
import { type Project, project, quaich, type Ran } from './project.js'

let p: Project
let built: Ran
let whole: Ran
let small: Ran

beforeAll(async () => {
  p = project({
    ...files,
    // The same service with a setting that forbids slim bundles.
    'src/whole.ts': (files['src/service.ts'] ?? '').replace("service('pets', {", "service('pets', { debug: false,")
  })
  ;[built, whole, small] = await Promise.all([
    quaich(p, 'build', '--no-minify', '--any-gateway'),
    quaich(p, 'build', 'src/whole.ts', '--out', 'whole'),
    quaich(p, 'build', '--out', 'small')
  ])
}, 30_000)
afterAll(() => p.remove())

const bundle = (name: string, out = 'build') => readFileSync(join(p.dir, out, name, 'index.js'), 'utf8')

const call = (out: string, name: string, events: ReadonlyArray<unknown>): ReadonlyArray<unknown> =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        '-e',
        `const { handler } = require(process.argv[1]); const [events, context] = JSON.parse(process.argv[2])
         if (handler.length > 2) throw new Error('a callback handler')
         Promise.all(events.map((e) => handler(e, context).then((r) => r, (x) => ({ thrown: x.message })))).then((r) => console.log(JSON.stringify(r)))`,
        join(p.dir, out, name, 'index.js'),
        JSON.stringify([events, lambdaContext(name)])
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
    )
  )

const token = (authorizationToken: string) => ({
  type: 'TOKEN',
  authorizationToken,
  methodArn: 'arn:aws:execute-api:eu-west-1:1:a/dev/GET/cats'
})
const rest = (method: string, path: string, input: object = {}, identity: object = {}) =>
  httpEvent('rest', method, path, input, identity)

const table: ReadonlyArray<readonly [string, ReadonlyArray<unknown>]> = [
  [
    'api-cats',
    [
      rest('GET', '/cats'),
      rest('POST', '/cats', { body: { name: 'Tom' } }, { apiKey: 'k' }),
      rest('POST', '/cats', { body: 1 }, { apiKey: 'k' }),
      rest('POST', '/cats', {}),
      rest('PUT', '/cats')
    ]
  ],
  [
    'api-cats-id',
    [
      rest('GET', '/cats/{id}', { params: { id: 'a b' }, query: { q: ['1', '2'] } }),
      httpEvent('http', 'GET', '/cats/{id}', { params: { id: '7' } }),
      {}
    ]
  ],
  [
    'api-secret-name',
    [
      rest('GET', '/secret/{name}', { params: { name: 'n' } }, { context: { principalId: 'ada', role: 'x' } }),
      rest('GET', '/secret/{name}', { params: { name: 'n' } })
    ]
  ],
  [
    'api-v1-dogs',
    [
      rest('GET', '/v1/dogs', { headers: { origin: 'https://app.example' } }),
      rest('OPTIONS', '/v1/dogs', { headers: { origin: 'https://app.example' } }),
      rest('GET', '/dogs')
    ]
  ],
  ['gate', [token('good'), token('bad'), {}]],
  ['feed', [{ a: 1 }, null]]
]

test('all functions are built, each with its module type and its map', () => {
  expect([built.code, built.err]).toEqual([0, ''])
  for (const [name] of table) {
    expect(JSON.parse(readFileSync(join(p.dir, 'build', name, 'package.json'), 'utf8'))).toMatchObject({ type: 'commonjs' })
    expect(existsSync(join(p.dir, 'build', name, 'index.js.map'))).toBe(true)
  }
})

test('a map leads to the files as they were written', () => {
  const map = JSON.parse(readFileSync(join(p.dir, 'build', 'api-cats', 'index.js.map'), 'utf8')) as {
    readonly sources: ReadonlyArray<string>
    readonly sourcesContent: ReadonlyArray<string>
  }
  expect(map.sources).toContain('../../src/cats.ts')
  expect(map.sourcesContent[map.sources.indexOf('../../src/cats.ts')]).toBe(files['src/cats.ts'])
  const lines = bundle('api-cats').split('\n')
  const line = lines.findIndex((l) => l.includes('store.load()') || l.includes('.load()'))
  const found = new SourceMap(JSON.parse(JSON.stringify(map))).findEntry(line, (lines[line] ?? '').indexOf('load()'))
  expect(found).toMatchObject({ originalSource: '../../src/cats.ts' })
  const { originalLine, originalColumn } = found as SourceMapping
  expect((files['src/cats.ts'] ?? '').split('\n')[originalLine]?.slice(originalColumn)).toMatch(/^load\(/)
})

test('what has to take the whole service says why', () => {
  expect(whole.code).toBe(0)
  expect(whole.err).toContain('note: api-cats holds the whole service: the settings say debug, which may depend on where it runs')
})

test.each(table)('%s answers as the whole service does', (name, events) => {
  expect(call('build', name, events)).toEqual(call('whole', name, events))
})

test.each(table)('%s answers its own gateway alike when it is as small as it can be', (name, events) => {
  expect(small.code).toBe(0)
  const own = events.filter((e) => (e as { readonly version?: string } | null)?.version === undefined)
  expect(call('small', name, own)).toEqual(call('whole', name, own))
  expect(bundle(name, 'small').length).toBeLessThan(bundle(name).length * 0.6)
})

test('a bundle reads the formats that the program says can reach it, and any if it is told to', () => {
  const event = httpEvent('http', 'GET', '/cats/{id}', { params: { id: '7' } })
  expect(call('build', 'api-cats-id', [event])).toMatchObject([{ statusCode: 200 }])
  expect(call('small', 'api-cats-id', [event])).toMatchObject([{ statusCode: 400 }])
})

test('an authorizer grants by identity, wherever the routes came from', () => {
  const [good, bad] = call('build', 'gate', [token('good'), token('bad')]) as ReadonlyArray<{
    policyDocument: { Statement: ReadonlyArray<object> }
  }>
  const arn = 'arn:aws:execute-api:eu-west-1:1:a/dev'
  expect(good?.policyDocument.Statement[0]).toMatchObject({
    Effect: 'Allow',
    Resource: expect.arrayContaining([`${arn}/GET/cats`, `${arn}/GET/secret/*`])
  })
  expect(bad?.policyDocument.Statement).toMatchObject([{ Effect: 'Deny', Resource: [`${arn}/*`] }])
})

test("an unused handler's package is in no other bundle, even of the same module", () => {
  expect(bundle('api-cats')).toContain('HEAVY_MARKER')
  for (const name of ['api-cats-id', 'api-secret-name', 'api-v1-dogs', 'feed']) expect(bundle(name)).not.toContain('HEAVY_MARKER')
})

test('fp-ts and io-ts come as ES modules, and only where they are used', () => {
  for (const [name] of table) expect(bundle(name)).not.toMatch(/node_modules\/(fp-ts|io-ts)\/lib\//)
  expect(bundle('api-cats')).toContain('node_modules/io-ts/es6')
  expect(bundle('feed')).not.toContain('node_modules/io-ts')
})

test('the AWS SDK comes as ES modules, of which only what is used stays', () => {
  expect(bundle('api-v1-dogs')).toContain('@aws-sdk/client-fake/dist-es/one.js')
  expect(bundle('api-v1-dogs')).not.toContain('SDK_TWO')
})

test('a bundle holds the parts that its handlers ask for, and answers with them as the whole service does', async () => {
  const parts = `import * as t from 'io-ts'
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import { cors, created, errors, fromMiddy, get, handle, port, post, query, returns, service, use } from 'quaich'
const clock = port('clock', { live: () => () => 7 })
export const plain = pipe(get('/plain'), handle(() => 1))
export const list = pipe(get('/list'), query({ n: t.string }), returns({ 200: t.type({ n: t.string }) }), handle(({ query }) => query))
export const shared = pipe(post('/shared'), cors(), handle(() => created({ made: true })))
export const hosted = pipe(get('/hosted'), fromMiddy({ after: (r: { response: { headers: Record<string, string> } }) => { r.response.headers['x-after'] = 'yes' } }), handle(() => 1))
export const taken = pipe(get('/taken'), errors({ Taken: 409 }), handle(() => E.left({ _tag: 'Taken' as const })))
export const used = pipe(get('/used'), use(clock), handle(({ clock }) => clock()))
export const api = service('parts', { group: GROUP }, { plain, list, shared, hosted, taken, used })`
  p.write('src/parts.ts', parts.replace('GROUP', "'resource'"))
  p.write('src/together.ts', parts.replace('GROUP', "'service'"))
  p.write('src/partsWhole.ts', parts.replace('group: GROUP', 'debug: false'))
  for (const name of ['parts', 'together', 'partsWhole'])
    expect((await quaich(p, 'build', `src/${name}.ts`, '--out', name, '--no-minify')).code).toBe(0)
  const partsIn = (name: string) =>
    [
      'router/match',
      'router/share',
      'router/wire',
      'codecs/ioTsDecoders',
      'codecs/encode',
      'codecs/standardSchema',
      'combinators/encodeReply',
      'combinators/tellFailure',
      'combinators/Port'
    ].filter((part) => new RegExp(`^// .*/${part}\\.[jt]s$`, 'm').test(bundle(name, 'parts')))
  expect(partsIn('api-plain')).toEqual([])
  expect(partsIn('api-taken')).toEqual(['combinators/tellFailure'])
  expect(partsIn('api-used')).toEqual(['combinators/Port'])
  expect(partsIn('api-shared')).toEqual(['router/share'])
  expect(partsIn('api-hosted')).toEqual(['router/wire', 'combinators/Port'])
  expect(partsIn('api-list')).toEqual(['codecs/ioTsDecoders', 'codecs/encode', 'combinators/encodeReply'])
  const events = [
    rest('GET', '/plain'),
    rest('GET', '/list', { query: { n: '1' } }),
    rest('GET', '/list'),
    rest('POST', '/shared', { headers: { origin: 'https://app.example' } }),
    rest('OPTIONS', '/shared', { headers: { origin: 'https://app.example' } }),
    rest('GET', '/hosted'),
    rest('GET', '/taken'),
    rest('GET', '/used')
  ]
  for (const event of events) {
    const name = `api-${(event as { readonly path: string }).path.slice(1)}`
    const whole = call('partsWhole', name, [event])
    expect(call('parts', name, [event])).toEqual(whole)
    expect(call('together', 'api', [event])).toEqual(whole)
  }
}, 60_000)

test('of zod a bundle holds what is used, however it is imported; text that looks like an import stays', async () => {
  const program = (line: string, text = 'import') => `${line}
import { body, handle, post, service } from 'quaich'
import { pipe } from 'fp-ts/lib/function.js'
const text = \`\n${text}\n\`
export const made = pipe(post('/'), body(z.object({ a: z.string() })), handle(({ body }) => ({ ...body, text })))
export const api = service('zod', {}, { made })`
  p.write('src/named.ts', program("import { z } from 'zod'", "import { z } from 'zod'"))
  p.write('src/spaced.ts', program("import * as z from 'zod'"))
  for (const name of ['named', 'spaced']) expect((await quaich(p, 'build', `src/${name}.ts`, '--out', name)).code).toBe(0)
  expect(call('named', 'api', [rest('POST', '/', { body: { a: 'x' } })])).toMatchObject([
    { statusCode: 200, body: JSON.stringify({ a: 'x', text: "\nimport { z } from 'zod'\n" }) }
  ])
  expect(Math.abs(bundle('api', 'named').length - bundle('api', 'spaced').length)).toBeLessThan(200)
}, 30_000)

// What each holds when it is as small as it can be, and a twentieth more.
test.each([
  ['api-cats', 60_000],
  ['api-cats-id', 24_800],
  ['api-secret-name', 56_700],
  ['api-v1-dogs', 26_400],
  ['gate', 35_000],
  ['feed', 11_300]
])('%s stays within %d bytes', (name, most) => {
  expect(bundle(name, 'small').length).toBeLessThan(most)
})

test('a module that imports for effects alone runs in every function, once', () => {
  const [answer] = call('build', 'api-cats-id', [rest('GET', '/cats/{id}', { params: { id: '1' } })]) as ReadonlyArray<{
    body: string
  }>
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({ setUp: 1, at: true })
  expect(bundle('feed')).toContain('setUp')
})

test('what has no export, or a stack that runs, takes the whole service and is right; bundles of functions that are gone go', async () => {
  p.write(
    'src/odd.ts',
    `import { pipe, flow } from 'fp-ts/lib/function.js'
import { apiKey, cors, get, handle, mount, service, ok, mapReply } from 'quaich'
console.log('loading')
const make = (word: string) => ({ hello: pipe(get('/hello'), handle(() => word)) })
export const named = pipe(get('/named'), handle(() => ok('named')))
export const parts = { deep: { one: pipe(get('/deep'), handle(() => 'deep')) } }
export default service('odd', {}, { named }, { deep: parts.deep.one }, make('inline'), { v1: mount('/v1', make('mounted'), flow(cors(), apiKey())) })`
  )
  const ran = await quaich(p, 'build', 'src/odd.ts', '--format', 'esm')
  expect([ran.code, ran.err]).toEqual([
    0,
    'note: api-hello holds the whole service: hello is not exported\nnote: api-v1-hello holds the whole service: v1.hello is not exported\nnote: odd.ts does more than declare when it is imported, so every function runs it\n'
  ])
  expect(existsSync(join(p.dir, 'build', 'api-cats'))).toBe(false)
  const answered = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const out = []
       for (const [name, path] of JSON.parse(process.argv[1])) {
         const { handler } = await import(${JSON.stringify(`${p.dir}/build/`)} + name + '/index.js')
         const { body } = await handler({ resource: path, path, httpMethod: 'GET', headers: {}, requestContext: { identity: { apiKey: 'k' } } }, {})
         out.push(body)
       }
       console.log(JSON.stringify(out))`,
      JSON.stringify([
        ['api-named', '/named'],
        ['api-deep', '/deep'],
        ['api-hello', '/hello'],
        ['api-v1-hello', '/v1/hello']
      ])
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }
  )
  // The entry does more than declare, so every function runs it.
  expect(answered).toBe(
    `loading\nloading\nloading\nloading\n${JSON.stringify(['named', 'deep', 'inline', 'mounted'].map((s) => s))}\n`
  )
}, 30_000)

test('a package that is not installed is told, and nothing is half built', async () => {
  p.write(
    'src/lost.ts',
    `import { service, get, handle } from 'quaich'\nimport { pipe } from 'fp-ts/lib/function.js'\nexport const h = pipe(get('/'), handle(async () => (await import('not-there')).x as string))\nexport const api = service('lost', {}, { h })`
  )
  const ran = await quaich(p, 'build', 'src/lost.ts', '--out', 'lost')
  expect(ran.code).toBe(1)
  expect(ran.err).toMatch(/src\/lost\.ts:3:\d+: Could not resolve "not-there"|lost\.ts:3:\d+: Could not resolve "not-there"/)
  expect(existsSync(join(p.dir, 'lost'))).toBe(false)
  const left = await quaich(p, 'build', 'src/lost.ts', '--out', 'lost', '--external', 'not-there')
  expect(left.code).toBe(0)
}, 30_000)

test('a call of a function of the program itself stays, whatever it is called', async () => {
  p.write('src/boot.ts', 'export const use = (s: string) => { (globalThis as { used?: string }).used = `BOOTED ${s}` }')
  p.write(
    'src/booted.ts',
    `import { get, handle, service } from 'quaich'
import { pipe } from 'fp-ts/lib/function.js'
// import { use } from 'quaich'
import { use } from './boot.js'
use('metrics')
export const h = pipe(get('/'), handle(() => (globalThis as { used?: string }).used ?? 'none'))
export const api = service('booted', {}, { h })`
  )
  expect(await quaich(p, 'build', 'src/booted.ts', '--out', 'booted')).toMatchObject({ code: 0 })
  expect(call('booted', 'api', [rest('GET', '/')])).toMatchObject([{ statusCode: 200, body: 'BOOTED metrics' }])
}, 30_000)

test('a service without functions has nothing to build', async () => {
  p.write('src/none.ts', "import { service } from 'quaich'\nexport const api = service('none', {}, {})")
  expect(await quaich(p, 'build', 'src/none.ts', '--out', 'none')).toEqual({ code: 0, out: '', err: '' })
})
