import { setTimeout as wait } from 'node:timers/promises';

/** Something a page asks for: what to type, by field name, and what to press (a selector). */
export interface Deed {
  readonly press: string;
  readonly fill?: Readonly<Record<string, string>>;
}

/** A page as a person sees it. */
export interface View {
  readonly url: string;
  readonly heading: string;
  /** All its words, in one line. */
  readonly text: string;
}

/** A browser, or what stands in for one. */
export interface Hands {
  /** Opens an address. Rejects when no page is reached, or one with a status of 500 or more. */
  open(url: string): Promise<void>;
  /** Fills in and presses; rejects likewise. */
  act(deed: Deed): Promise<void>;
  has(selector: string): Promise<boolean>;
  view(): Promise<View>;
  /** The address in front; of the page with the form when sending it has failed. */
  url(): string;
  /** The trace that requests belong to from now on. */
  enterTrace(traceparent: string): Promise<void>;
  close(): Promise<void>;
}

/** Where a person wants to get, and what they are ready to do on the way. */
export interface Walk {
  /** The address to begin at, and to go back to when a page leads no further. */
  readonly from: string;
  readonly deeds: readonly Deed[];
  /** What the page at the end holds (a selector). */
  readonly goal: string;
}

/** A citizen: does what the pages ask, tries again when a page does not come, and begins again when one leads nowhere. */
export interface Citizen {
  /** Opens an address and walks from there. */
  goes(walk: Walk): Promise<View>;
  /** Walks on from the page in front. */
  goesOn(walk: Walk): Promise<View>;
  enterTrace(traceparent: string): Promise<void>;
  /** How often they had to try again or begin again: 0 where nothing goes wrong. */
  readonly detours: number;
  close(): Promise<void>;
}

const PATIENCE_MS = 90_000;
const PAUSE_MS = 200;
/** Nobody turns this many pages on one way, whatever goes wrong. */
const MOST_TURNS = 400;

/** A citizen with these hands. `pressing` hears of each button before it is pressed. */
export function citizen(
  hands: Hands,
  pressing: (button: string) => void | Promise<void> = () => {},
): Citizen {
  let detours = 0;

  /** Presses what the page offers of the deeds; false when it offers none. */
  const press = async (deeds: readonly Deed[]): Promise<boolean> => {
    for (const deed of deeds) {
      if (!(await hands.has(deed.press))) continue;
      await pressing(deed.press);
      await hands.act(deed);
      return true;
    }
    return false;
  };

  const walk = async ({ from, deeds, goal }: Walk): Promise<View> => {
    const deadline = performance.now() + PATIENCE_MS;
    let failure: unknown;
    for (let turns = 0; turns < MOST_TURNS && performance.now() < deadline; turns += 1) {
      try {
        if (await hands.has(goal)) return await hands.view();
        if (await press(deeds)) continue;
        detours += 1;
        await wait(PAUSE_MS);
        await hands.open(from);
      } catch (error) {
        failure = error;
        detours += 1;
        await wait(PAUSE_MS);
        // What a person does about a page that did not come: they ask for it again.
        await hands.open(hands.url()).catch(() => {});
      }
    }
    const { heading, url } = await hands.view();
    throw new Error(`The citizen looks for ${goal} and is stuck at “${heading}” (${url.split('?')[0]})`, {
      cause: failure,
    });
  };

  return {
    get detours() {
      return detours;
    },
    async goes(way) {
      await hands.open(way.from).catch(() => {});
      return walk(way);
    },
    goesOn: walk,
    enterTrace: (traceparent) => hands.enterTrace(traceparent),
    close: () => hands.close(),
  };
}
