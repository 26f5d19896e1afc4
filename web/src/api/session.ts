import { answerOf, client } from './client'
import type { Session } from './types'

export const fetchSession = (): Promise<Session> => answerOf(client.GET('/api/v1/session'))

export const signIn = (username: string, password: string): Promise<Session> =>
  answerOf(client.POST('/api/v1/session', { body: { username, password } }))

export const signOut = (): Promise<unknown> => answerOf(client.DELETE('/api/v1/session'))
