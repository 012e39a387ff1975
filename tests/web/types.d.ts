// What the page's modules share: the data that Python writes into the page, and what the script makes of it.
import type * as Leaflet from "leaflet";

declare module "leaflet" {
  interface Path {
    /** An area's outline in the plane of the map, drawn instead of its vertices. */
    outline?: string | null;
    /** The path of a sign, drawn instead of a circle. */
    sign?: string;
    _path: SVGPathElement;
  }
  interface CircleMarker {
    _point: Point;
    _empty(): boolean;
  }
  interface Map {
    _loaded?: boolean;
  }
  function control(options?: ControlOptions): Control;
  interface SVG {
    _updateCircle(layer: CircleMarker): void;
    _updatePoly(layer: Polyline, closed: boolean): void;
  }
}

declare global {
  /** Latitude and longitude, degrees. */
  type At = [number, number];
  /** Left, top, right and bottom, in the map's pixels. */
  type Box = [number, number, number, number];
  /** Left and top, in the map's pixels. */
  type Corner = [number, number];
  interface XY {
    x: number;
    y: number;
  }
  /** A position that panels should not hide, and its weight. */
  type Weighted<T> = [T, number];
  /** Latitude and longitude of its middle; width and height in degrees of longitude at the equator. */
  type Room = [number, number, number, number];
  type Child = Node | string | null;

  /** The page's data: `facts` in facts.py. */
  interface Facts {
    words: Words;
    features: FeatureFacts[];
    resolutions: ResolutionFacts[];
    reasons: string[];
    claims: ClaimFacts[];
    layers: LayerFacts[];
    context: [string, Room[]][];
    towns: [string, At, "capital" | "city" | "town"][];
    waters: [string, Room[]][];
    /** Places beyond the first view, with their distance. */
    far: [string, At][];
    repeats: Record<string, string>;
    view: [At, At];
    /** Parts of the map, from the story's own to the whole, each with its deepest zoom level. */
    zones: [[At, At], number][];
    plane: Plane;
    /** The path of the sign of a lake or river of which only a point is known. */
    wave: string;
    /** Of how names are placed, pixels; as geo/drawing/lettering.py tells. */
    lettering: {
      leader: { longest: number, into: number },
      along: { step: number, smooth: number, straightest: number, level: number, sharpest: number, gap: number, margin: number },
    };
    backdrop: { land: string; lakes: string; units: string; disputed: string };
    pales: [number, number] | null;
  }
  type Words = Record<string, string> & { mentions: [string, string] };
  interface Plane {
    scale: number;
    west: number;
    north: number;
  }
  interface LayerFacts {
    name: string;
    title: string;
    sign: string;
    /** Whether its places are only mentioned. */
    aside?: boolean;
    dotted?: boolean;
  }
  interface ResolutionFacts {
    confidence: string;
    /** Which place is meant, as a question; "" for one that is sure. */
    doubt: string;
    /** Numbers of the page's reasons. */
    reasons: number[];
    language: string;
    others: string[];
  }
  interface ClaimFacts {
    said: string;
    together: string | null;
    source: string | null;
    sentence: string;
    measured: string | null;
  }
  /** Its element's id, its sentence's, its kind, the number of its resolution; of a flow, also its words. */
  type Mention = [string | null, string, string, number | null, string?];
  interface FeatureFacts {
    id: string;
    name: string;
    look: string;
    layers: number[];
    classes: string;
    /** The classes of its shape. */
    shape: string;
    /** GeoJSON of a point, a path of a line or of an area, roughly; null for what lies outside the map. */
    geometry: GeoJSON.Point | string | null;
    kind: string;
    where: string;
    extent: string;
    label: At | null;
    /** Where its name fits in; of a place. */
    rooms?: Room[];
    /** What the map calls it, if that is not its name; of a place. */
    called?: string;
    /** Whether a person wants its name on the map, or not. */
    named?: "always" | "never";
    /** The same in two lines, of what has a figure, and of an area with what tells it apart; else empty. */
    folded?: string;
    /** The same without who gives its figure; of a place of which somebody does. */
    brief?: string;
    /** The same without its figure; of a place with one. */
    plain?: string;
    /** What is said of how much it carries; of a movement. */
    figure?: string;
    /** Who claims and controls it, if that is disputed; of a place. */
    contested?: string;
    mentions: Mention[];
    claims: number[];
    /** Of a place. */
    outline?: string;
    /** The line that its name bends with, of a long area. */
    axis?: string;
    /** Where movements end in it, if that is no sign of its own. */
    node?: At;
    /** What marks that. */
    dot?: Leaflet.CircleMarker;
    /** The radius of the circle that shows its figure, pixels; of a place. */
    circle?: number;
    /** Pixels from the middle of its sign to its edge; of a place in view. */
    reach?: number;
    /** Whether its sign stands without its name. */
    unnamed?: boolean;
    /** Whether it is land that the backdrop lacks; of a country. */
    ground?: boolean;
    /** The width of the line that shows its figure, pixels; of a flow. */
    width?: number;
    /** Of a flow. */
    ends?: [string, string];
    both?: boolean;
    /** The stops of an itinerary, in order: the place's feature, and its ISO 8601 date or "". */
    stops?: [string, string][];
  }

  /** A feature of the page, with what the map draws of it. */
  type Feature = FeatureFacts & Parts & (Undrawn | Area | Line | Arrow | Spot);
  type Drawn = Exclude<Feature, Undrawn>;
  type Flow = Extract<Feature, Arrow>;
  /** The course of a name along a line, in the map's pixels, and the boxes that it covers. */
  interface Along {
    course: Leaflet.Point[];
    boxes: Box[];
  }
  type DrawnArea = Extract<Feature, Area>;
  interface Parts {
    parts: Leaflet.Path[];
    /** The circle that shows its figure. */
    ring?: Leaflet.CircleMarker;
    /** The light middle of a doubtful line. */
    core?: Leaflet.Polyline;
  }
  interface NoArrow {
    heads?: undefined;
    course?: undefined;
    casing?: undefined;
  }
  interface Undrawn extends NoArrow {
    layer?: undefined;
    area?: undefined;
    line?: undefined;
  }
  /** A layer whose vertices are nested as they are in GeoJSON. */
  type Nested<T, L> = { getLatLngs(): T } & L;
  interface Area extends NoArrow {
    layer: Nested<Leaflet.LatLng[][][], Leaflet.Polygon>;
    area: true;
    line: false;
    target?: undefined;
  }
  interface Line extends NoArrow {
    layer: Nested<Leaflet.LatLng[] | Leaflet.LatLng[][], Leaflet.Polyline>;
    area: false;
    line: true;
    target: Leaflet.Polyline;
  }
  /** A flow: a line with heads, and where it leaves the window at its start and its end. */
  interface Arrow {
    layer: Nested<Leaflet.LatLng[], Leaflet.Polyline>;
    area: false;
    line: true;
    target: Leaflet.Polyline;
    heads: Nested<Leaflet.LatLng[][], Leaflet.Polygon>[];
    course: Leaflet.LatLng[];
    casing: Leaflet.Polyline;
    leaving: [Leaflet.LatLng | null, Leaflet.LatLng | null];
    /** The middle of what the view shows of it. */
    middle: Leaflet.LatLng | null;
  }
  interface Spot extends NoArrow {
    layer: Leaflet.CircleMarker;
    area: false;
    line: false;
    target: Leaflet.CircleMarker;
  }

  /** What a label names: a feature, or what is no feature of the page's: a country, a sea, a town, a flow's end. */
  type Named = Feature | Unlisted;
  interface Unlisted {
    id?: undefined;
    label: At | Leaflet.LatLng | null | undefined;
    look: string;
    /** Of a sea: where its name may stand. */
    rooms?: Room[];
    named?: undefined;
    layer?: undefined;
    area?: undefined;
    line?: undefined;
    node?: undefined;
    dot?: undefined;
    axis?: undefined;
  }
  interface Label {
    feature: Named;
    /** The classes of its element. */
    look: string;
    text: string;
    weight: number;
    /** Made when it is shown first. */
    element?: HTMLElement;
    dot?: HTMLElement;
    /** Its text in two lines, if it is long, and small letters. */
    folded?: string;
    /** Its text without who gives its figure, if somebody does, then without the figure; empty without one. */
    shorter?: string[];
    /** The same in small letters, of a country of the story; in two lines. */
    compact?: [number, number] | null;
    /** Width and height, pixels; not known before it is measured. */
    size?: [number, number] | null;
    leader?: HTMLElement;
    /** The sign of an area that is too small for its name. */
    mark?: HTMLElement;
    /** The same along a river. */
    along?: SVGElement;
  }
  type Segment = [Leaflet.Point, Leaflet.Point];
  /** Where a name stands: along a line; or in a box, in small letters or not, with or without a line to its place. */
  interface Position {
    along?: Along;
    box?: Box;
    leader?: Leader;
    small?: boolean;
    /** Whether the area that it names is so small that it has a sign. */
    marked?: boolean;
    /** Its text, if there is no room for its figure. */
    plain?: string;
  }
  /** What is under the names: panels and arrowheads, flows, signs, other lines' vertices, and areas with their boxes. */
  interface Ground {
    size: Leaflet.Point;
    fixed: Box[];
    courses: Box[];
    frames: Box[];
    signs: Box[];
    /** Of the box of a sign, its place. */
    owners: Map<Box, Drawn>;
    lines: Leaflet.Point[];
    areas: [DrawnArea, Box][];
  }
  /** The names that have a position, those of the story that have none, and what it is worth. */
  interface Plan {
    spots: Map<Label, Position>;
    missed: Label[];
    /** Areas whose names stand outside only because of their figures. */
    astray: Label[];
    worth: number;
  }
  interface Leader {
    from: Leaflet.Point;
    length: number;
    angle: number;
  }
  /** A way to lay out the first view: the legend's corner, the panels, zoom, and the story's corner. */
  interface Frame {
    legend: string | null;
    panels: Box[];
    zoom: number;
    by: number;
    x: number;
    y: number;
    cost: number;
  }
  /** How the reader came to an address. */
  type How = "text" | "map" | "key" | "card" | "list" | "address" | "back";
  /** What an entry of the browser's history keeps: the middle and the zoom of the map, how far the page is scrolled, and its width. */
  interface Kept {
    at: At;
    zoom: number;
    y: number;
    width: number;
  }

  /** The elements that the page has by their ids; the rest of its ids are the article's. */
  interface PageElements {
    "dateline-data": HTMLScriptElement;
    card: HTMLElement;
    credits: HTMLElement;
    found: HTMLElement;
    handle: HTMLElement;
    hits: HTMLElement;
    insets: HTMLElement | null;
    legend: HTMLDetailsElement | null;
    locator: HTMLElement | null;
    map: HTMLElement;
    more: HTMLDetailsElement;
    query: HTMLInputElement;
    scheme: HTMLSelectElement;
    search: HTMLElement;
    story: HTMLElement;
    told: HTMLElement;
    tools: HTMLElement;
  }
  interface ById {
    <K extends keyof PageElements>(id: K): PageElements[K];
    (id: string | null | undefined): HTMLElement | null;
  }
  /** What is chosen; ids, or null. */
  interface Choice {
    place: string | null;
    sentence: string | null;
  }
  /** What a page and the page around it say to each other: guest.js. */
  interface Message extends Partial<Choice> {
    type: string;
    places?: string[];
    sentences?: string[];
    layers?: string[] | null;
    theme?: string | null;
  }
  interface DocumentEventMap {
    "dateline:select": CustomEvent<Choice>;
  }
}
