// What a review asks of its server, and what the page offers it: again.js.

type Scope = "mention" | "article" | "folder";
type Shape = "point" | "line" | "area";
type View = "question" | "wrong" | "own" | "words" | "facts" | "map" | "boxes" | "changes" | "publish" | "keys" | "conflict";
/** /api/words: what does not change. */
interface ReviewWords {
  words: Record<string, string>;
  /** Kinds of place that a person may give, with their words. */
  kinds: Record<string, string>;
  /** Type words of all languages with the kind that they say: river. */
  types: Record<string, string>;
  /** Words like "the". */
  articles: string[];
  countries: Record<string, string>;
  formats: string[];
}
/** Code points of the article, end exclusive. */
interface Span {
  start: number;
  end: number;
}
interface ReviewMention extends Span {
  /** Start and end, code points. */
  key: string;
  /** Of its element in the page. */
  id: string;
  surface: string;
  place: string | null;
  name: string;
  kind: string;
  embedded: boolean;
  /** What contains it. */
  above: string[];
  /** The kind that the words around it ask for. */
  guess: string | null;
  certainty: string;
  confidence: number;
  open: boolean;
  decided: "right" | "place" | "none" | "add" | null;
}
/** A number that is no figure of a place: what it would be. */
interface ReviewNumber extends Span {
  sentence: string;
  words: string;
  value: number;
  value_max: number | null;
  unit: string;
  per: string | null;
  subject: string;
  predicate: string | null;
}
/** Places that a figure may be of, together. */
interface FactPlaces {
  places: string[];
  name: string;
}
interface FactChoice {
  words: string;
  edit: Edit;
}
interface ReviewClaim extends Span {
  id: string;
  sentence: string;
  open: boolean;
  subject: string;
  places: string[];
  /** The verbs of its sentence. */
  verbs: string[];
  words: string;
  value: number | null;
  unit: string | null;
  per: string | null;
  predicate: string | null;
  owner: string | null;
}
interface ReviewFlow extends Span {
  open: boolean;
  id: string;
  sentences: string[];
  name: string;
  from: string;
  to: string;
  subject: string;
}
/** Degrees: west, south, east, north; and longitude, latitude. */
type Degrees = [number, number, number, number];
type LngLat = [number, number];
type Showing = "auto" | "labelled" | "unlabelled" | "hidden";
interface ReviewLayer {
  id: string;
  title: string;
  color: string | null;
  hidden: boolean;
  /** What a person set. */
  set: string[];
}
interface ReviewMap {
  title: string | null;
  note: string | null;
  frame: Degrees | null;
  /** Of places, by their ids, and of boxes; null for the program's. */
  insets: (string | Degrees | { of: string | Degrees; title: string })[] | null;
  hidden: string[];
  labelled: string[];
  unlabelled: string[];
  layers: ReviewLayer[];
  set: string[];
}
/** A box on the map while it is dragged. */
interface ReviewBox {
  name: string;
  /** What the file or the program has for it. */
  said: string | Degrees;
  /** Its own title, if a person gave it one. */
  title: string | null;
  box: Degrees;
  moved: boolean;
  outline?: L.Rectangle;
  marks?: { handle: string; marker: L.Marker }[];
}
interface ReviewState {
  id: string;
  title: string;
  hash: string;
  text: string;
  sentences: { id: string; start: number; end: number }[];
  mentions: ReviewMention[];
  queue: string[];
  open: number;
  minutes: number;
  claims: ReviewClaim[];
  flows: ReviewFlow[];
  numbers: ReviewNumber[];
  map: ReviewMap;
  unmatched: { file: string; line: number; why: string }[];
  /** What a person set of figures, movements and the map. */
  settings: { file: string; line: number; table: string; words: string; member?: string }[];
  undo: number;
  redo: number;
}
/** A place that a name may mean. */
interface Candidate {
  place: string;
  name: string;
  kind: string;
  admin?: string[];
  country?: string | null;
  lat: number;
  lng: number;
  km?: number | null;
  chosen?: boolean;
  why?: string[];
}
interface Edit {
  do: "right" | "place" | "none" | "own" | "add" | "span" | "reset" | "claim" | "flow" | "map";
  key?: string;
  scope?: Scope;
  each?: object[];
  place?: string;
  geometry?: GeoJSON.Geometry;
  name?: string;
  kind?: string;
  start?: number;
  end?: number;
  spans?: [number, number][];
  file?: string;
  line?: number;
  member?: string;
  claim?: string;
  flow?: string;
  sentence?: string;
  set?: Record<string, unknown> | null;
}
declare const dateline: {
  features: Map<string, Feature>;
  bringUp(element: Element | null, how: How): void;
  choose(feature: Feature, mention: number, how: How): void;
  chooseNothing(): void;
  elements(selector: string, root?: ParentNode): HTMLElement[];
  folded(text: string): string;
  hold(): void;
  loose(): void;
  make<K extends keyof HTMLElementTagNameMap>(name: K, attributes?: Record<string, string | null | ((event: Event) => void)>, ...children: Child[]): HTMLElementTagNameMap[K];
  layers: { name: string }[];
  map: L.Map;
  outOfSight(element: Element): boolean;
  redraw(html: string): void;
  /** What the map shows at first: the south-west and the north-east corner. */
  view: [At, At];
};
