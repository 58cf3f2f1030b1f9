/** The events of the generated file, one reader a kind, as sentences. */
import { asked, extension, mock, place, restAuthorizer, upper } from './api.js'
import { type Any, at, dataOf, list, textOf, texts } from './data.js'

type Read = (name: string, e: Any, file: Any) => ReadonlyArray<string>

const clauses = (...parts: ReadonlyArray<string | false>): string => parts.filter((s) => s !== false).join(', ')
const said = (value: unknown, text: (s: string) => string): string | false => value !== undefined && text(String(value))
const reports = (e: Any): string | false => e['functionResponseType'] === 'ReportBatchItemFailures' && 'reports'

export const readers: Readonly<Record<string, Read>> = {
  http: (name, e, file) => {
    const { path, method, authorizer, cors } = e
    const verb = String(method).toUpperCase()
    const where = `${verb} ${String(path)}`
    const signed = at(authorizer, 'type') === 'aws_iam'
    return [
      `${where}: runs ${name}`,
      `${where}: ${authorizer === undefined ? 'open to all' : signed ? 'signed' : `asks ${String(at(authorizer, 'name'))}`}`,
      ...texts(at(authorizer, 'scopes')).map((s) => `${where}: takes the scope ${s}`),
      ...(e['private'] === true ? [`${where}: wants a key`] : []),
      ...(authorizer === undefined || signed ? [] : restAuthorizer(dataOf(authorizer), file)),
      ...(cors === undefined ? [] : mock(String(path), verb, dataOf(cors)))
    ]
  },
  httpApi: (name, { path, method, authorizer }) => {
    const where = `${String(method).toUpperCase()} ${String(path)}`
    const signed = at(authorizer, 'type') === 'aws_iam'
    return [
      `${where}: runs ${name}`,
      `${where}: ${authorizer === undefined ? 'open to all' : signed ? 'signed' : `asks ${String(at(authorizer, 'name'))}`}`,
      ...texts(at(authorizer, 'scopes')).map((s) => `${where}: takes the scope ${s}`)
    ]
  },
  sqs: (name, e) => [
    `${name}: ${clauses(
      `queue ${textOf(e['arn'])}`,
      `batches of ${String(e['batchSize'])}`,
      said(e['maximumBatchingWindow'], (s) => `waits ${s} s`),
      said(e['maximumConcurrency'], (s) => `${s} at once`),
      reports(e)
    )}`
  ],
  sns: (name, e) => [
    `${name}: ${clauses(`topic ${textOf(e['arn'])}`, e['filterPolicy'] !== undefined && `filter ${JSON.stringify(e['filterPolicy'])}`)}`
  ],
  s3: (name, e) => {
    const rules = Object.assign({}, ...list(e['rules'])) as Any
    return [
      `${name}: ${clauses(
        `${e['existing'] === true ? 'bucket' : 'new bucket'} ${String(e['bucket'])} ${String(e['event'])}`,
        said(rules['prefix'], (s) => `from ${s}`),
        said(rules['suffix'], (s) => `to ${s}`)
      )}`
    ]
  },
  stream: (name, e) => [
    `${name}: ${clauses(
      `stream ${textOf(e['arn'])}`,
      `batches of ${String(e['batchSize'])}`,
      String(e['startingPosition']),
      said(e['batchWindow'], (s) => `waits ${s} s`),
      said(e['maximumRetryAttempts'], (s) => `${s} retries`),
      e['bisectBatchOnFunctionError'] === true && 'bisects',
      said(e['parallelizationFactor'], (s) => `${s} at once`),
      reports(e)
    )}`
  ],
  schedule: (name, e) => {
    // The deployer pastes a rule's input into JSON with its quotes alone escaped, a schedule's as it is.
    const input = e['method'] === 'scheduler' ? e['input'] : String(e['input']).replaceAll('\\\\', '\\')
    return [
      `${name}: ${clauses(
        texts(e['rate']).join(' '),
        said(e['timezone'], (s) => `in ${s}`),
        e['input'] !== undefined && `with ${String(input)}`,
        e['enabled'] === false && 'off'
      )}`
    ]
  },
  eventBridge: (name, e) => [
    `${name}: bus ${textOf(e['eventBus'] ?? 'default')
      .split('/')
      .at(-1)}: ${JSON.stringify(e['pattern'])}`
  ],
  websocket: (name, { route, authorizer, routeResponseSelectionExpression }, file) => {
    const called = String(at(authorizer, 'name'))
    const responds = routeResponseSelectionExpression === '$default' && 'responds'
    return [
      `${name}: socket ${clauses(String(route), authorizer !== undefined && `asks ${called}`, responds)}`,
      ...(authorizer === undefined
        ? []
        : [
            `the socket's ${called} asks ${at(authorizer, 'arn') === undefined ? called : textOf(at(authorizer, 'arn'))}`,
            ...texts(at(authorizer, 'identitySource')).map((s) => `the socket's ${called} reads the ${place(s)}`),
            ...asked(
              `the socket's ${called}`,
              at(extension(file, `${upper(called)}WebsocketsAuthorizer`), 'AuthorizerCredentialsArn')
            )
          ])
    ]
  }
}
