import { get, post, remove } from './http'
import type { Session } from './types'

export const fetchSession = (): Promise<Session> => get('/api/v1/session')

export const signIn = (username: string, password: string): Promise<Session> =>
  post('/api/v1/session', { username, password })

export const signOut = (): Promise<null> => remove('/api/v1/session')
