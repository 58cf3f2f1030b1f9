/** What the commands say: faults as compilers show them, JSON of one shape, a sentence explained, the service drawn. */
import { cpSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { styleFor } from '../../src/cli/Style.js'
import { files } from './fixture.js'
import { type Project, project, quaich, quaichIn } from './project.js'

jest.setTimeout(30_000)

let p: Project
beforeAll(() => {
  p = project(files)
})
afterAll(() => p.remove())

const head = "import { cors, get, handle, post, service } from 'quaich'\nimport { pipe } from 'fp-ts/lib/function.js'\n"
const json = async (...args: ReadonlyArray<string>) => {
  const ran = await quaich(p, ...args, '--json')
  return { ...ran, told: JSON.parse(ran.out) }
}

describe('check', () => {
  test('says that a service can be deployed, and what it comes to', async () => {
    expect(await quaich(p, 'check')).toEqual({
      code: 0,
      out: "service 'pets' can be deployed: 6 functions, 46 of 500 resources, no warnings\n",
      err: ''
    })
    expect((await json('check')).told).toEqual({
      ok: true,
      result: { service: 'pets', functions: 6, resources: 46 },
      faults: [],
      warnings: []
    })
  })

  test('warns of a service that declares nothing', async () => {
    p.write('nothing.ts', "import { service } from 'quaich'\nexport const api = service('nothing', {}, {})")
    const { code, out, err } = await quaich(p, 'check', 'nothing.ts')
    expect([code, out]).toEqual([0, expect.stringMatching(/^service 'nothing' can be deployed: 0 functions, .* a warning\n$/)])
    expect(err).toContain('warning: the service: nothing is declared\n  mend: export sentences that end with handle')
  })

  const faulty = `${head}
export const small = pipe(get('/small'), handle(() => 1))
export const twice = pipe(post('/twice'), handle(() => 1))
export const api = service('x', { memorySize: 64, timeout: 1000 }, { small, twice })`

  test('tells every fault at once: where, what, and how to mend it', async () => {
    p.write('faulty.ts', faulty)
    const { code, out, err } = await quaich(p, 'check', 'faulty.ts')
    expect([code, out]).toEqual([1, ''])
    expect(err.match(/^error: /gm)?.length).toBeGreaterThan(2)
    expect(err.match(/^ {2}mend: /gm)?.length).toBe(err.match(/^error: /gm)?.length)
    expect(err).toMatch(/\nquaich: service 'x' cannot be deployed, \d+ faults\n$/)
  })

  test('names a declaration whose codec is made by another copy of io-ts', async () => {
    cpSync(resolve(__dirname, '../../node_modules/io-ts'), join(p.dir, 'node_modules/other-io-ts'), { recursive: true })
    p.write(
      'copies.ts',
      `import { body, handle, post, service } from 'quaich'\nimport { pipe } from 'fp-ts/lib/function.js'\nimport * as t from 'other-io-ts'
export const add = pipe(post('/a'), body(t.type({ a: t.string })), handle(() => 1))
export const api = service('copies', {}, { add })`
    )
    const { code, told } = await json('check', 'copies.ts')
    expect(code).toBe(0)
    expect(told.warnings).toEqual([
      expect.objectContaining({ place: 'POST /a (add)', problem: expect.stringContaining('another copy of io-ts') })
    ])
  })

  test('shows the line of the export that a fault is about', async () => {
    p.write(
      'pair.ts',
      `${head}\nexport const first = pipe(get('/a/{x}'), handle(() => 1))\nexport const second = pipe(get('/a/{y}'), handle(() => 1))
export const api = service('pair', {}, { first, second })`
    )
    const { code, err } = await quaich(p, 'check', 'pair.ts')
    expect(code).toBe(1)
    expect(err).toContain(
      [
        '  --> pair.ts:5:14',
        "5 | export const second = pipe(get('/a/{y}'), handle(() => 1))",
        '  |              ^^^^^^',
        '  mend: '
      ].join('\n')
    )
    const { told } = await json('check', 'pair.ts')
    expect(told).toMatchObject({ ok: false, error: "service 'pair' has a fault" })
    expect(told.faults[0].at).toEqual({
      file: 'pair.ts',
      line: 5,
      column: 14,
      text: "export const second = pipe(get('/a/{y}'), handle(() => 1))",
      length: 6
    })
  })

  test('marks the name that is declared, and no word that it is a part of', async () => {
    p.write(
      'names.ts',
      `${head}
export const port = pipe(get('/port/'), handle(() => 1))
const con = pipe(get('/con/'), handle(() => 1))
const inner = pipe(get('/inner/'), handle(() => 1))
export { con, inner as $outer }
const within = pipe(get('/within/'), handle(() => 1))
export const portly = 1
export const api = service('names', {}, { port, con, $outer: inner, within })`
    )
    const { told } = await json('check', 'names.ts')
    expect(
      told.faults.map(({ at }: { at: { line: number; column: number; length: number } }) => [at.line, at.column, at.length])
    ).toEqual([
      [4, 14, 4],
      [5, 7, 3],
      [6, 7, 5],
      [8, 7, 6]
    ])
  })

  test('guesses no line where two modules export the name', async () => {
    p.write('two/one.ts', `${head}export const same = pipe(get('/x/{a}'), handle(() => 1))`)
    p.write('two/other.ts', `${head}export const same = pipe(get('/x/{b}'), handle(() => 1))`)
    p.write(
      'two/service.ts',
      `${head}import { mount } from 'quaich'\nimport * as one from './one.js'\nimport * as other from './other.js'
export const api = service('two', {}, one, { v: mount('', other) })`
    )
    const { told } = await json('check', 'two/service.ts')
    expect(told.faults.length).toBeGreaterThan(0)
    expect(told.faults.every((f: { at?: unknown }) => f.at === undefined)).toBe(true)
  })
})

describe('explain', () => {
  test('prints each combinator: what it gives, what it refuses, what it writes', async () => {
    const { code, out, err } = await quaich(p, 'explain', 'POST', '/cats')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^POST \/cats \(add\) {2}function api-cats\n\n {2}1 post \/cats\n/)
    expect(out).toContain(`
  2 body application/json
    gives    body: { name: string }
    refuses  400 absent or malformed
             413 too large
             415 other media types
             422 not as declared
`)
    expect(out).toMatch(
      / {2}3 apiKey\n {4}refuses {2}403 without a key\n {4}writes {3}serverless\.yml:\d+-\d+ {2}provider\.apiGateway\n {13}serverless\.yml:\d+ {5}functions\.api-cats\.events\[0\]\.http\.private\n/
    )
    expect(out).toMatch(/ {2}4 handle\n {4}takes {4}request, params, body\n$/)
  })

  test('the lines that it names are those that say so', async () => {
    const { told } = await json('explain', 'POST /cats')
    const lines = (await quaich(p, 'generate', '--stdout')).out.split('\n')
    const [{ facts }] = told.result
    const key = facts.find((f: { combinator: string }) => f.combinator === 'apiKey')
    const text = key.lines.flatMap(({ from, to }: { from: number; to: number }) => lines.slice(from - 1, to)).join('\n')
    expect(text).toContain('private: true')
    expect(text).toContain('apiKeys')
    const body = facts.find((f: { combinator: string }) => f.combinator === 'body')
    expect(body.lines).toEqual([])
  })

  test('takes a path, a function and an export, with all their sentences, and an entry', async () => {
    const places = async (...args: ReadonlyArray<string>) =>
      (await json('explain', ...args)).told.result.map((e: { name: string }) => e.name).sort()
    expect(await places('/cats')).toEqual(['add', 'list'])
    expect(await places('api-cats')).toEqual(['add', 'list'])
    expect(await places('v1.bark', 'src/service.ts')).toEqual(['v1.bark'])
    expect(await places('get', '/v1/dogs', 'src/service.ts')).toEqual(['v1.bark'])
    expect(await places('gate')).toEqual(['gate'])
  })

  test('knows a path as it is asked for, and a mount by its key and its prefix; says what is of the mount', async () => {
    const places = async (...args: ReadonlyArray<string>) =>
      (await json('explain', ...args)).told.result.map((e: { name: string }) => e.name).sort()
    expect(await places('GET', '/cats/7')).toEqual(['show'])
    expect(await places('/cats/7')).toEqual(['show'])
    expect(await places('v1')).toEqual(['v1.bark'])
    expect(await places('/v1')).toEqual(['v1.bark'])
    expect(await places('/v1/')).toEqual(['v1.bark'])
    // A path that is only the beginning of others is no mount.
    expect(await quaich(p, 'explain', '/')).toMatchObject({ code: 2 })
    expect(await quaich(p, 'explain', '/cat')).toMatchObject({ code: 2 })
    const { out } = await quaich(p, 'explain', 'GET', '/v1/dogs')
    expect(out).toContain(
      '  1 cors https://app.example  (of the mount)\n    does     answers preflight requests, and puts its headers on every reply'
    )
    expect(out).toContain('  2 get /v1/dogs\n')
    // As its module says it, without the mount around it.
    expect((await quaich(p, 'explain', 'GET /dogs')).err).toContain(
      "nothing here is called 'GET /dogs': did you mean GET /v1/dogs?"
    )
    expect((await quaich(p, 'explain', '/dogs')).err).toContain('did you mean GET /v1/dogs?')
    expect((await quaich(p, 'explain', 'POST /dogs')).err).not.toContain('/v1/dogs')
    expect((await quaich(p, 'explain', 'v2')).err).toContain('did you mean v1?')
  })

  test('asks what was meant where nothing is called so, and ends with 2', async () => {
    expect(await quaich(p, 'explain', 'GET /cat')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining("nothing here is called 'GET /cat': did you mean GET /cats?")
    })
    const { code, told } = await json('explain', 'nothing-like-it')
    expect([code, told.ok, told.error]).toEqual([2, false, expect.stringContaining("nothing here is called 'nothing-like-it'")])
  })
})

