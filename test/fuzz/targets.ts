/** Every exported handler of every example, on ports that stay in this process, and for each the events that it is meant for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { portsOf } from '../../src/combinators/Port.js'
import {
  type AnyService,
  factsOf,
  isService,
  type LambdaHandler,
  lambdas,
  managementApi,
  type Override,
  override
} from '../../src/index.js'
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

// ---- the examples

const folder = resolve(__dirname, '../../examples')
const example = (name: string, file: string) => require(join(folder, name, 'src', file)) as Record<string, never>

interface Wiring {
  readonly overrides: ReadonlyArray<Override>
  readonly reset: () => void
}

const todo = (): Wiring => {
  const { todos, ids } = example('todo', 'store')
  const table = new Map<string, { readonly id: string }>()
  const put = (item: { readonly id: string }) =>
    TE.fromIO(() => {
      table.set(item.id, item)
      return item
    })
  const store = {
    all: TE.fromIO(() => [...table.values()]),
    find: (id: string) => TE.fromIO(() => table.get(id) ?? null),
    insert: put,
    replace: (item: { readonly id: string }) => (table.has(item.id) ? put(item) : TE.right(null)),
    remove: (id: string) => TE.fromIO(() => table.delete(id))
  }
  return {
    overrides: [override(todos as never, store), override(ids as never, () => '1')],
    reset: () => {
      table.clear()
      table.set('seed', { id: 'seed', title: 'milk', done: false } as { readonly id: string })
    }
  }
}

const events = (): Wiring => {
  const present = new Set<string>()
  const gone = () => Promise.reject(Object.assign(new Error('gone'), { name: 'GoneException' }))
  const management = { post: async (_: string, id: string) => (id === 'dead' ? gone() : undefined), delete: gone, get: gone }
  return {
    overrides: [
      override(example('events', 'chat')['connections'] as never, present),
      override(managementApi, management as never)
    ],
    reset: () => present.clear()
  }
}

const images = (): Wiring => {
  const { objects } = example('images', 'objects')
  const store = { read: () => TE.fromIO(() => new Uint8Array(0)), write: () => TE.fromIO(() => undefined) }
  return { overrides: [override(objects as never, store)], reset: () => {} }
}

const orders = (): Wiring => {
  const { announcements, ids, orderQueue } = example('orders', 'ports')
  const done = { send: () => TE.fromIO(() => undefined), publish: () => TE.fromIO(() => undefined) }
  return {
    overrides: [override(announcements as never, done), override(orderQueue as never, done), override(ids as never, () => '1')],
    reset: () => {}
  }
}

const reports = (): Wiring => {
  const { reports: written, sales } = example('reports', 'ports')
  return {
    overrides: [
      override(sales as never, { of: () => TE.fromIO(() => []) }),
      override(written as never, { write: (report: { readonly day: string }) => TE.fromIO(() => report.day) })
    ],
    reset: () => {}
  }
}

const wirings: Readonly<Record<string, () => Wiring>> = { todo, events, images, orders, reports }

/** An effect of whatever kind that fails however it is used. */
const failing: unknown = new Proxy(() => undefined, {
  get: (_, key) => (key === 'then' ? undefined : failing),
  apply: () => Promise.reject(new Error('nobody is there'))
})

// An example that has no wiring of its own: what reaches AWS fails, and its handlers with it.
const alone = (service: AnyService): Wiring => {
  const ports = new Set(service.declarations.flatMap((d) => factsOf(d.facts, 'Port').flatMap((f) => [...portsOf(f.port)])))
  const reaching = [...ports].filter((p) => (p.needs.iam ?? []).length > 0)
  return { overrides: reaching.map((port) => override(port as never, failing as never)), reset: () => {} }
}

export const examples: ReadonlyArray<string> = readdirSync(folder).filter((name) =>
  existsSync(join(folder, name, 'package.json'))
)

const kindOf = (d: Declaration): Target['kind'] => {
  const tags = new Set(d.facts.map((f) => f._tag))
  if (tags.has('Route')) return 'http'
  if (tags.has('Websocket')) return 'websocket'
  if (d.facts[0]?._tag === 'Authorizer') return 'authorizer'
  return factsOf(d.facts, 'Each').length > 0 ? 'batch' : 'plain'
}

/** All targets of one example. */
export const targetsOf = (name: string): ReadonlyArray<Target> => {
  const { quaich } = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as { quaich: { entry: string } }
  const entry = require(join(folder, name, quaich.entry.replace(/\.ts$/, ''))) as object
  return Object.values(entry)
    .filter(isService)
    .flatMap((service: AnyService) => {
      const wiring = wirings[name]
      const { overrides, reset } = wiring?.() ?? alone(service)
      const handlers = lambdas(service, ...overrides)
      return service.functions.map((f) => ({
        name: `${service.name}/${f.name}`,
        kind: kindOf(f.declarations[0] as Declaration),
        handler: handlers[f.name] as LambdaHandler,
        corpus: f.declarations.flatMap((d) => (kindOf(d) === 'http' ? requestsTo(service.name, d) : eventsOf(d))),
        reset,
        mayFail: wiring === undefined && overrides.length > 0
      }))
    })
}
