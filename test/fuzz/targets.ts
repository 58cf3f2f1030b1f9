/** Every exported handler of every example, on ports that stay in this process, and for each the events that it is meant for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { portsNamed, portsOf } from '../../src/combinators/Port.js'
import { type AnyService, factsOf, isService, type LambdaHandler, lambdas, type Override, override } from '../../src/index.js'
import type { Declaration } from '../../src/router/Declaration.js'
import { eventsOf, requestsTo } from './events.js'

export interface Target {
  readonly name: string
  readonly kind: 'http' | 'websocket' | 'authorizer' | 'batch' | 'plain'
  readonly handler: LambdaHandler
  /** Events that it answers, valid as they are. */
  readonly corpus: ReadonlyArray<object>
  /** Forgets what invocations left in the ports. */
  readonly reset: () => void
  /** Whether its ports may fail, and its handlers with them. */
  readonly mayFail: boolean
}

// ---- ports

/** What stands in the place of a port, found by its key, and how it forgets. */
interface Fake {
  readonly value: unknown
  readonly reset?: () => void
}

const done = () => TE.fromIO(() => undefined)

const todoStore = (): Fake => {
  const table = new Map<string, { readonly id: string }>()
  const put = (item: { readonly id: string }) =>
    TE.fromIO(() => {
      table.set(item.id, item)
      return item
    })
  const value = {
    all: TE.fromIO(() => [...table.values()]),
    find: (id: string) => TE.fromIO(() => table.get(id) ?? null),
    insert: put,
    replace: (item: { readonly id: string }) => (table.has(item.id) ? put(item) : TE.right(null)),
    remove: (id: string) => TE.fromIO(() => table.delete(id))
  }
  const seed = { id: 'seed', title: 'milk', done: false }
  return {
    value,
    reset: () => {
      table.clear()
      table.set(seed.id, seed)
    }
  }
}

const connections = (): Fake => {
  const value = new Set<string>()
  return { value, reset: () => value.clear() }
}

const members = (): Fake => {
  const table = new Map<string, { readonly connectionId: string; readonly room: string }>()
  const seeds = ['c1=', 'dead'].map((connectionId) => ({ connectionId, name: 'ada', room: 'tea' }))
  const value = {
    put: (member: { readonly connectionId: string; readonly room: string }) =>
      TE.fromIO(() => void table.set(member.connectionId, member)),
    remove: (id: string) =>
      TE.fromIO(() => {
        const member = table.get(id) ?? null
        table.delete(id)
        return member
      }),
    find: (id: string) => TE.fromIO(() => table.get(id) ?? null),
    of: (room: string) => TE.fromIO(() => [...table.values()].filter((m) => m.room === room))
  }
  return {
    value,
    reset: () => {
      table.clear()
      for (const seed of seeds) table.set(seed.connectionId, seed)
    }
  }
}

const gone = () => Promise.reject(Object.assign(new Error('gone'), { name: 'GoneException' }))

// By the service and the key; the port of AWS's own is one for all.
const fakes: Readonly<Record<string, () => Fake>> = {
  managementApi: () => ({
    value: { post: async (_: string, id: string) => (id === 'dead' ? gone() : undefined), delete: gone, get: gone }
  }),
  'todos/todos': todoStore,
  'todos/ids': () => ({ value: () => '1' }),
  'events/connections': connections,
  'chat/members': members,
  'chat/clock': () => ({ value: () => new Date(0) }),
  'chat/secret': () => ({ value: 'a secret' }),
  'images/objects': () => ({ value: { read: () => TE.fromIO(() => new Uint8Array(0)), write: done } }),
  'orders/ids': () => ({ value: () => '1' }),
  'orders/announcements': () => ({ value: { publish: done } }),
  'orders/orderQueue': () => ({ value: { send: done } }),
  'reports/sales': () => ({ value: { of: () => TE.fromIO(() => []) } }),
  'reports/reports': () => ({ value: { write: (report: { readonly day: string }) => TE.fromIO(() => report.day) } })
}

/** An effect of whatever kind that fails however it is used: what stands for a port that reaches AWS and that nobody has faked. */
const failing: unknown = new Proxy(() => undefined, {
  get: (_, key) => (key === 'then' ? undefined : failing),
  apply: () => Promise.reject(new Error('nobody is there'))
})

// A middleware that has rights brings clients of its own: they are pointed at where nobody listens.
const reaches = ({ needs }: { readonly needs: { readonly iam?: ReadonlyArray<unknown> } }): boolean =>
  (needs.iam ?? []).length > 0
Object.assign(process.env, {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_MAX_ATTEMPTS: '1'
})

interface Wiring {
  readonly overrides: ReadonlyArray<Override>
  readonly reset: () => void
  readonly mayFail: boolean
}

const wire = (service: AnyService): Wiring => {
  const ports = new Set(service.declarations.flatMap((d) => portsNamed(d.facts).flatMap((named) => [...portsOf(named)])))
  const made = [...ports].flatMap((port) => {
    const fake = (fakes[`${service.name}/${port.key}`] ?? fakes[port.key])?.()
    if (fake !== undefined) return [{ port, fake }]
    // The port of sockets is built on one that is faked.
    return port.key !== 'sockets' && (port.needs.iam ?? []).length > 0 ? [{ port, fake: { value: failing } as Fake }] : []
  })
  return {
    overrides: made.map(({ port, fake }) => override(port as never, fake.value as never)),
    reset: () => {
      for (const { fake } of made) fake.reset?.()
    },
    mayFail:
      made.some(({ fake }) => fake.value === failing) ||
      service.declarations.some(({ facts }) => factsOf(facts, 'Middy').some(reaches))
  }
}

// ---- the examples

const folder = resolve(__dirname, '../../examples')

const entryOf = (name: string): string | undefined => {
  const file = join(folder, name, 'package.json')
  const { quaich } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly quaich?: { readonly entry: string } })
    : {}
  return quaich?.entry
}

export const examples: ReadonlyArray<string> = readdirSync(folder).filter((name) => entryOf(name) !== undefined)

const kindOf = (d: Declaration): Target['kind'] => {
  const tags = new Set(d.facts.map((f) => f._tag))
  if (tags.has('Route')) return 'http'
  if (tags.has('Websocket')) return 'websocket'
  if (d.facts[0]?._tag === 'Authorizer') return 'authorizer'
  return factsOf(d.facts, 'Each').length > 0 ? 'batch' : 'plain'
}

/** All targets of one example. */
export const targetsOf = (name: string): ReadonlyArray<Target> => {
  const entry = require(join(folder, name, entryOf(name)?.replace(/\.ts$/, '') ?? '')) as object
  return Object.values(entry)
    .filter(isService)
    .flatMap((service: AnyService) => {
      const { overrides, reset, mayFail } = wire(service)
      const handlers = lambdas(service, ...overrides)
      return service.functions.map((f) => ({
        name: `${service.name}/${f.name}`,
        kind: kindOf(f.declarations[0] as Declaration),
        handler: handlers[f.name] as LambdaHandler,
        corpus: f.declarations.flatMap((d) => (kindOf(d) === 'http' ? requestsTo(service.name, d) : eventsOf(d))),
        reset,
        mayFail
      }))
    })
}
