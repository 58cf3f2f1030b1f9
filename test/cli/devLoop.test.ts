/** The dev loop as a user has it: a change is served by a fresh program, and nobody who asked before or meanwhile is let down. */
import { type ChildProcess, spawn } from 'node:child_process'
import { get } from 'node:http'
import { join } from 'node:path'
import { type Project, project } from './project.js'

jest.setTimeout(60_000)

const program = (answer: string, more = '') => `import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import * as E from 'fp-ts/lib/Either.js'
import { env } from 'node:process'
import { inspect } from 'node:util'
import { body, errors, get, handle, lambda, notFound, port, post, service, use } from 'quaich'
let count = 0
export const now = pipe(get('/now'), handle(() => ({ answer: '${answer}', count: ++count })))
export const slow = pipe(get('/slow'), handle(() => new Promise((done) => setTimeout(() => done({ answer: '${answer}' }), 400))))
export const add = pipe(post('/things'), body(t.type({ n: t.number })), handle(({ body }) => body))
export const find = pipe(get('/found/{id}'), errors({ Lost: 400 }), handle(({ params }) => E.left(params.id === 'lost' ? { _tag: 'Lost' as const } : notFound())))
export const variables = pipe(get('/variables'), handle(() => [process.env['OF_ALL'] ?? null, process.env['OF_STAGE'] ?? null, process.env['OF_SHELL'] ?? null]))
const named = (name: string) => port(name, { live: () => process.env['OWN'], environment: { OWN: name } })
export const one = pipe(get('/own/one'), use(named('one')), handle(({ one }) => [one, process.env['OWN'] ?? null]))
export const other = pipe(get('/own/other'), use(named('other')), handle(({ other }) => [other, process.env['OWN'] ?? null]))
const base = port('base', { live: () => process.env['TOP'] ?? 'none' })
const top = port('top', { uses: { base }, live: ({ base }) => base, environment: { TOP: '1' } })
export const bare = pipe(get('/base'), use(base), handle(({ base }) => [base]))
export const topped = pipe(get('/top'), use(top), handle(({ top }) => [top, env['TOP'], String(inspect(process.env)).includes("TOP: '1'")]))
export const none = pipe(get('/own/none'), handle(() => [process.env['OWN'] ?? 'none']))
export const end = pipe(lambda(), handle(() => { setTimeout(() => process.exit(7), 20); return 'ending' }))
${more}
export const api = service('loop', { environment: { OF_ALL: 'of the settings' } }, { now, slow, add, find, variables, one, other, bare, topped, none, end })
`

let p: Project
let child: ChildProcess
let url = ''
let err = ''
const heard = async (what: RegExp | string): Promise<void> => {
  while (!(typeof what === 'string' ? err.includes(what) : what.test(err))) await new Promise((done) => setTimeout(done, 20))
}
const answer = async () => ((await fetch(`${url}/now`).then((r) => r.json())) as { readonly answer: string }).answer
const until = async (wanted: string): Promise<void> => {
  while ((await answer()) !== wanted) await new Promise((done) => setTimeout(done, 20))
}

beforeAll(async () => {
  p = project({
    'service.ts': program('unsaved'),
    '.env': 'OF_ALL=all\nOF_STAGE=all\n',
    '.env.qa': "OF_STAGE='qa'\nOF_SHELL=file\n"
  })
  child = spawn(process.execPath, [join(p.dir, 'node_modules/quaich/dist/cli/bin.js'), 'dev', '--port', '0', '--stage', 'qa'], {
    cwd: p.dir,
    env: { ...process.env, OF_SHELL: 'shell' }
  })
  child.stderr?.on('data', (part) => {
    err += String(part)
  })
  let out = ''
  url = await new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`${code}: ${err}`)))
    child.stdout?.on('data', (part) => {
      out += String(part)
      const [, at] = /listening on (\S+)\n/.exec(out) ?? []
      if (at === undefined) return
      // It listens once nothing that is saved is lost; `first` is what the tests below begin with.
      p.write('service.ts', program('first'))
      done(at)
    })
  })
  await until('first')
})
afterAll(async () => {
  child.removeAllListeners('exit')
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  p.remove()
})

test('a stage has its variables: .env.<stage> over .env, the shell over both, the settings below all', async () => {
  expect(await fetch(`${url}/variables`).then((r) => r.json())).toEqual(['all', 'qa', 'shell'])
})

test('a function has the variables of its own ports, and of nobody else', async () => {
  const own = (of: string) => fetch(`${url}/own/${of}`).then((r) => r.json())
  expect(await Promise.all(['one', 'other', 'none'].map(own))).toEqual([['one', 'one'], ['other', 'other'], ['none']])
})

test('what a port reads is of the function that uses it, whichever asked first', async () => {
  const read = (path: string) => fetch(`${url}${path}`).then((r) => r.json())
  expect(await read('/base')).toEqual(['none'])
  expect(await read('/top')).toEqual(['1', '1', true])
  expect(await read('/base')).toEqual(['none'])
})

