/** What a program says of its events is what becomes of them: batches, schedules, buses, calls and sockets. */
import * as fc from 'fast-check'
import { type Client, client } from 'quaich/testing'
import { quiet, withoutStacks } from '../laws/send.js'
import { sound } from './arbitrary/programs.js'
import { build } from './build.js'
import { doorOf, guardOf, keyOf } from './model/keys.js'
import { isBatch, type Kind, messageOf, outcome } from './model/outcomes.js'
import { type PlacedWoken, type Program, placedWoken } from './model/Program.js'

quiet()
withoutStacks()

const drawn = fc.sample(sound, { seed: 29, numRuns: 160 }).filter((p) => placedWoken(p).length > 0)

interface Running {
  readonly p: Program
  readonly c: Client<unknown>
  readonly heard: () => ReadonlyArray<string>
}

const running = (p: Program): Running => {
  const { api, heard } = build(p)
  return { p, c: client(api), heard }
}

const each = (all: (p: Program) => ReadonlyArray<PlacedWoken>): ReadonlyArray<Running & { readonly w: PlacedWoken }> =>
  drawn.flatMap((p) => all(p).map((w) => ({ ...running(p), w })))

const batches: ReadonlyArray<ReadonlyArray<Kind>> = [
  ['good'],
  ['good', 'good', 'good'],
  ['good', 'failing', 'good'],
  ['failing', 'good', 'failing'],
  ['good', 'unreadable', 'good', 'good'],
  ['unreadable']
]

test('of a batch exactly that comes again which its sentence says, and no more than that was run', async () => {
  let compared = 0
  for (const { w, c, heard } of each((p) => placedWoken(p).filter(isBatch)))
    for (const kinds of batches) {
      const messages = kinds.map((kind, i) => messageOf(w, kind, i))
      heard()
      const { failed, error } = (await c.batch(w.name as never, messages as never)) as {
        readonly failed: ReadonlyArray<unknown>
        readonly error?: unknown
      }
      const told = {
        again: messages.flatMap((m, i) => (failed.includes(m) ? [i] : [])),
        runs: heard().length,
        throws: error !== undefined
      }
      expect({ w, kinds, ...told }).toEqual({ w, kinds, ...outcome(w, kinds) })
      compared++
    }
  expect(compared).toBeGreaterThan(1500)
})

/** Whether an invocation succeeded, and what ran. */
const invoked = async ({ c, heard }: Running, name: string, event: unknown) => {
  heard()
  const done = await c.invoke(name, event as never).then(
    () => true,
    () => false
  )
  return { done, ran: heard() }
}

test('a schedule, a rule and a call run their sentence once; what a codec refuses runs nothing, and what fails fails', async () => {
  let compared = 0
  for (const r of each(placedWoken)) {
    const { origin: o, name, own } = r.w
    const event = (n: unknown) => (o.is === 'bus' ? { 'detail-type': 'Paid', source: 'shop', detail: { n } } : { n })
    if (o.is !== 'schedule' && o.is !== 'bus' && o.is !== 'call') continue
    const typed = o.is === 'call' && o.typed
    expect(await invoked(r, name, event(1))).toEqual({ done: true, ran: [own] })
    expect(await invoked(r, name, event('fail'))).toEqual({ done: false, ran: typed ? [] : [own] })
    if (o.is === 'bus') expect(await invoked(r, name, { n: 1 })).toEqual({ done: false, ran: [] })
    compared += 3
  }
  expect(compared).toBeGreaterThan(400)
})

/** A connection, or nothing where nobody is let in. */
const connected = ({ c }: Running, w: PlacedWoken | undefined, token: string | undefined) => {
  const name = w?.origin.is === 'socket' ? w.origin.key : undefined
  const key = name === undefined ? undefined : keyOf(name)
  const door = key === undefined ? undefined : doorOf(key)
  const sent = door === undefined || token === undefined ? {} : { [door.name]: token }
  const input =
    key?.is === 'elsewhere'
      ? token === 'good'
        ? { auth: { role: 'reader' } }
        : {}
      : door?.in === 'header'
        ? { headers: sent }
        : { query: sent }
  return c.socket(input).catch(() => undefined)
}

test('a connection is let in by its authorizer alone, and its messages go to the route that they name', async () => {
  let compared = 0
  for (const p of drawn) {
    const of = (route: string) => placedWoken(p).find(({ origin: o }) => o.is === 'socket' && o.route === route)
    if (!placedWoken(p).some((w) => w.origin.is === 'socket')) continue
    const r = running(p)
    const connect = of('$connect')
    const guard = connect?.origin.is === 'socket' ? connect.origin.key : undefined
    for (const token of [undefined, 'bad']) {
      r.heard()
      const socket = await connected(r, connect, token)
      const asked = guard !== undefined && keyOf(guard).is === 'own' && token !== undefined ? [guardOf(guard)] : []
      expect([socket === undefined, r.heard()]).toEqual(
        guard === undefined ? [false, connect === undefined ? [] : [connect.own]] : [true, asked]
      )
      compared++
    }
    const socket = await connected(r, connect, 'good')
    if (socket === undefined) throw new Error('nobody is let in')
    r.heard()
    for (const action of ['say', 'join', 'what'])
      for (const n of [1, 'x']) {
        const w = of(action) ?? of('$default')
        const o = w?.origin.is === 'socket' ? w.origin : undefined
        const before = socket.received.length
        const { by, status } = await socket.send({ action, n } as never)
        const refused = o?.typed === true && n !== 1
        expect([by, status, r.heard()]).toEqual(
          w === undefined ? ['gateway', 403, []] : [w.name, refused ? 400 : 200, refused ? [] : [w.own]]
        )
        const got = socket.received.slice(before)
        if (w === undefined) expect(got).toMatchObject([{ message: 'Forbidden' }])
        else if (refused) expect(got).toHaveLength(o?.responds === true ? 1 : 0)
        else expect(got).toEqual(o?.responds === true ? [{ told: 'fine' }] : [])
        compared++
      }
    await socket.close()
    const gone = of('$disconnect')
    expect(r.heard()).toEqual(gone === undefined ? [] : [gone.own])
  }
  expect(compared).toBeGreaterThan(300)
})
