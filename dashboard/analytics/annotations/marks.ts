import type { AnnotationMark } from '../../../lib/wire/annotations.ts'

/** What happened in one bucket of the chart. */
export interface BucketMarks {
  /** Its place among the buckets. */
  readonly at: number
  readonly marks: readonly AnnotationMark[]
}

/** Marks by the bucket that they lie in: the last one that begins no later. Days and times compare as text. */
export function marksByBucket(
  points: readonly { readonly at: string }[],
  marks: readonly AnnotationMark[],
): readonly BucketMarks[] {
  const found = new Map<number, AnnotationMark[]>()
  for (const mark of marks) {
    const time = mark.at.padEnd('2026-11-20 00:00'.length, ' 00:00')
    const at = points.findLastIndex((point) => point.at <= time.slice(0, point.at.length))
    if (at >= 0) found.set(at, [...(found.get(at) ?? []), mark])
  }
  return [...found].map(([at, all]) => ({ at, marks: all }))
}
