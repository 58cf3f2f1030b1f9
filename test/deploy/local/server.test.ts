/** What the local server promises whoever is being served while another takes over, or while it closes. */
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { startGateway } from '../../../src/deploy/local/gateway.js'
import { body, get, handle, post, service, websocket } from '../../../src/index.js'
import { connect } from './wsClient.js'

const answering = (answer: string) => {
  const add = pipe(
    post('/things'),
    body(t.number),
    handle(({ body }) => ({ answer, body }))
  )
  return service('one', {}, { add })
}

test('a request whose body still comes in when another service takes over is answered by that one', async () => {
  const g = await startGateway(answering('first'), { port: 0 })
  const socket = connectTcp(Number(new URL(g.url).port), '127.0.0.1')
  let got = ''
  socket.on('data', (part) => {
    got += String(part)
  })
  // The server says that it has read the head: only then does the body follow.
  socket.write(
    'POST /things HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n'
  )
  await once(socket, 'data')
  expect(got).toMatch(/^HTTP\/1\.1 100 /)
  g.reload(answering('second'))
  socket.write('12')
  await once(socket, 'close')
  expect(got).toContain('{"answer":"second","body":12}')
  await g.close()
})

describe('closing waits for nobody who never ends', () => {
  const never = () => new Promise<never>(() => {})

  test('no request', async () => {
    let asked = () => {}
    const here = new Promise<void>((done) => {
      asked = done
    })
    const slow = pipe(
      get('/slow'),
      handle(() => {
        asked()
        return never()
      })
    )
    const g = await startGateway(service('slow', {}, { slow }), { port: 0 })
    const told = fetch(`${g.url}/slow`).then(
      () => 'answered',
      () => 'cut off'
    )
    await here
    await g.close()
    expect(await told).toBe('cut off')
  })

  test('no handshake', async () => {
    let asked = () => {}
    const here = new Promise<void>((done) => {
      asked = done
    })
    const on = pipe(
      websocket('$connect'),
      handle(() => {
        asked()
        return never()
      })
    )
    const g = await startGateway(service('on', {}, { on }), { port: 0 })
    const told = connect(g.websocketUrl).then(
      () => 'let in',
      () => 'cut off'
    )
    await here
    await g.close()
    expect(await told).toBe('cut off')
  })

  test('no $disconnect', async () => {
    const off = pipe(websocket('$disconnect'), handle(never))
    const g = await startGateway(service('off', {}, { off }), { port: 0 })
    const client = await connect(g.websocketUrl)
    await g.close()
    expect(await client.closed).toEqual([1001, 'Going away'])
  })
})
