//! The catalog.

use super::{BackMatter, Link, Metadata, Property, objects};

objects! {
    /// A file with a catalog.
    struct CatalogFile {
        /// The catalog.
        needed catalog: Catalog<T>,
    }

    /// `catalog`.
    struct Catalog {
        /// Its UUID.
        needed uuid: T,
        /// What it is.
        needed metadata: Metadata<T>,
        /// Its groups of controls.
        many groups: Group<T>,
        /// What it refers to.
        maybe back_matter: BackMatter<T>,
    }

    /// `group`: of groups or of controls, never of both.
    struct Group {
        /// Its id.
        maybe id: T,
        /// What sort of group.
        maybe class: T,
        /// What it is called.
        needed title: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// Texts.
        many parts: Part<T>,
        /// The groups in it.
        many groups: Self,
        /// The controls in it.
        many controls: Control<T>,
    }

    /// `control`.
    struct Control {
        /// Its id.
        needed id: T,
        /// What sort of control.
        maybe class: T,
        /// What it is called.
        needed title: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// To others.
        many links: Link<T>,
        /// Texts: statement, guidance, objectives, methods.
        many parts: Part<T>,
    }

    /// `part`.
    struct Part {
        /// Its id.
        maybe id: T,
        /// What sort of part, within the name space.
        needed name: T,
        /// The name space; OSCAL's own when absent.
        maybe ns: T,
        /// What it is called.
        maybe title: T,
        /// What OSCAL has no member for.
        many props: Property<T>,
        /// The text.
        maybe prose: T,
        /// Parts of it.
        many parts: Self,
    }
}
