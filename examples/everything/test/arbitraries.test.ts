/** Requests and messages can be generated for whatever the examples declare: every codec in them is one that can be seen through. */
import { type AnyService, factOf, isService } from 'quaich'
import { arbitraries } from 'quaich/testing'
import * as events from '../../events/src/service.js'
import * as httpApi from '../../http-api/src/service.js'
import * as todo from '../../todo/src/service.js'
import * as everything from '../src/service.js'

const services: ReadonlyArray<AnyService> = [everything, events, httpApi, todo].flatMap((m) =>
  Object.values<unknown>(m).filter(isService)
)

const count = (all: object): number =>
  Object.values(all).reduce((n: number, g: object) => n + ('valid' in g && 'generate' in (g.valid as object) ? 1 : count(g)), 0)

test.each(services.map((s) => ({ name: s.name, s })))('$name: every declaration has its arbitraries', ({ s }) => {
  const silent = s.declarations.filter((d) => factOf(d.facts, 'Schedule') ?? factOf(d.facts, 'Authorizer'))
  expect(count(arbitraries(s))).toBe(s.declarations.length - silent.length)
  expect(s.declarations.length).toBeGreaterThan(3)
})
