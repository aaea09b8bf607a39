/** What can go wrong on demand at a stand-in hub. Offsets are bytes of the file, not of the response. */

export type ServerName = 'gateway' | 'cdn';

export type Fault =
  /** The connection ends before byte `at`. */
  | { readonly kind: 'cut'; readonly at: number }
  /** Silence before byte `at`; the connection stays. */
  | { readonly kind: 'stall'; readonly at: number }
  /** From byte `from` to the end of the answer all bits are turned. */
  | { readonly kind: 'wrong-bytes'; readonly from: number }
  /** A web page with status 200. */
  | { readonly kind: 'page'; readonly server?: ServerName }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: string;
      readonly server?: ServerName;
    }
  /** The gateway sends to an address that has expired already. */
  | { readonly kind: 'expired' }
  /** The answer lets no other site read it. */
  | { readonly kind: 'no-cors'; readonly server?: ServerName }
  /** The answer is the whole file with status 200, whatever was asked for. */
  | { readonly kind: 'no-ranges' }
  /** Status 206 with one byte more than was asked for. */
  | { readonly kind: 'surplus' };

interface PlannedFault {
  readonly path: string;
  readonly fault: Fault;
  times: number;
}

export interface FaultPlan {
  /** The next `times` answers that `fault` fits, for the file at `path`, have it. */
  add(path: string, fault: Fault, times: number): void;
  /** Takes the first planned fault of these kinds that `fits`; undefined if there is none. */
  take<Kind extends Fault['kind']>(
    path: string,
    kinds: readonly Kind[],
    fits?: (fault: Extract<Fault, { kind: Kind }>) => boolean,
  ): Extract<Fault, { kind: Kind }> | undefined;
  clear(): void;
}

export function faultPlan(): FaultPlan {
  let plan: PlannedFault[] = [];
  return {
    add: (path, fault, times) => void plan.push({ path, fault, times }),
    take<Kind extends Fault['kind']>(
      path: string,
      kinds: readonly Kind[],
      fits: (fault: Extract<Fault, { kind: Kind }>) => boolean = () => true,
    ) {
      const isSuch = (fault: Fault): fault is Extract<Fault, { kind: Kind }> =>
        (kinds as readonly string[]).includes(fault.kind);
      for (const planned of plan) {
        if (planned.path === path && isSuch(planned.fault) && fits(planned.fault)) {
          planned.times--;
          plan = plan.filter(({ times }) => times > 0);
          return planned.fault;
        }
      }
      return undefined;
    },
    clear: () => void (plan = []),
  };
}

/** True if a fault that is for one server is for this one; those that do not say are for the gateway. */
export function isFor(server: ServerName): (fault: { readonly server?: ServerName }) => boolean {
  return (fault) => (fault.server ?? 'gateway') === server;
}
