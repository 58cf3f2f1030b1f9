/** Effects that the handlers need: an environment, and a table built on it. */
import { port } from 'quaich'

export const secrets = port('secrets', {
  live: () => ({ token: process.env['TOKEN'] ?? 'let-me-in' }),
  environment: { TOKEN: '{{resolve:ssm:/everything/${sls:stage}/token}}' }
})

export const counter = port('counter', {
  uses: { secrets },
  live: ({ secrets }) => ({ next: (n: number) => n + secrets.token.length }),
  environment: { COUNTER_TABLE: { Ref: 'CounterTable' } },
  iam: [
    {
      actions: ['dynamodb:UpdateItem'],
      resources: [{ 'Fn::GetAtt': ['CounterTable', 'Arn'] }],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['counter'] } }
    }
  ],
  resources: {
    CounterTable: {
      Type: 'AWS::DynamoDB::Table',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }]
      }
    }
  }
})
