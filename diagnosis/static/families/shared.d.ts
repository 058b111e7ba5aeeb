/* What the scripts of family pages share on `window`, for who checks their types (`deno check`). */
import type { holds } from "./family/expressions.js";
import type { Family } from "./family/page.js";

export type Said = {
  result: "sent" | "known" | "refused" | "later";
  status?: number;
  content?: any;
  away?: boolean;
};

export type Entry = {
  id: string;
  campaign?: string;
  to?: string;
  key?: number;
  sealed: string;
  state: "waiting" | "aside" | "known" | "probe";
  status?: number;
  cause?: string;
};

export type Outbox = {
  ready(): Promise<boolean>;
  seal(
    campaign: string,
    key: { number: number; public: string },
    response: any,
    to?: string,
  ): Promise<Entry>;
  put(entry: Entry): Promise<void>;
  post(to: string, body: { id: string }): Promise<Said>;
  flush(all?: boolean): Promise<Record<string, Said>>;
  entries(): Promise<Entry[]>;
  drop(id: string): Promise<void>;
  keep(name: string, value: any): Promise<void>;
  kept(name: string): Promise<any>;
  last(): Promise<string>;
};

export type Kiosk = {
  restart(): void;
  counts(): Promise<{ waiting: number; aside: number; sent: number; all: number }>;
  tellNews(): Promise<void>;
  enlarge(event?: Event): Promise<void>;
  campaign: string;
  home: string;
};

declare global {
  var outbox: Outbox;
  var family: Family;
  interface Window {
    outbox: Outbox;
    kiosk: Kiosk;
    family: Family;
    holds: typeof holds;
  }
  interface DocumentEventMap {
    outbox: CustomEvent<{ waiting: number; aside: number; sent: number }>;
    screen: CustomEvent<string>;
    forget: CustomEvent;
    news: CustomEvent;
  }
  interface Navigator {
    connection?: { saveData: boolean };
  }
}
