/** Calls between two threads, over a real channel: what cannot cross fails whoever asked, and nothing waits for ever. */
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { type Answers, caller } from '../../src/cli/dev/Call.js'

const both = (answers: Answers) => {
  const { port1, port2 } = new MessageChannel()
  const over = (port: MessagePort, a: Answers) =>
    caller({ post: (m) => port.postMessage(m), hear: (heard) => port.on('message', heard) }, a)
  over(port2, answers)
  return { asking: over(port1, {}), close: () => port1.close() }
}

test('plain data crosses, there and back, and failures with what others read of them', async () => {
  const { asking, close } = both({
    twice: (n: number) => 2 * n,
    fail: () => {
      throw Object.assign(new TypeError('no'), { $metadata: { httpStatusCode: 410 } })
    }
  })
  expect(await asking.call('twice', 21)).toBe(42)
  await expect(asking.call('fail')).rejects.toMatchObject({
    name: 'TypeError',
    message: 'no',
    $metadata: { httpStatusCode: 410 }
  })
  await expect(asking.call('nobody')).rejects.toThrow('nobody answers nobody')
  expect(asking.pending()).toBe(0)
  close()
})

test('a question that cannot cross fails at once, and nobody waits for its answer', async () => {
  const { asking, close } = both({ take: () => 'taken' })
  await expect(asking.call('take', () => {})).rejects.toThrow('could not be cloned')
  expect(asking.pending()).toBe(0)
  await asking.idle()
  close()
})

test('an answer that cannot cross fails whoever asked, and so does a failure that cannot, or that cannot be read', async () => {
  const { asking, close } = both({
    f: () => () => {},
    more: () => {
      throw Object.assign(new Error('with more'), { $metadata: { f: () => {} } })
    },
    unreadable: () => {
      throw Object.defineProperty(new Error('x'), 'stack', {
        get: () => {
          throw new Error('not to be read')
        }
      })
    }
  })
  await expect(asking.call('f')).rejects.toThrow('could not be cloned')
  await expect(asking.call('more')).rejects.toThrow('with more')
  await expect(asking.call('unreadable')).rejects.toThrow('a failure that cannot be told')
  expect(asking.pending()).toBe(0)
  close()
})
