/** What is wrong with a program by itself, as the model sees it: each fault with the place that it is told of. */
import { doorOf, keyOf } from './keys.js'
import {
  type Layer,
  layers,
  type Placed,
  type PlacedWoken,
  type Policy,
  type Program,
  placed,
  placedWoken,
  verbsOf,
  type Woken
} from './Program.js'

export interface Fault {
  readonly at: string
  readonly what: What
}

/** Kinds of faults, and the words by which each is known when it is told. */
export const words = {
  'a body on GET': /^a body on GET/,
  'two policies in a stack': /cors policies in one stack/,
  'two bodies': /bodies in one stack/,
  'two authorizers': /authorizers in one stack/,
  'a query twice': /^query: '\w+' is declared twice/,
  'a parameter that the path has not': /^params names '\w+', which the path/,
  'cors on OPTIONS': /^cors on an OPTIONS route/,
  'credentials for everybody': /^cors: allowCredentials with the origin '\*'/,
  'a header that cannot be sent': /^cors: no browser may send the authorizer's header/,
  'twin routes': /^[A-Z]+ \/.* is declared by .* as well$/,
  'one path in two spellings': /means the same requests as/,
  'two policies on a path': /^another cors policy than/,
  'OPTIONS beside a policy': /^an OPTIONS route on a path with cors/,
  'one name for two functions': /^its function would be called/,
  'one sentence mounted twice': /^is the same declaration as/,
  'one queue twice': /^the queue of .* is read here as well/,
  'one socket route twice': /^the WebSocket route .* is declared by/,
  'overlapping notifications': /^the objects of bucket .* overlap/,
  'a large batch without a window': /^sqs: a batch of \d+ wants a batchingWindow/,
  'a large batch of a FIFO queue': /^sqs: batchSize \d+ is not a whole number from 1 to 10$/,
  'a window on a FIFO queue': /^sqs: a FIFO queue has no batchingWindow/,
  'a wrong schedule': /^schedule /
} as const
export type What = keyof typeof words

export const faultsIn = (p: Program): ReadonlyArray<Fault> => {
  const routes = placed(p)
  const shapes = grouped(routes, ({ path }) => path.replaceAll(/\{\w+(\+?)\}/g, '{$1}'))
  return distinct([
    ...routes.flatMap((r) => own(r).map((what) => ({ at: placeOf(r), what }))),
    ...shapes.flatMap(together),
    ...namesTwice(p, routes),
    ...placedWoken(p).flatMap((w) => ofOrigin(w).map((what) => ({ at: w.at, what }))),
    ...eventsTogether(placedWoken(p))
  ])
}

const placeOf = ({ names }: Placed): string => names.join('.')

const distinct = (faults: ReadonlyArray<Fault>): ReadonlyArray<Fault> =>
  faults.filter((f, i) => faults.findIndex((g) => g.at === f.at && g.what === f.what) === i)

const grouped = <A>(all: ReadonlyArray<A>, by: (a: A) => string): ReadonlyArray<ReadonlyArray<A>> =>
  [...new Set(all.map(by))].map((key) => all.filter((a) => by(a) === key))

// ---- one route

const own = ({ route, path, stack }: Placed): ReadonlyArray<What> => {
  const verbs = verbsOf(route)
  const policies = layers(stack, 'cors').map((l) => l.policy)
  const queries = layers(stack, 'query').map((l) => l.name)
  const several = (is: Layer['is']): boolean => stack.filter((l) => l.is === is).length > 1
  const doors = layers(stack, 'authorize').map((l) => doorOf(keyOf(l.key)))
  return [
    ...(verbs.includes('GET') && stack.some((l) => l.is === 'body') ? (['a body on GET'] as const) : []),
    ...(several('cors') ? (['two policies in a stack'] as const) : []),
    ...(several('body') ? (['two bodies'] as const) : []),
    ...(several('authorize') ? (['two authorizers'] as const) : []),
    ...(new Set(queries).size < queries.length ? (['a query twice'] as const) : []),
    ...(layers(stack, 'params').some((l) => !path.includes(`{${l.name}}`))
      ? (['a parameter that the path has not'] as const)
      : []),
    ...(verbs.includes('OPTIONS') && policies.length > 0 ? (['cors on OPTIONS'] as const) : []),
    ...(policies.some((c) => c.credentials && c.origins === '*') ? (['credentials for everybody'] as const) : []),
    ...(policies.some((c) => doors.some((d) => d.in === 'header' && !sendable(c).includes(d.name)))
      ? (['a header that cannot be sent'] as const)
      : [])
  ]
}

/** The request headers that a policy lets browsers send: what AWS's own clients need is always among them. */
export const sendable = ({ allow }: Policy): ReadonlyArray<string> =>
  [...new Set(['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key', ...allow])].sort()

