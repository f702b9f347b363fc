import type { Message } from '../../contract.ts';

/** Messages kept in the page; the oldest go first. */
export const MESSAGES_KEPT = 500;

export interface InboxState {
  /** Newest first. */
  readonly messages: readonly Message[];
  /** Id of the newest message that is known; 0 for none. */
  readonly newest: number;
  /** Ids of those that were opened. */
  readonly read: ReadonlySet<number>;
}

export const EMPTY_INBOX: InboxState = { messages: [], newest: 0, read: new Set() };

/** Adds what the server gave; messages that are known already, as after a reconnection, are not added again. */
export function addMessages(state: InboxState, fresh: readonly Message[]): InboxState {
  const added = fresh.filter(({ id }) => id > state.newest).sort((one, other) => other.id - one.id);
  if (added.length === 0) return state;
  const messages = [...added, ...state.messages].slice(0, MESSAGES_KEPT);
  return { ...state, messages, newest: added[0]?.id ?? state.newest };
}

export function markRead(state: InboxState, id: number): InboxState {
  return state.read.has(id) ? state : { ...state, read: new Set([...state.read, id]) };
}

export const countUnread = ({ messages, read }: InboxState): number =>
  messages.filter(({ id }) => !read.has(id)).length;

/** What a screen reader says of a new message. */
export const announceMessage = ({ channel, subject, body }: Message): string =>
  channel === 'sms' ? `New SMS: ${body}` : `New e-mail: ${subject}`;