test('a line of the log says method, path, status, time, function, and what refused', async () => {
  await fetch(`${url}/things`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })
  await heard(/^POST \/things 415 \d+ ms api-things, refused by body$/m)
  await fetch(`${url}/things?secret=1`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"n":1}' })
  await heard(/^POST \/things 200 \d+ ms api-things$/m)
  expect(err).not.toContain('secret')
  // What the handler said is not laid at the door of the path, which would refuse with these too.
  await fetch(`${url}/found/lost`)
  await heard(/^GET \/found\/lost 400 \d+ ms api-found-id, refused by errors$/m)
  await fetch(`${url}/found/other`)
  await heard(/^GET \/found\/other 404 \d+ ms api-found-id$/m)
})

test('a change is served without a request dropped: those under way end as they began', async () => {
  await until('first')
  const slow = fetch(`${url}/slow`).then((r) => r.json())
  let going = true
  const seen: unknown[] = []
  const load = Array.from({ length: 4 }, async () => {
    while (going) {
      const r = await fetch(`${url}/now`)
      seen.push(r.status === 200 ? ((await r.json()) as { readonly answer: string }).answer : r.status)
    }
  })
  p.write('service.ts', program('second'))
  await until('second')
  going = false
  await Promise.all(load)
  expect(new Set(seen)).toEqual(new Set(['first', 'second']))
  // Once the second has answered, the first does no more.
  expect(seen.lastIndexOf('first')).toBeLessThan(seen.length - 1)
  expect(await slow).toEqual({ answer: 'first' })
})

test('a file that a change brings in is served as it is, though it was saved before it was watched', async () => {
  // It is saved while it loads: by itself, so that no clock is asked.
  p.write(
    'answers.ts',
    `import { writeFileSync } from 'node:fs'
writeFileSync(import.meta.filename, "export const given = 'saved meanwhile'")
export const given = 'as it was read'
`
  )
  p.write(
    'service.ts',
    `import { given } from './answers.js'\n${program('x').replace("answer: 'x', count", 'answer: given, count')}`
  )
  await until('saved meanwhile')
})

test('a fresh program remembers nothing of the one before', async () => {
  await fetch(`${url}/now`)
  p.write('service.ts', program('third'))
  await until('third')
  const { count } = (await fetch(`${url}/now`).then((r) => r.json())) as { readonly count: number }
  expect(count).toBeLessThan(20)
})

test('a change that does not load is told where and why, and the last good one goes on', async () => {
  p.write('service.ts', `${program('broken')}\nexport const x = (`)
  await heard(/service\.ts:\d+:\d+: Unexpected end of file\n.*\nthe last good program goes on\n/)
  expect(await answer()).toBe('third')
  p.write(
    'service.ts',
    program('faulty', "export const twin = pipe(get('/now/'), handle(() => 1))").replace('now, slow', 'now, twin, slow')
  )
  await heard("error: GET /now/ (twin): the path '/now/': it ends with '/'")
  expect(await answer()).toBe('third')
  p.write('service.ts', program('mended'))
  await until('mended')
})

test('what a handler throws is told with the lines as they were written, after a change too', async () => {
  const throwing = (message: string) =>
    `interface Away {\n  readonly away: string\n}\n${program(message).replace('answer: ', "answer: env['NONE'] === undefined ? fails() : ")}
function fails(): Away {
  throw new Error('${message}')
}
`
  for (const message of ['fails at first', 'fails again']) {
    const text = throwing(message)
    p.write('service.ts', text)
    while ((await fetch(`${url}/now`)).status !== 500 || !err.includes(message)) await new Promise((done) => setTimeout(done, 20))
    const [, stack = ''] = new RegExp(`"stack":"Error: ${message}([^"]*)"`).exec(err) ?? []
    const line = text.split('\n').findIndex((l) => l.includes('throw ')) + 1
    expect(stack).toContain(`${join(p.dir, 'service.ts')}:${line}:9)`)
    expect(stack).not.toContain('.quaich-')
  }
  p.write('service.ts', program('mended'))
  await until('mended')
})

test('many changes at once make one more program, or two', async () => {
  const before = err.split('reloaded\n').length
  for (const name of ['a', 'b', 'c', 'd', 'e']) p.write('service.ts', program(name))
  await until('e')
  expect(err.split('reloaded\n').length - before).toBeLessThanOrEqual(2)
})

test('a program that ends is started again', async () => {
  const invoked = await fetch(`${url}/2015-03-31/functions/end/invocations`, { method: 'POST' })
  expect(await invoked.json()).toBe('ending')
  await heard('the program ended (exit code 7), and is started again')
  expect(await fetch(`${url}/now`).then((r) => r.status)).toBe(200)
})

test('a program that ends as soon as it is there is not started for ever: a change is waited for', async () => {
  // What it hears first is that its readiness was heard.
  p.write(
    'service.ts',
    `import { parentPort } from 'node:worker_threads'\n${program('ending')}\nparentPort?.once('message', () => process.exit(3))\n`
  )
  await heard(
    'the program ended (exit code 3), and is started again\nreloaded\nthe program ended again (exit code 3) before it was asked anything: it is started again when a file changes\n'
  )
  const refused = await fetch(`${url}/now`)
  expect([refused.status, await refused.json()]).toEqual([
    503,
    { message: 'There is no program to answer: see the log of quaich dev' }
  ])
  expect(err.split('exit code 3').length).toBe(3)
  p.write('service.ts', program('lives'))
  await until('lives')
})

