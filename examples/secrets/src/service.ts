/** The service: signed quotes. */
import { service } from 'quaich'
import * as quotes from './quotes.js'

export const quoting = service('quotes', { region: 'eu-west-1', logRetentionInDays: 14 }, quotes)
