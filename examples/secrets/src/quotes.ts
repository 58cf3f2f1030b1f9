/** Quotes that nobody can forge: the margin is a parameter of Systems Manager, the key that signs them a secret of Secrets Manager. */
import secretsManager, { secret } from '@middy/secrets-manager'
import ssm, { ssmParam } from '@middy/ssm'
import { flow, pipe } from 'fp-ts/lib/function.js'
import { fromMiddy, get, handle, IntFromString, params, type Text } from 'quaich'
import { quoteOf, signed } from './Quote.js'

const here = (rest: string): Text => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${rest}` })

/** `lambda.pricing`, from a parameter that holds JSON. */
const pricing = fromMiddy(
  () =>
    ssm({
      fetchData: {
        pricing: ssmParam<{ readonly currency: string; readonly margin: number }>(process.env['PRICING_PARAMETER'] ?? '')
      },
      cacheExpiry: 60_000,
      cacheKey: 'pricing', // middy keeps one cache a process: name yours
      setToContext: true
    }),
  {
    environment: { PRICING_PARAMETER: '/quotes/${sls:stage}/pricing' },
    iam: [
      {
        actions: ['ssm:GetParameters'],
        resources: [here('ssm:${AWS::Region}:${AWS::AccountId}:parameter/quotes/${sls:stage}/pricing')]
      }
    ]
  }
)

/** `lambda.signing`. Secrets Manager ends the ARN of a secret with six characters of its own. */
const signing = fromMiddy(
  () =>
    secretsManager({
      fetchData: { signing: secret<{ readonly key: string }>(process.env['SIGNING_SECRET'] ?? '') },
      cacheExpiry: 300_000,
      cacheKey: 'signing',
      setToContext: true
    }),
  {
    environment: { SIGNING_SECRET: 'quotes/${sls:stage}/signing' },
    iam: [
      {
        actions: ['secretsmanager:GetSecretValue'],
        resources: [here('secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:quotes/${sls:stage}/signing-??????')]
      }
    ]
  }
)

const priced = flow(pricing, signing)

export const quote = pipe(
  get('/quotes/{pence}'),
  params({ pence: IntFromString }), // refused before anything is fetched
  priced,
  handle(({ params, lambda }) => signed(quoteOf(params.pence, lambda.pricing), lambda.signing.key))
)

/** Needs neither, so its role may read neither. */
export const health = pipe(
  get('/health'),
  handle(() => ({ up: true }))
)
