/** `dev` and `invoke` on what no request wakes, as a user runs them: WebSockets, the management endpoint, schedules on demand. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { connect } from '../deploy/local/wsClient.js'
import { type Project, project, quaich } from './project.js'

const program = `import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { cron, handle, lambda, message, rate, routeResponse, schedule, service, sockets, use, websocket } from 'quaich'
export const echo = pipe(
  websocket('$default'),
  message(t.type({ text: t.string })),
  routeResponse(t.type({ text: t.string, id: t.string })),
  handle(({ event, message }) => ({ text: message.text, id: event.connectionId }))
)
export const often = pipe(schedule(rate(5, 'minutes')), handle(({ event }) => event.source))
export const nightly = pipe(schedule(cron(0, 3, '*', '*', '?', '*'), { input: { keepDays: 30 } }), handle(({ event }) => event.toJSON()))
export const tell = pipe(lambda(t.type({ to: t.string })), use(sockets), handle(({ event, sockets }) => sockets.send(event.to, '"told"')))
export const where = pipe(lambda(), handle(() => process.env['WEBSOCKET_ENDPOINT']))
export const api = service('live', {}, { echo, often, nightly, tell, where })
`

let p: Project
let child: ChildProcess
let out = ''
const said = new Promise<void>((done) => {
  beforeAll(() => {
    p = project({ 'service.ts': program })
    child = spawn(process.execPath, [join(p.dir, 'node_modules/quaich/dist/cli/bin.js'), 'dev', '--port', '0', '--no-watch'], {
      cwd: p.dir
    })
    child.stdout?.on('data', (part) => {
      out += String(part)
      if (out.split('\n').length > 3) done()
    })
  })
})
afterAll(async () => {
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  p.remove()
})

test('dev says where everything is, and all of it is there', async () => {
  await said
  const [, url = '', sockets = '', names] =
    /^listening on (http:\S+)\nwebsockets on (ws:\S+)\nfunctions on \S+\/<name>\/invocations: (.*)\n$/.exec(out) ?? []
  expect(names).toBe('often, nightly, tell, where')
  const call = (name: string, body?: unknown) =>
    fetch(`${url}/2015-03-31/functions/${name}/invocations`, {
      method: 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    }).then((r) => r.json())

  const client = await connect(sockets)
  client.say({ text: 'hello' })
  const { text, id } = (await client.hear()) as { readonly text: string; readonly id: string }
  expect(text).toBe('hello')
  await call('tell', { to: id })
  expect(await client.hear()).toBe('told')
  expect((await fetch(`${url}/@connections/${id}`, { method: 'POST', body: '"by hand"' })).status).toBe(200)
  expect(await client.hear()).toBe('by hand')
  await client.leave()

  expect(await call('often')).toBe('aws.events')
  expect(await call('nightly')).toEqual({ keepDays: 30 })
  expect(await call('nightly', { keepDays: 1 })).toEqual({ keepDays: 1 })
  expect(await call('where')).toBe(`${url}/dev`)
}, 30_000)

test('invoke gives a scheduled function, by either of its names, what its schedule would send, unless it is given an event', async () => {
  expect(await quaich(p, 'invoke', 'often')).toEqual({ code: 0, out: '"aws.events"\n', err: '' })
  expect(await quaich(p, 'invoke', 'nightly')).toEqual({ code: 0, out: '{\n  "keepDays": 30\n}\n', err: '' })
  expect(await quaich(p, 'invoke', 'live-dev-often')).toEqual({ code: 0, out: '"aws.events"\n', err: '' })
  p.write('event.json', '{"source":"me"}')
  expect(await quaich(p, 'invoke', 'often', '--event', 'event.json')).toEqual({ code: 0, out: '"me"\n', err: '' })
}, 30_000)
