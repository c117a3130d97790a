//! What every document has: metadata and back matter.

use super::objects;

objects! {
    /// `metadata`.
    struct Metadata {
        /// What the document is called.
        needed title: T,
        /// When its content changed last.
        needed last_modified: T,
        /// Which content this is.
        needed version: T,
        /// The OSCAL version it is written in.
        needed oscal_version: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// To its resources, and to other documents.
        many links: Link<T>,
        /// Roles that the document names. People are never named.
        many roles: Role<T>,
        /// Organisations that the document names.
        many parties: Party<T>,
        /// What the reader should know first.
        maybe remarks: T,
    }

    /// `role`.
    struct Role {
        /// Its id.
        needed id: T,
        /// What it is called.
        needed title: T,
    }

    /// `party`: organisations alone here.
    struct Party {
        /// Its UUID.
        needed uuid: T,
        /// `organization`.
        needed r#type: T,
        /// What it is called.
        needed name: T,
    }

    /// `prop`.
    struct Property {
        /// Its name within the name space.
        needed name: T,
        /// The name space; OSCAL's own when absent.
        maybe ns: T,
        /// Its value: one line.
        needed value: T,
        /// What the name is about more closely.
        maybe class: T,
    }

    /// `link`.
    struct Link {
        /// Where it leads: `#UUID` of a resource, a file beside this one, or a URI.
        needed href: T,
        /// How the two belong together.
        maybe rel: T,
        /// The media type of what it leads to.
        maybe media_type: T,
        /// What it is called.
        maybe text: T,
    }

    /// `responsible-role`.
    struct ResponsibleRole {
        /// The role's id.
        needed role_id: T,
    }

    /// `back-matter`.
    struct BackMatter {
        /// What the document refers to.
        many resources: Resource<T>,
    }

    /// `resource`.
    struct Resource {
        /// Its UUID.
        needed uuid: T,
        /// What it is called.
        maybe title: T,
        /// What it is.
        maybe description: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// Where it is.
        many rlinks: ResourceLink<T>,
    }

    /// `rlink`.
    struct ResourceLink {
        /// Where the resource is.
        needed href: T,
        /// Its media type.
        maybe media_type: T,
        /// Digests of its bytes.
        many hashes: Hash<T>,
    }

    /// `hash`.
    struct Hash {
        /// `SHA-256`.
        needed algorithm: T,
        /// In hexadecimal digits.
        needed value: T,
    }
}
