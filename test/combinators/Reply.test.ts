/** Replies as plain values. */
import * as fc from 'fast-check'
import { accepted, created, isReply, noContent, ok, redirect, reply, withHeader } from '../../src/combinators/Reply.js'
import { holds } from '../laws/holds.js'

test.each([
  ['ok', ok('a'), 200, 'a', {}],
  ['created', created('a', { location: '/a' }), 201, 'a', { location: '/a' }],
  ['accepted', accepted('a'), 202, 'a', {}],
  ['noContent', noContent(), 204, undefined, {}],
  ['redirect', redirect('/a'), 303, undefined, { location: '/a' }],
  ['redirect with a status', redirect('/a', 308), 308, undefined, { location: '/a' }],
  ['reply', reply(418, { a: 1 }, { a: ['1', '2'] }), 418, { a: 1 }, { a: ['1', '2'] }]
] as const)('%s', (_, r, status, body, headers) => {
  expect(r).toMatchObject({ _tag: 'Reply', status, headers })
  expect(r.body).toEqual(body)
  expect(isReply(r)).toBe(true)
})

test('a reply that came in as JSON is not one', async () => {
  expect(isReply(JSON.parse(JSON.stringify(ok(1))))).toBe(false)
  await holds(fc.property(fc.anything(), (u) => expect(isReply(u)).toBe(false)))
})

test('a header replaces the one of its name, whatever the case; the reply before is unchanged', async () => {
  const name = fc.constantFrom('a', 'A', 'x-b', 'X-B', 'x-c')
  await holds(
    fc.property(fc.array(fc.tuple(name, fc.string()), { maxLength: 8 }), (set) => {
      const before = reply(200, 1, { 'X-B': '0', z: '1' })
      const after = set.reduce((r, [k, v]) => withHeader(k, v)(r), before)
      const naive = new Map([['x-b', '0'], ['z', '1'], ...set.map(([k, v]) => [k.toLowerCase(), v] as const)])
      expect(Object.fromEntries(Object.entries(after.headers).map(([k, v]) => [k.toLowerCase(), v]))).toEqual(
        Object.fromEntries(naive)
      )
      expect(Object.keys(after.headers)).toHaveLength(naive.size)
      expect(before.headers).toEqual({ 'X-B': '0', z: '1' })
    })
  )
})
