// Ours, as a user writes it: with validation on, failures as values, and every default left as it is.
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { body, cors, created, each, errors, get, handle, lambdas, post, put, service, sqs } from 'quaich'
import * as match from 'quaich/match'
import { payloads } from 'quaich/payloads'
import { slimHttp } from 'quaich/slim'
import { Order, Payment, Profile } from './codecs.mjs'
import { place } from './orders.mjs'
import { register } from './profiles.mjs'
import { ZodProfile } from './zodProfile.mjs'

const only = (module, settings = {}) => Object.values(lambdas(service('bench', settings, module)))[0]

export const w1 = () =>
  only({
    hello: pipe(
      get('/hello'),
      handle(() => ({ hello: 'world' }))
    )
  })

export const w2 = (n) =>
  only(
    Object.fromEntries(
      Array.from({ length: n }, (_, i) => [
        `route${i}`,
        pipe(
          get(`/r${i}/{owner}/things/{thing}`),
          handle(({ params }) => ({ route: i, owner: params.owner, thing: params.thing }))
        )
      ])
    ),
    { group: 'service' }
  )

/** As its bundle makes it: `quaich build` has checked the service, and its entry names the sentences. */
export const w2Built = (n) =>
  slimHttp(
    { payloads, matcher: match.textMatcher },
    Array.from({ length: n }, (_, i) => {
      const path = `/r${i}/{owner}/things/{thing}`
      const handler = pipe(
        get(path),
        handle(({ params }) => ({ route: i, owner: params.owner, thing: params.thing }))
      )
      return { keys: [`route${i}`], handler, path }
    })
  )

export const w3 = () =>
  only({
    add: pipe(
      post('/orders'),
      cors(),
      body(Order),
      handle(({ body }) => created(place(body)))
    )
  })

/** A function of one path, as a service has them unless it says otherwise. */
export const w4Resource = () =>
  only({
    thing: pipe(
      get('/r0/{owner}/things/{thing}'),
      handle(({ params }) => ({ route: 0, owner: params.owner, thing: params.thing }))
    )
  })

export const w5 = () =>
  only({
    take: pipe(
      put('/names/{name}'),
      errors({ Taken: ({ name }) => ({ status: 409, detail: `Taken: ${name}` }) }),
      handle(({ params }) => E.left({ _tag: 'Taken', name: params.name }))
    )
  })

export const w6 = () =>
  only({
    payments: pipe(
      sqs('payments', { batchSize: 10 }),
      each(Payment),
      handle(({ message }) => (message.amount < 0 ? E.left({ _tag: 'CannotPay' }) : E.right(message.id)))
    )
  })

const profiles = (codec) =>
  only({
    add: pipe(
      post('/profiles'),
      body(codec),
      handle(({ body }) => created(register(body)))
    )
  })
export const w7 = () => profiles(Profile)
export const w7Zod = () => profiles(ZodProfile())
