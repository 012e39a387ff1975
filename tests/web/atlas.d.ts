// What an atlas is given by page.py of `geo/archive`, and what its script makes of it.
interface Window {
  /** Takes the sentences of a shard from a script beside the page: its number, its deflated text. */
  datelineShard?: (n: number, text: string) => void;
}
/** The page's data: `atlas` in page.py. */
interface AtlasFacts {
  words: Record<string, string>;
  language: string;
  generator: string;
  credits: string;
  /** The day that days are counted from, ISO 8601. */
  first: string;
  outlets: string[];
  /** Of each theme its name and its title. */
  themes: [string, string][];
  /** Of each place its name, its id, and what it lies in. */
  places: string[];
  ids: string[];
  within: string[];
  /** Of each column its name, its type, its start in bytes, its length. */
  layout: [keyof Columns, keyof ArrayTypes, number, number][];
  /** How many articles a shard has the sentences of. */
  shard: number;
  shards: number;
}
interface ArrayTypes {
  Uint8Array: Uint8ArrayConstructor;
  Uint16Array: Uint16ArrayConstructor;
  Int16Array: Int16ArrayConstructor;
  Uint32Array: Uint32ArrayConstructor;
  Float32Array: Float32ArrayConstructor;
}
type Numbers = InstanceType<ArrayTypes[keyof ArrayTypes]>;
/** Columns of articles, of readings (distinct articles), of mentions, of places; lines as steps of vertices. */
type Columns = Record<
  | "reading" | "cluster" | "day" | "outlet"
  | "begins"
  | "spot" | "sentence" | "sure" | "theme"
  | "lng" | "lat"
  | Lines | `${Lines}Ends`,
  Numbers
>;
type Lines = "land" | "border" | "disputed";
/** An article's id, its title, its sentences with a place. */
type Sentences = [string, string | null, string[]];
/** The filters and the chosen place; days from the first one, numbers in the lists, -1 for none. */
interface Filters {
  from: number | null;
  to: number | null;
  theme: number;
  outlet: number;
  sure: boolean;
  find: string;
  place: number;
}
/** What the filters leave: of each place; of all; the places by reports, the most first. */
interface Counted {
  reports: Uint32Array;
  articles: Uint32Array;
  mentions: Uint32Array;
  sure: Uint8Array;
  totals: [reports: number, articles: number, mentions: number, places: number];
  order: number[];
}
type PanelParts = Record<"from" | "to" | "sure" | "find", HTMLInputElement> &
  Record<"theme" | "outlet", HTMLSelectElement> & { bars: HTMLCanvasElement; shown: HTMLElement; list: HTMLElement };
