import type { CaseClass } from '@/api/types'

export type ClassNode = {
  key: string
  label: string
  children?: ClassNode[]
  [other: string]: unknown
}

type Naming = (thing: { name: string; name_en?: string }) => string

function nodeOf(entry: CaseClass, children: CaseClass[], naming: Naming): ClassNode {
  const node: ClassNode = { key: entry.code, label: naming(entry) }
  if (!children.length) return node
  return { ...node, children: children.map((child) => nodeOf(child, [], naming)) }
}

/** Major classes with their minor ones below; a minor class without a parent stands by itself. */
export function classTree(classes: readonly CaseClass[], naming: Naming): ClassNode[] {
  const known = new Set(classes.map((entry) => entry.id))
  const below = new Map<string, CaseClass[]>()
  for (const entry of classes) {
    const parent = entry.parent && known.has(entry.parent) ? entry.parent : ''
    below.set(parent, [...(below.get(parent) ?? []), entry])
  }
  return (below.get('') ?? []).map((entry) => nodeOf(entry, below.get(entry.id) ?? [], naming))
}
