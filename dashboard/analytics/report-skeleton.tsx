import { Skeleton } from '../parts/skeleton.tsx'

/** In place of a report that is on its way: as large as it will be, so that nothing jumps. */
export function ReportSkeleton() {
  return (
    <>
      <div class="card figures tall">
        <Skeleton lines={10} />
      </div>
      <div class="panels">
        {[0, 1, 2, 3].map((at) => (
          <div class="card panel" key={at}>
            <Skeleton lines={9} />
          </div>
        ))}
      </div>
    </>
  )
}
