/**
 * A program that runs in a thread of its own: started, asked, and retired when another takes its place. It is told nothing but plain data,
 * so a program that is broken, or never ends, breaks nothing here.
 */

import { Trouble } from '../../deploy/load.js'
import type { Answered } from '../../deploy/local/answer.js'
import type { Connections } from '../../deploy/local/Connections.js'
import { refusal } from '../../deploy/local/RawRequest.js'
import type { Served } from '../../deploy/local/served.js'
import type { Admission, Said } from '../../deploy/local/socketAnswer.js'
import type { DefinitionFault } from '../../router/DefinitionError.js'
import { type Caller, type Channel, caller } from './Call.js'

// ---- model

/** What a program is started with. @internal */
export interface Start {
  readonly entry: string
  readonly cwd: string
  readonly url: string
  readonly stage: string | undefined
  readonly apiKeys: ReadonlyArray<string>
}

/** What a program says of itself once it is there. @internal */
export interface About {
  readonly gateway: 'rest' | 'http'
  readonly stage: string
  readonly websockets: boolean
  readonly apiKeys: boolean
  /** Functions that neither requests nor messages wake. */
  readonly called: ReadonlyArray<string>
  /** Every file that went in. */
  readonly files: ReadonlyArray<string>
}

/** Why a program did not start. @internal */
export interface Failed {
  readonly message: string
  readonly files: ReadonlyArray<string>
  readonly faults: ReadonlyArray<DefinitionFault>
}

/** A thread of this process. @internal */
export interface Thread {
  readonly channel: Channel
  /** Resolves with the reason when it has ended, by itself or not. */
  readonly ended: Promise<string>
  readonly stop: () => Promise<void>
}

/** A program that runs. @internal */
export interface Program {
  readonly about: About
  readonly served: Served
  readonly explore: (what: string, ...args: ReadonlyArray<unknown>) => Promise<unknown>
  /** Whether it was asked for an answer. */
  readonly asked: () => boolean
  /** Resolves with the reason when it ended without being retired. */
  readonly died: Promise<string>
  /** Lets it finish what it has begun, ten seconds at most, and ends it. */
  readonly retire: () => Promise<void>
}

// ---- constructors

/** Starts a program; rejects with {@link Trouble} where it does not load. @internal */
export const startProgram = async (thread: Thread, connections: Connections): Promise<Program> => {
  let ready: (about: About) => void = () => {}
  let failed: (e: Trouble) => void = () => {}
  const there = new Promise<About>((done, fail) => {
    ready = done
    failed = fail
  })
  const calls = caller(thread.channel, {
    ready: (about: About) => ready(about),
    failed: ({ message, files, faults }: Failed) => failed(new Trouble(message, 1, files, faults)),
    post: (id: string, data: Uint8Array) => connections.post(id, Buffer.from(data)),
    close: (id: string) => connections.close(id),
    info: (id: string) => connections.info(id)
  })
  let retired = false
  let asked = false
  const asking: Caller['call'] = (...args) => {
    asked = true
    return calls.call(...args)
  }
  thread.ended.then((why) => {
    failed(new Trouble(`the program ended before it was there: ${why}`))
    calls.fail(new Error(`the program ended: ${why}`))
  })
  try {
    const about = await there
    return {
      about,
      served: servedBy(about, asking),
      asked: () => asked,
      explore: (what, ...args) => calls.call('explore', what, ...args),
      died: new Promise((done) => {
        thread.ended.then((why) => {
          if (!retired) done(why)
        })
      }),
      retire: async () => {
        retired = true
        await Promise.race([calls.idle(), new Promise((done) => setTimeout(done, 10_000).unref())])
        await thread.stop()
      }
    }
  } catch (e) {
    await thread.stop()
    throw e
  }
}

const servedBy = (about: About, call: Caller['call']): Served => ({
  settings: { gateway: about.gateway },
  answer: async (request) => {
    try {
      const { reply, ...told } = (await call('answer', request)) as Answered
      const { body } = reply
      return { ...told, reply: { ...reply, body: typeof body === 'string' ? body : Buffer.from(body) } }
    } catch {
      // What happened is in the program's own log; a gateway says no more than that.
      return { by: 'gateway', reply: refusal({ gateway: about.gateway }, 'functionFailed') }
    }
  },
  sockets: {
    declared: about.websockets,
    connect: (request) => call('connect', request) as Promise<Admission>,
    message: (text, connection) => call('message', text, connection) as Promise<Said>,
    disconnect: (code, reason, connection) => call('disconnect', code, reason, connection) as Promise<Said | undefined>
  }
})