// ---- routes on paths of one shape

const together = (same: ReadonlyArray<Placed>): ReadonlyArray<Fault> => {
  const [first] = same
  const policies = same.flatMap((r) =>
    layers(r.stack, 'cors').map(({ policy }) => ({ r, policy: JSON.stringify(inFull(policy)) }))
  )
  const options = same.find(({ route }) => verbsOf(route).includes('OPTIONS'))
  return [
    ...same.flatMap(
      (r, i): ReadonlyArray<Fault> => [
        ...(r.path !== first?.path
          ? [{ at: placeOf(r), what: 'one path in two spellings' as const }]
          : same.slice(0, i).some((s) => verbsOf(s.route).some((v) => verbsOf(r.route).includes(v)))
            ? [{ at: placeOf(r), what: 'twin routes' as const }]
            : [])
      ]
    ),
    ...policies
      .filter(({ r, policy }) => r !== policies[0]?.r && policy !== policies[0]?.policy)
      .map(({ r }) => ({ at: placeOf(r), what: 'two policies on a path' as const })),
    ...(policies.length > 0 && options !== undefined && layers(options.stack, 'cors').length === 0
      ? [{ at: placeOf(options), what: 'OPTIONS beside a policy' as const }]
      : [])
  ]
}

/** A policy as it is, however it was written: two that mean the same are the same. */
export const inFull = (policy: Policy): Policy => ({
  origins: policy.origins,
  allow: sendable(policy),
  expose: policy.expose,
  credentials: policy.credentials,
  ...(policy.seconds === undefined ? {} : { seconds: policy.seconds })
})

// ---- functions

// Told of all that the second function would run.
const namesTwice = (p: Program, routes: ReadonlyArray<Placed>): ReadonlyArray<Fault> => {
  if (p.group !== 'resource') return []
  const paths = grouped(routes, (r) => r.path)
  return paths.flatMap(([first], i) => {
    const twin = first !== undefined && paths.slice(0, i).some(([other]) => other?.fn === first.fn)
    return twin ? [{ at: placeOf(first), what: 'one name for two functions' as const }] : []
  })
}

// ---- events

const ofOrigin = ({ origin: o }: Woken): ReadonlyArray<What> => {
  if (o.is === 'schedule') return o.when === 'rate(1 minutes)' ? ['a wrong schedule'] : []
  if (o.is !== 'queue') return []
  const fifo = o.queue.endsWith('.fifo')
  return [
    ...(fifo && o.batch > 10 ? (['a large batch of a FIFO queue'] as const) : []),
    ...(fifo && o.window !== undefined ? (['a window on a FIFO queue'] as const) : []),
    ...(!fifo && o.batch > 10 && (o.window ?? 0) < 1 ? (['a large batch without a window'] as const) : [])
  ]
}

// The first that has something keeps it; a sentence is in its own way wherever it stands again, and in nobody else's then.
const eventsTogether = (all: ReadonlyArray<PlacedWoken>): ReadonlyArray<Fault> =>
  all.flatMap((w, i) => {
    const before = all.slice(0, i)
    const o = w.origin
    const some = (what: What, clashes: boolean): ReadonlyArray<Fault> => (clashes ? [{ at: w.at, what }] : [])
    const first = (same: (b: Woken['origin']) => boolean): boolean => {
      const found = before.find((b) => same(b.origin))
      return found !== undefined && found.home !== w.home
    }
    return [
      ...some('one sentence mounted twice', o.is !== 'call' && before.some((b) => b.home === w.home)),
      ...some(
        'one queue twice',
        first((b) => o.is === 'queue' && b.is === 'queue' && b.queue === o.queue)
      ),
      ...some(
        'one socket route twice',
        first((b) => o.is === 'socket' && b.is === 'socket' && b.route === o.route)
      ),
      ...some(
        'overlapping notifications',
        before.some((b) => b.home !== w.home && o.is === 'bucket' && b.origin.is === 'bucket' && overlap(o, b.origin))
      )
    ]
  })

type Bucket = Extract<Woken['origin'], { is: 'bucket' }>

const overlap = (a: Bucket, b: Bucket): boolean => {
  const starts = (x = '', y = '') => x.startsWith(y) || y.startsWith(x)
  const ends = (x = '', y = '') => x.endsWith(y) || y.endsWith(x)
  const kinds = (x: string, y: string) => starts(x.replace('*', ''), y.replace('*', ''))
  return (
    a.bucket === b.bucket &&
    a.events.some((x) => b.events.some((y) => kinds(x, y))) &&
    starts(a.prefix, b.prefix) &&
    ends(a.suffix, b.suffix)
  )
}
