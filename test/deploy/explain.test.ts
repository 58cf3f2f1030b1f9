/** What a text names to be explained, where the prefix of a mount and the paths in it are alike. */
import { pipe } from 'fp-ts/lib/function.js'
import { explain } from '../../src/deploy/explain.js'
import { get, handle, mount, service } from '../../src/index.js'

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
