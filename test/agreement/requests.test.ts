/** What a program says is what its requests are answered with, and what it does not say happens nowhere. */
import * as fc from 'fast-check'
import { quiet, withoutStacks } from '../laws/send.js'
import { sound } from './arbitrary/programs.js'
import { asking } from './ask.js'
import { build } from './build.js'
import { answer, onlyPolicy, said, saidBefore } from './model/answers.js'
import { askedOf, asks, gatewaysOf, origins } from './model/asked.js'
import { layers, type Placed, type Program, placed } from './model/Program.js'

quiet()
withoutStacks()

/** Each program through each of its gateways. */
const everywhere = fc.sample(sound, { seed: 23, numRuns: 120 }).flatMap((p, i) => {
  const built = build(p)
  return gatewaysOf(p, i).map((gateway) => ({ p, gateway, ...asking(built, gateway) }))
})

test('every request is let in, refused, run and labelled as its route says, through every gateway', async () => {
  let compared = 0
  for (const { p, gateway, route } of everywhere)
    for (const r of placed(p))
      for (const ask of askedOf(p, r, gateway)) {
        expect({ ask, ...(await route(r, ask)) }).toEqual({ ask, ...answer(p, r, ask) })
        compared++
      }
  expect(compared).toBeGreaterThan(6000)
})

/** Requests of which anything may be wrong at once: then the outermost refuses. */
const wild = fc.sample(
  fc.record({
    who: fc.constantFrom('good' as const, 'good' as const, 'nobody' as const, 'unwelcome' as const),
    key: fc.boolean(),
    type: fc.constantFrom('good' as const, 'good' as const, 'other' as const),
    body: fc.constantFrom('good' as const, 'none' as const, 'broken' as const, 'wrong' as const, 'large' as const),
    query: fc.constantFrom('good' as const, 'wrong' as const),
    header: fc.constantFrom('good' as const, 'wrong' as const),
    param: fc.constantFrom('good' as const, 'wrong' as const),
    origin: fc.constantFrom(...origins)
  }),
  { seed: 31, numRuns: 1000 }
)

test('of all that is wrong with a request, that is told which stands outermost', async () => {
  let compared = 0
  for (const { p, gateway, route } of everywhere)
    for (const r of placed(p))
      for (const verb of r.route.verbs === 'ANY' ? ['DELETE'] : r.route.verbs)
        for (let n = 0; n < 6; n++) {
          const some = wild[compared++ % wild.length]
          if (some === undefined) continue
          const ask = { gateway, verb, ...some, body: verb === 'GET' || verb === 'OPTIONS' ? ('none' as const) : some.body }
          expect({ ask, ...(await route(r, ask)) }).toEqual({ ask, ...answer(p, r, ask) })
        }
  expect(compared).toBeGreaterThan(1000)
})

/** The paths of a program, each with its routes. */
const pathsOf = (p: Program): ReadonlyArray<readonly [string, ReadonlyArray<Placed>]> =>
  [...new Set(placed(p).map((r) => r.path))].map((path) => [path, placed(p).filter((r) => r.path === path)])

const hasPolicy = ({ stack }: Placed): boolean => layers(stack, 'cors').length > 0

const spelled = (r: Placed): ReadonlyArray<string> =>
  r.route.verbs === 'ANY' ? ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] : r.route.verbs

test('preflight is answered from the policy of the path for strangers too, and runs nothing; without a policy nothing is said', async () => {
  let compared = 0
  for (const { p, gateway, plain } of everywhere) {
    for (const [path, routes] of pathsOf(p)) {
      if (routes.some((r) => r.route.verbs.includes('OPTIONS'))) continue
      const sharing = routes.filter(hasPolicy)
      const policy = layers(sharing[0]?.stack ?? [], 'cors')[0]?.policy
      // An HTTP API allows the same methods on all of its paths.
      const allowing = gateway === 'http' || gateway === 'http1' ? placed(p).filter(hasPolicy) : sharing
      // Where ANY takes OPTIONS as well, who asks has to be let in by it.
      if (policy === undefined && asks(gateway) && routes.some((r) => r.route.verbs === 'ANY')) continue
      for (const origin of origins) {
        const { status, ran, cors } = await plain('OPTIONS', path, origin)
        const meant = policy === undefined ? {} : saidBefore(policy, [...new Set(allowing.flatMap(spelled))], origin)
        expect({ path, gateway, origin, status, ran, cors }).toEqual({
          path,
          gateway,
          origin,
          status: 204,
          ran: [],
          cors: meant
        })
        compared++
      }
    }
  }
  expect(compared).toBeGreaterThan(1000)
})

/** Whether a request to a path may be meant for another one: HTTP APIs look for a path that takes the method. */
const meantFor = (p: Program, path: string, verb: string): boolean => {
  const concrete = path.replaceAll(/\{rest\+\}/g, 'x/y').replaceAll(/\{\w+\}/g, 'zz')
  return placed(p).some(
    (r) =>
      r.path !== path &&
      (r.route.verbs === 'ANY' || r.route.verbs.some((v) => v === verb)) &&
      new RegExp(`^${r.path.replaceAll(/\{\w+\+\}/g, '.+').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(concrete)
  )
}

test('a method that a path does not have is 405 with what it has, a path that nobody declared 404, and nothing runs', async () => {
  let compared = 0
  for (const { p, gateway, plain } of everywhere) {
    for (const [path, routes] of pathsOf(p)) {
      const has = routes.flatMap(spelled)
      const verb = ['PATCH', 'DELETE', 'PUT', 'POST', 'GET'].find((v) => !has.includes(v) && !meantFor(p, path, v))
      if (verb === undefined || p.group === 'route') continue
      const policy = routes.flatMap((r) => layers(r.stack, 'cors'))[0]?.policy
      const allow = [...new Set([...has, ...(has.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].sort()
      expect(await plain(verb, path, origins[0])).toEqual({
        by: routes[0]?.fn,
        status: 405,
        ran: [],
        cors: said(policy, origins[0]),
        allow
      })
      compared++
    }
    const nowhere = await plain('GET', '/nowhere/at/all', origins[0])
    const cors = asks(gateway) ? said(onlyPolicy(p), origins[0]) : nowhere.cors
    expect(nowhere).toEqual({ by: 'gateway', status: 404, ran: [], cors, allow: [] })
    compared++
  }
  expect(compared).toBeGreaterThan(300)
})
