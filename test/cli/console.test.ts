/** What the explorer's console asks for, over a real server: a handshake with the headers that a browser cannot send. */
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { withHeaders } from '../../src/cli/dev/console.js'

/** A request as the service sees it. */
const seen = async (path: string): Promise<Pick<IncomingMessage, 'url' | 'headers' | 'rawHeaders'>> => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const heard = new Promise<IncomingMessage>((done) =>
    server.on('request', (req, res) => {
      withHeaders(req)
      res.end()
      done(req)
    })
  )
  const { port } = server.address() as AddressInfo
  request({ port, host: '127.0.0.1', path, headers: { 'sec-websocket-key': 'k' } }, (r) => r.resume()).end()
  const req = await heard
  server.close()
  return req
}

test('query and headers are put where any other client has them', async () => {
  const told = new URLSearchParams([
    ['query', 'token=a%20b&x=1'],
    ['header', 'Authorization: member ada'],
    ['header', 'x-empty:']
  ])
  const { url, headers, rawHeaders } = await seen(`/__quaich/socket?${told}`)
  expect(url).toBe('/?token=a%20b&x=1')
  expect([headers['authorization'], headers['x-empty']]).toEqual(['member ada', ''])
  expect(rawHeaders.slice(-4)).toEqual(['Authorization', 'member ada', 'x-empty', ''])
})

test.each([
  'host: elsewhere',
  'Origin: http://elsewhere',
  'sec-websocket-key: mine',
  'Upgrade: h2c',
  'connection: close',
  'no header',
  'x: a\r\ny: b',
  ': x',
  'x y: z'
])('%j changes nothing: it is of the handshake, or no header', async (header) => {
  const plain = await seen('/__quaich/socket?query=')
  const { url, headers, rawHeaders } = await seen(`/__quaich/socket?${new URLSearchParams([['header', header]])}`)
  expect(url).toBe('/')
  const without = ({ host: _, ...rest }: IncomingMessage['headers']) => rest
  expect(without(headers)).toEqual(without(plain.headers))
  expect(rawHeaders).toHaveLength(plain.rawHeaders.length)
  expect(headers.host).toMatch(/^127\.0\.0\.1:\d+$/)
})
