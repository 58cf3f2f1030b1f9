/** Every example is sound: the laws hold of each declaration, on ports that are held in memory where the live ones need AWS. */
import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics } from '@aws-lambda-powertools/metrics'
import { Tracer } from '@aws-lambda-powertools/tracer'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type AnyService, type Override, override } from 'quaich'
import { checkService } from 'quaich/testing'
import { clock } from './chat/src/clock.js'
import { type Members, members } from './chat/src/members.js'
import { api as chat } from './chat/src/service.js'
import { tokens } from './chat/src/tokens.js'
import { events } from './events/src/service.js'
import { everything } from './everything/src/service.js'
import { notes } from './http-api/src/service.js'
import { type Objects, objects } from './images/src/objects.js'
import { images } from './images/src/service.js'
import { announcements, catalogue, ids as orderIds, orderQueue } from './orders/src/ports.js'
import { shop } from './orders/src/service.js'
import { shop as teas } from './part-file/src/service.js'
import { offer } from './part-file/src/teas.js'
import { logger, metrics, tracer } from './powertools/src/observed.js'
import { paying } from './powertools/src/service.js'
import { reports, sales } from './reports/src/ports.js'
import { reporting } from './reports/src/service.js'
import { quoting } from './secrets/src/service.js'
import { api as todo } from './todo/src/service.js'
import { type TodoStore, ids as todoIds, todos } from './todo/src/store.js'

// ---- ports in memory: they know every other key, so that handlers are seen on both of their ways

const known = (key: string): boolean => key.length % 2 === 1
const done = TE.right(undefined)

const todoStore: TodoStore = {
  all: TE.right([{ id: '1', title: 'milk', done: false }]),
  find: (id) => TE.right(known(id) ? { id, title: 'milk', done: false } : null),
  insert: (todo) => (known(todo.title) ? TE.right(todo) : TE.left({ _tag: 'Duplicate', id: todo.id })),
  replace: (todo) => TE.right(known(todo.id) ? todo : null),
  remove: (id) => TE.right(known(id))
}

class Catalogue extends Map<string, number> {
  override get(item: string): number | undefined {
    return known(item) ? 450 : undefined
  }
}

const inTheTeaRoom: Members = {
  put: () => done,
  find: (connectionId) => TE.right({ connectionId, name: 'ada', room: 'tea' }),
  remove: (connectionId) => TE.right(known(connectionId) ? { connectionId, name: 'ada', room: 'tea' } : null),
  of: (room) => TE.right(['c-1', 'c-2'].map((connectionId) => ({ connectionId, name: 'grace', room })))
}

/** A PNG of one pixel; and what is none. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64'
)
const pictures: Objects = {
  read: ({ key }) => TE.right(known(key) ? pixel : new Uint8Array([1, 2, 3])),
  write: () => done
}

const silent = new Logger({ logLevel: 'SILENT' })
const quiet = (): ReadonlyArray<Override> => [
  override(logger, silent),
  override(tracer, new Tracer({ enabled: false })),
  override(metrics, new Metrics({ namespace: 'shop', logger: silent }))
]

// ---- the examples

const none = (): ReadonlyArray<Override> => []
const services: ReadonlyArray<readonly [AnyService, () => ReadonlyArray<Override>]> = [
  [todo, () => [override(todos, todoStore), override(todoIds, () => '1')]],
  [notes, none],
  [events, none],
  [everything, none],
  [
    shop,
    () => [
      override(orderIds, () => '1'),
      override(orderQueue, { send: () => done }),
      override(announcements, { publish: () => done }),
      override(catalogue, new Catalogue())
    ]
  ],
  [
    reporting,
    () => [
      override(sales, { of: (day) => TE.right([{ day, id: '1', item: 'assam', quantity: 2, total: 900 }]) }),
      override(reports, { write: ({ day }) => TE.right(`daily/${day}.json`) })
    ]
  ],
  [images, () => [override(objects, pictures)]],
  [
    chat,
    () => [
      override(clock, () => new Date(0)),
      override(members, inTheTeaRoom),
      override(tokens, { issue: (name) => `${name}.token`, verify: (token) => (known(token) ? 'ada' : null) })
    ]
  ],
  [paying, quiet],
  [teas, () => [override(offer, [{ name: 'assam', pence: 450 }])]]
]

// Metrics are printed, whoever logs.
const before = { ...process.env }
beforeAll(() => {
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'true'
})
afterAll(() => {
  process.env = before
})

// An authorizer is asked on the way to its routes.
const triedIn = (service: AnyService): ReadonlyArray<string> =>
  service.declarations.filter((d) => d.facts.every((f) => f._tag !== 'Authorizer')).map((d) => d.keys.join('.'))

const tried = async (
  service: AnyService,
  overrides: () => ReadonlyArray<Override>,
  only: ReadonlyArray<string>
): Promise<void> => {
  const { held, untried } = await checkService(service, { overrides, only, runs: 8, seed: 42 })
  expect(untried).toEqual([])
  expect(new Set(held.map((h) => h.declaration))).toEqual(new Set(only))
}

test.each(services.map(([service, overrides]) => [service.name, service, overrides] as const))('%s', (_, service, overrides) =>
  tried(service, overrides, triedIn(service))
)

// Its quotes ask Systems Manager and Secrets Manager by middlewares that keep a timer in each container: their own test has a server for them.
test('quotes, as far as it asks nobody', () => tried(quoting, none, ['health']))
