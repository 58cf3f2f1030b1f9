/** The service: this one value is the Lambda functions and the serverless.yml that deploys them. */
import { service } from 'quaich'
import * as routes from './todos.js'

export const api = service('todos', { region: 'eu-west-1', memorySize: 256, logRetentionInDays: 14 }, routes)
