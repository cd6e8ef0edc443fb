//! The units of the survey: one office in one municipality.

/// A wording in German and English.
#[derive(Clone, Copy)]
pub struct Words {
    /// German.
    pub de: &'static str,
    /// English.
    pub en: &'static str,
}

/// A type of office.
pub struct Office {
    /// Code in the data.
    pub id: &'static str,
    /// Name in the plural.
    pub name: Words,
}

const fn office(id: &'static str, de: &'static str, en: &'static str) -> Office {
    Office {
        id,
        name: Words { de, en },
    }
}

/// The types of office; elsewhere a type is its position in this list.
pub const OFFICES: [Office; 6] = [
    office("ord", "Ordnungsämter", "Public order offices"),
    office("plan", "Stadtplanungsämter", "Urban planning offices"),
    office("wohn", "Wohnungsämter", "Housing offices"),
    office("soz", "Sozialämter", "Social services offices"),
    office("jug", "Jugendämter", "Youth welfare offices"),
    office(
        "int",
        "Integrationsbeauftragte",
        "Integration commissioners",
    ),
];

/// Position of the housing offices, which only wave 1 asked.
pub const HOUSING: usize = 2;
/// Position of the public order offices.
pub const ORDER: usize = 0;

/// One office in one municipality.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// Number of the municipality, from 0.
    pub municipality: usize,
    /// Position of the type in [`OFFICES`].
    pub office: usize,
}

impl Unit {
    /// The key of the municipality, like `M017`.
    pub fn municipality_id(self) -> String {
        format!("M{:03}", self.municipality + 1)
    }

    /// The panel key, like `M017-ord`.
    pub fn id(self) -> String {
        format!("{}-{}", self.municipality_id(), self.office_id())
    }

    /// Code of the type.
    pub fn office_id(self) -> &'static str {
        OFFICES[self.office].id
    }
}
