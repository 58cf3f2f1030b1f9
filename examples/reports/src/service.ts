/** The service: a report every morning, and again when somebody asks for it. */
import { service } from 'quaich'
import * as reports from './reports.js'

export const reporting = service('reports', { region: 'eu-west-1', logRetentionInDays: 14 }, reports)
