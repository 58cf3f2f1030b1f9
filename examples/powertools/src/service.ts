/** The service: payments that are logged, traced and counted. */
import { service } from 'quaich'
import * as payments from './payments.js'

export const paying = service('payments', { region: 'eu-west-1', logRetentionInDays: 14 }, payments)
