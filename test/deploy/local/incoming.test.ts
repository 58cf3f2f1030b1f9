/** A reply into a real response: whole, or not at all. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { send } from '../../../src/deploy/local/incoming.js'
import type { RawReply } from '../../../src/deploy/local/RawRequest.js'

const answered = async (refused: RawReply) => {
  const said: unknown[] = []
  const server = createServer((_, res) => {
    res.setHeader('x-before', 'stays')
    try {
      send(res, refused, false)
    } catch (e) {
      said.push((e as NodeJS.ErrnoException).code)
      send(res, { status: 500, headers: { 'content-type': 'text/plain' }, body: 'no' }, false)
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const reply = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const seen = { status: reply.status, body: await reply.text(), names: [...reply.headers.keys()] }
  server.close()
  return { ...seen, said }
}

const own = ['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'x-before']

test('a reply that is refused halfway leaves no header behind', async () => {
  const headers = { 'set-cookie': 'secret=1', 'content-encoding': 'gzip', 'x-bad': 'a\nb' }
  expect(await answered({ status: 200, headers, body: 'yes' })).toEqual({
    status: 500,
    body: 'no',
    names: own,
    said: ['ERR_INVALID_CHAR']
  })
})

test('nor does one with a status that is none', async () => {
  expect(await answered({ status: 1000, headers: { 'set-cookie': 'secret=1' }, body: 'yes' })).toEqual({
    status: 500,
    body: 'no',
    names: own,
    said: ['ERR_HTTP_INVALID_STATUS_CODE']
  })
})

test('one that is whole is sent as it is', async () => {
  const { status, body, said } = await answered({ status: 201, headers: { 'x-good': 'a' }, body: 'yes' })
  expect([status, body, said]).toEqual([201, 'yes', []])
})