test('diagram draws what sends, what is woken, who is asked and what is used', async () => {
  const { code, out } = await quaich(p, 'diagram')
  expect(code).toBe(0)
  expect(out).toMatch(/^---\ntitle: "pets"\n---\nflowchart LR\n/)
  const { told } = await json('diagram')
  const { nodes, edges } = told.result
  const ids = new Set(nodes.map((n: { id: string }) => n.id))
  expect(edges.every((e: { from: string; to: string }) => ids.has(e.from) && ids.has(e.to))).toBe(true)
  expect(edges).toEqual(
    expect.arrayContaining([
      { from: 'gateway REST API', to: 'route GET /cats' },
      { from: 'route GET /cats', to: 'function api-cats' },
      { from: 'route GET /secret/{name}', to: 'function gate', label: 'asks' },
      { from: 'function api-cats', to: 'port store' }
    ])
  )
})

describe('JSON has one shape', () => {
  test.each([
    [['routes'], ['service', 'gateway', 'functions', 'resources']],
    [['diagram'], ['title', 'nodes', 'edges']],
    [['check'], ['service', 'functions', 'resources']],
    [
      ['generate', '--out', 'json.yml'],
      ['file', 'change']
    ],
    [
      ['generate', '--out', 'absent.yml', '--check'],
      ['file', 'change', 'diff']
    ],
    [['generate', '--stdout'], ['text']],
    [
      ['build', '--out', 'json-build'],
      ['functions', 'notes']
    ]
  ])('%j', async (args, keys) => {
    const { told, code } = await json(...args)
    expect(Object.keys(told)).toEqual(['ok', 'result', 'faults', 'warnings'])
    expect(told.ok).toBe(code === 0)
    expect(Object.keys(told.result)).toEqual(keys)
  })
  test('where there is no result too', async () => {
    p.write('none.ts', 'export const x = 1')
    const { told, code } = await json('routes', 'none.ts')
    expect([code, told]).toEqual([
      1,
      { ok: false, error: expect.stringContaining('exports no service'), faults: [], warnings: [] }
    ])
  })
})

describe('colours', () => {
  test.each([
    ['a terminal', {}, true, true],
    ['a file', {}, false, false],
    ['NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['an empty NO_COLOR is none', { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
    ['both', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['a dumb terminal', { TERM: 'dumb' }, true, false]
  ])('%s', (_, env, terminal, coloured) => {
    expect(styleFor(env, terminal).bold('x') !== 'x').toBe(coloured)
  })
  test('the executable hears them', async () => {
    writeFileSync(join(p.dir, 'bad.ts'), 'export const x = 1')
    expect((await quaichIn(p.dir, p.dir, ['check', 'bad.ts'], { FORCE_COLOR: '1', NO_COLOR: '' })).err).toContain('\u001b[1m')
    expect((await quaichIn(p.dir, p.dir, ['check', 'bad.ts'], { NO_COLOR: '1' })).err).not.toContain('\u001b')
  })
})
