/** What a text names to be explained, where the prefix of a mount and the paths in it are alike. */
import { pipe } from 'fp-ts/lib/function.js'
import { explain } from '../../src/deploy/explain.js'
import { get, handle, limits, mount, post, service } from '../../src/index.js'

const at = (path: '/' | '/x') =>
  pipe(
    get(path),
    handle(() => 1)
  )
const api = service('s', {}, { v1: mount('/v1', { root: at('/'), x: at('/x') }), v2: mount('/v2', { x: at('/x') }) })
const named = (wanted: string) => explain(api, wanted).map((e) => e.name)

test('a prefix names its whole mount, or the route that stands there; the beginning of a prefix names nothing', () => {
  expect(named('/v2')).toEqual(['v2.x'])
  expect(named('/v1')).toEqual(['v1.root'])
  expect(named('/v')).toEqual([])
  expect(named('/')).toEqual([])
})

test('limits are explained by what was declared, and by what they refuse', () => {
  const bulk = pipe(
    post('/bulk'),
    limits({ jsonValues: 6000, jsonDepth: 8 }),
    handle(() => 1)
  )
  const fact = explain(service('s', {}, { bulk }), 'bulk')[0]?.facts.find((f) => f.combinator === 'limits')
  expect(fact).toMatchObject({ says: 'jsonValues 6000, jsonDepth 8', refuses: ['400 a deeper one', '413 more JSON values'] })
})
