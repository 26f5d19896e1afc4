/** What a learnt set tells of itself, as far as it tells it. */
export function evidenceOf(
  evidence: Record<string, unknown> | null,
): { cases: string; right: string } | null {
  const { cases, times, hits, right } = evidence ?? {}
  const of = Number(cases ?? times)
  const good = Number(right ?? hits)
  if (!(of > 0) || !Number.isFinite(good)) return null
  return { cases: of.toLocaleString('en-US'), right: `${((good / of) * 100).toFixed(1)} %` }
}
