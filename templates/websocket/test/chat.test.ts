import { client } from 'quaich/testing'
import { api } from '../src/service.js'

test('a question is answered on the spot', async () => {
  const socket = await client(api).socket()
  await socket.send({ action: 'add', a: 1, b: 2 })
  expect(socket.received).toEqual([{ sum: 3 }])
})

test('anything else comes back', async () => {
  const socket = await client(api).socket()
  await socket.send('hello')
  expect(socket.received).toEqual(['hello'])
})
