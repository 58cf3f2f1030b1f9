/** Tokens of our own: a name, until when, and a signature (HMAC with SHA-256). They stand in a query string, so they do not live long. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { port } from 'quaich'
import { clock } from './clock.js'

export interface Tokens {
  readonly issue: (name: string) => string
  /** The name in a token that is ours and not too old; null for any other text. */
  readonly verify: (token: string) => string | null
}

const secret = port('secret', {
  live: () => {
    const text = process.env['CHAT_SECRET'] ?? ''
    if (text === '') throw new Error('CHAT_SECRET is not set')
    return text
  },
  environment: { CHAT_SECRET: '{{resolve:ssm:/chat/${sls:stage}/secret}}' }
})

export const tokens = port('tokens', { uses: { clock, secret }, live: ({ clock, secret }) => signedTokens(clock, secret) })

const signedTokens = (clock: () => Date, secret: string): Tokens => {
  const signature = (text: string): Buffer => createHmac('sha256', secret).update(text).digest()
  return {
    issue: (name) => {
      const text = `${name}.${clock().getTime() + 5 * 60 * 1000}`
      return `${text}.${signature(text).toString('base64url')}`
    },
    verify: (token) => {
      const parts = /^(([a-z][a-z0-9-]{0,39})\.(\d{1,15}))\.([\w-]{43})$/.exec(token)
      if (parts === null) return null
      const [, text = '', name = '', until, given = ''] = parts
      return timingSafeEqual(signature(text), Buffer.from(given, 'base64url')) && Number(until) > clock().getTime() ? name : null
    }
  }
}
