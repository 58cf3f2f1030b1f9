/** Todos in a DynamoDB table, behind a port that declares the table, its environment variable and the rights to it. */
import { randomUUID } from 'node:crypto'
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { port } from 'quaich'

export interface TitleBrand {
  readonly Title: unique symbol
}
const Title = t.brand(t.string, (s): s is t.Branded<string, TitleBrand> => s.trim() !== '' && s.length <= 200, 'Title')

export const NewTodo = t.readonly(t.type({ title: Title }))
export const Todo = t.readonly(t.type({ id: t.string, title: t.string, done: t.boolean }))
export type Todo = t.TypeOf<typeof Todo>

export interface Duplicate {
  readonly _tag: 'Duplicate'
  readonly id: string
}

export interface TodoStore {
  readonly all: TE.TaskEither<never, ReadonlyArray<Todo>>
  readonly find: (id: string) => TE.TaskEither<never, Todo | null>
  readonly insert: (todo: Todo) => TE.TaskEither<Duplicate, Todo>
  readonly replace: (todo: Todo) => TE.TaskEither<never, Todo | null>
  readonly remove: (id: string) => TE.TaskEither<never, boolean>
}

export const env = port('env', { live: () => ({ table: process.env['TODOS_TABLE'] }) })

export const ids = port('ids', { live: () => () => randomUUID() as string })

export const todos = port('todos', {
  uses: { env },
  live: ({ env }): TodoStore => dynamoTodoStore(env.table),
  environment: { TODOS_TABLE: { Ref: 'TodosTable' } },
  iam: [
    {
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Scan'],
      resources: [{ 'Fn::GetAtt': ['TodosTable', 'Arn'] }]
    }
  ],
  resources: {
    TodosTable: {
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

// What DynamoDB itself fails with is a defect, and ends as a 500; what the caller can act on is a value.
const dynamoTodoStore = (TableName: string | undefined): TodoStore => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient())
  const conditional =
    <A, E>(run: () => Promise<A>, otherwise: E): (() => Promise<A | E>) =>
    () =>
      run().catch((e) => (e instanceof ConditionalCheckFailedException ? otherwise : Promise.reject(e)))
  return {
    all: TE.fromTask(async () => (await everything(client, TableName)).map(read)),
    find: (id) =>
      TE.fromTask(async () => {
        const { Item } = await client.send(new GetCommand({ TableName, Key: { id } }))
        return Item === undefined ? null : read(Item)
      }),
    insert: (todo) =>
      pipe(
        TE.fromTask(
          conditional(async () => {
            await client.send(new PutCommand({ TableName, Item: todo, ConditionExpression: 'attribute_not_exists(id)' }))
            return todo
          }, null)
        ),
        TE.flatMap(TE.fromNullable<Duplicate>({ _tag: 'Duplicate', id: todo.id }))
      ),
    replace: (todo) =>
      TE.fromTask(
        conditional(async () => {
          await client.send(new PutCommand({ TableName, Item: todo, ConditionExpression: 'attribute_exists(id)' }))
          return todo
        }, null)
      ),
    remove: (id) =>
      TE.fromTask(
        conditional(async () => {
          await client.send(new DeleteCommand({ TableName, Key: { id }, ConditionExpression: 'attribute_exists(id)' }))
          return true
        }, false)
      )
  }
}

const everything = async (
  client: DynamoDBDocumentClient,
  TableName: string | undefined,
  ExclusiveStartKey?: Record<string, unknown>
): Promise<ReadonlyArray<Record<string, unknown>>> => {
  const page = await client.send(
    new ScanCommand({ TableName, ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }) })
  )
  const items = page.Items ?? []
  return page.LastEvaluatedKey === undefined ? items : [...items, ...(await everything(client, TableName, page.LastEvaluatedKey))]
}

const read = (item: Record<string, unknown>): Todo => {
  const todo = Todo.decode(item)
  if (todo._tag === 'Left') throw new Error('an item of the table is no todo')
  return todo.right
}