test('a path that is no URL is answered, and ends nothing', async () => {
  const status = (path: string) =>
    new Promise((done, fail) =>
      get({ host: '127.0.0.1', port: new URL(url).port, path, agent: false }, (r) => done(r.resume().statusCode)).on(
        'error',
        fail
      )
    )
  for (const path of ['//', '///', '//[x', '/__quaich/../__quaich//', '//:99999/__quaich/'])
    expect([path, await status(path)]).toEqual([path, expect.any(Number)])
  expect(await fetch(`${url}/now`).then((r) => r.status)).toBe(200)
})

describe('the explorer', () => {
  const explorer = (path: string, o: RequestInit = {}) => fetch(`${url}/__quaich/${path}`, o)

  test('is found without the slash at its end', async () => {
    const told = await fetch(`${url}/__quaich`, { redirect: 'manual' })
    expect([told.status, told.headers.get('location')]).toEqual([308, '/__quaich/'])
  })

  test('is a page of this server alone: nothing it loads is elsewhere', async () => {
    const page = await explorer('')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; [^*]+$/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    for (const name of [
      'main.js',
      'style.css',
      'preact.js',
      'diagram.js',
      'request.js',
      'fire.js',
      'socket.js',
      'stack.js',
      'log.js',
      'api.js'
    ]) {
      const file = await explorer(name)
      expect([name, file.status]).toEqual([name, 200])
      expect(await file.text()).not.toMatch(/(?:from|import|src=|href=)\s*\(?['"]https?:/)
    }
    expect((await explorer('../package.json')).status).not.toBe(200)
    expect((await explorer('package.json')).status).toBe(404)
  })

  test('is told the service, a sentence, and something to try it with', async () => {
    const shown = (await explorer('service').then((r) => r.json())) as {
      readonly name: string
      readonly functions: ReadonlyArray<{ readonly name: string }>
    }
    expect(shown.name).toBe('loop')
    expect(shown.functions.map((f) => f.name)).toEqual([
      'api-now',
      'api-slow',
      'api-things',
      'api-found-id',
      'api-variables',
      'api-own-one',
      'api-own-other',
      'api-base',
      'api-top',
      'api-own-none',
      'end'
    ])
    const [explained] = (await explorer('explain?of=add').then((r) => r.json())) as ReadonlyArray<{ readonly place: string }>
    expect(explained?.place).toBe('POST /things (add)')
    const samples = (await explorer('samples?of=add').then((r) => r.json())) as Readonly<
      Record<
        'valid' | 'invalid',
        ReadonlyArray<{
          readonly url: string
          readonly headers: Record<string, string>
          readonly body: string
          readonly why?: string
        }>
      >
    >
    const status = async (s: { readonly url: string; readonly headers: Record<string, string>; readonly body: string | null }) =>
      (await fetch(`${url}${s.url}`, { method: 'POST', headers: s.headers, ...(s.body === null ? {} : { body: s.body }) })).status
    expect(samples.valid.length).toBeGreaterThan(5)
    for (const s of samples.valid) expect(await status(s)).toBe(200)
    for (const s of samples.invalid) {
      expect(s.why).not.toBe('')
      expect(await status(s)).toBeGreaterThanOrEqual(400)
    }
  })

  test('fires a function, and no page elsewhere does', async () => {
    const before = err.length
    const fired = await explorer('fire/end', { method: 'POST', body: '{}', headers: { origin: url } })
    expect(await fired.json()).toBe('ending')
    while (!/the program ended[^\n]*\nreloaded\n/.test(err.slice(before))) await new Promise((done) => setTimeout(done, 20))
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
      for (const path of ['fire/end', 'service', ''])
        expect((await explorer(path, { method: path === 'fire/end' ? 'POST' : 'GET', headers })).status).toBe(403)
  })

  test('hears of requests, reloads and faults as they happen', async () => {
    const stop = new AbortController()
    const events = await explorer('events', { signal: stop.signal })
    expect(events.headers.get('content-type')).toBe('text/event-stream')
    let text = ''
    const reading = (async () => {
      for await (const part of events.body as unknown as AsyncIterable<Uint8Array>) text += Buffer.from(part).toString()
    })().catch(() => {})
    await fetch(`${url}/now`)
    p.write('service.ts', program('seen'))
    await until('seen')
    p.write('service.ts', 'export const x = (')
    while (
      !/event: log\ndata: .*GET \/now 200[\s\S]*event: reload\n[\s\S]*event: fault\ndata: .*Unexpected end of file/.test(text)
    )
      await new Promise((done) => setTimeout(done, 20))
    stop.abort()
    await reading
    expect(await answer()).toBe('seen')
  })
})
