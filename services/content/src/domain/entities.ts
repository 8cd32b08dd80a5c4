import type { TypeSchemas } from './ports.ts';

/** A program of a department that publishes. */
export interface PublishingApplication {
  readonly id: string;
  readonly department: string;
  readonly service: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** A token of a publishing application, without itself. */
export interface PublishingToken {
  readonly id: string;
  readonly applicationId: string;
  readonly description: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** A version of a document type of a department's own. It is never changed. */
export interface TypeVersion {
  readonly id: string;
  readonly name: string;
  /** 1, 2, …: the next is made for every change. */
  readonly version: number;
  /** Whether a body that fitted the version before may not fit this one. */
  readonly breaking: boolean;
  readonly createdAt: Date;
}

/** The same with the department it is of, and its schemas. */
export interface DocumentType extends TypeVersion, TypeSchemas {
  readonly department: string;
}

/** A link that opens one path of the draft store until it ends or is revoked, without its token. */
export interface PreviewLink {
  readonly id: string;
  readonly department: string;
  readonly service: string;
  readonly basePath: string;
  /** Opens a draft whose access limit has it among its `auth_bypass_ids`; without one the link opens no draft that is limited. */
  readonly authBypassId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** Whose page it is: a department, and its service that publishes. */
export interface Publisher {
  readonly department: string;
  readonly service: string;
}

/** What names a document in its department. */
export interface DocumentName {
  readonly contentId: string;
  readonly locale: string;
}

/** A document as it stands. */
export interface Document extends DocumentName {
  readonly id: string;
  /** What the next change has to find. */
  readonly lockVersion: number;
}

/** Where an edition is in its life. */
export type State = 'draft' | 'published' | 'unpublished' | 'superseded';

/** How a page was taken away; `substitute`: another document took its path. */
export type UnpublishingType = 'gone' | 'redirect' | 'vanish' | 'withdrawal' | 'substitute';

/** A way into a page: its own path, a path beside it, or (`prefix`) everything below a path. */
export interface Route {
  readonly path: string;
  readonly type: 'exact' | 'prefix';
}

/** A route that leads elsewhere. */
export interface Redirect extends Route {
  readonly destination: string;
  readonly segments_mode?: 'preserve' | 'ignore';
}

/** How, why and since when a page is taken away. Dates are RFC 3339. */
export interface Unpublishing {
  readonly type: UnpublishingType;
  readonly explanation?: string | null;
  readonly alternative_path?: string | null;
  readonly redirects?: readonly Redirect[];
  readonly unpublished_at?: string;
}

/** What a publishing application sent, after its schema was found to hold. */
export interface Content {
  readonly document_type: string;
  readonly schema_name: string;
  readonly publishing_app: string;
  readonly base_path?: string | null;
  readonly rendering_app?: string | null;
  readonly title?: string | null;
  readonly description?: string | null;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly routes?: readonly Route[];
  readonly redirects?: readonly Redirect[];
  readonly links?: Readonly<Record<string, unknown>>;
  readonly phase?: string;
  readonly update_type?: string;
  readonly change_note?: string | null;
  readonly analytics_identifier?: string | null;
  readonly first_published_at?: string;
  readonly public_updated_at?: string;
  readonly last_edited_at?: string;
  /** Who may read it while it is a draft: people and organisations by their ids. */
  readonly access_limited?: {
    readonly users?: readonly string[];
    readonly organisations?: readonly string[];
  };
  /** Ids of links that open it all the same. */
  readonly auth_bypass_ids?: readonly string[];
}

/** One version of a document. */
export interface Edition {
  readonly id: string;
  readonly documentId: string;
  readonly version: number;
  readonly state: State;
  /** Which read side shows it. */
  readonly store: 'draft' | 'live' | null;
  readonly basePath: string | null;
  readonly documentType: string;
  readonly updateType: string | null;
  readonly content: Content;
  readonly unpublishing: Unpublishing | null;
  /** The version of its schema that it was found to fit; null where it was made here, or before versions were kept. */
  readonly schemaVersion: number | null;
  readonly firstPublishedAt: Date | null;
  readonly publicUpdatedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An edition with the document it is of. */
export interface Placed {
  readonly document: Document;
  readonly edition: Edition;
}

/** An edition as it is shown to publishing applications: with its document, and the state of each version. */
export interface ShownEdition extends Placed {
  readonly history: Readonly<Record<string, string>>;
  /** Another document that is live at the path of this draft. */
  readonly blockedBy: string | null;
}

/** A document before a change: it may not exist, and have a draft, a live edition, both or neither. */
export interface Standing {
  readonly name: DocumentName;
  readonly document: Document | undefined;
  readonly draft: Edition | undefined;
  readonly live: Edition | undefined;
  /** The highest number of an edition that there has been and still is; 0 if none. */
  readonly latest: number;
}

/** What is at a path, apart from the document in hand. */
export interface PathStanding {
  /** The publishing application that the path belongs to. */
  readonly owner: string | undefined;
  /** Editions of other documents that a store shows there. */
  readonly others: readonly Placed[];
}

/** What the public reads at a path, ready to be sent. */
export interface Item {
  readonly documentId: string;
  readonly basePath: string;
  readonly status: 200 | 410;
  /** JSON. */
  readonly body: string;
  readonly exactRoutes: readonly string[];
  readonly prefixRoutes: readonly string[];
}

/** Content ids by the type of the link, in their order. */
export type Links = Readonly<Record<string, readonly string[]>>;

/** What all documents of a content id link to, whatever their locale. */
export interface LinkSet {
  readonly id: string;
  readonly contentId: string;
  /** What the next change has to find. */
  readonly lockVersion: number;
  readonly links: Links;
}

/** Expanded links: by the type of the link, what each leads to, which has links of its own. */
export type ExpandedLinks = Record<string, LinkedItem[]>;

/** What a link shows of the page that it leads to. */
export type LinkedItem = Record<string, unknown> & { links: ExpandedLinks };
