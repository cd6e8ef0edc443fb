//! What an expression says, as a tree.

/// Characters of the text, as bytes from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    pub(super) fn to(self, end: Self) -> Self {
        Self {
            start: self.start,
            end: end.end,
        }
    }
}

/// A part of an expression and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Expr {
    pub(super) node: Node,
    pub(super) span: Span,
}

/// Two parts are equal where they say the same, wherever they stand.
impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// What a part of an expression says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Number(f64),
    Text(String),
    Name(String),
    Negate(Box<Expr>),
    Not(Box<Expr>),
    Arithmetic(Operator, Box<Expr>, Box<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// The elements are numbers, texts, or names that stand for the values they spell.
    In(Box<Expr>, Vec<Expr>),
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    IsMissing(Box<Expr>),
    /// Two or more.
    And(Vec<Expr>),
    /// Two or more.
    Or(Vec<Expr>),
    Call {
        function: Function,
        arguments: Vec<Expr>,
        /// How many arguments need an answer.
        minimum: Option<u32>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Mean,
    Sum,
    Min,
    Max,
    Count,
    Valid,
    Round,
    Abs,
    If,
    Coalesce,
    Contains,
}

impl Function {
    pub(super) const ALL: [Self; 11] = [
        Self::Mean,
        Self::Sum,
        Self::Min,
        Self::Max,
        Self::Count,
        Self::Valid,
        Self::Round,
        Self::Abs,
        Self::If,
        Self::Coalesce,
        Self::Contains,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Sum => "sum",
            Self::Min => "min",
            Self::Max => "max",
            Self::Count => "count",
            Self::Valid => "valid",
            Self::Round => "round",
            Self::Abs => "abs",
            Self::If => "if",
            Self::Coalesce => "coalesce",
            Self::Contains => "contains",
        }
    }

    /// How it is called.
    pub(super) fn usage(self) -> &'static str {
        match self {
            Self::Mean => "mean(a, b, ...; min 1)",
            Self::Sum => "sum(a, b, ...; min 1)",
            Self::Min => "min(a, b, ...; min 1)",
            Self::Max => "max(a, b, ...; min 1)",
            Self::Count => "count(condition, condition, ...)",
            Self::Valid => "valid(a, b, ...)",
            Self::Round => "round(a) or round(a, places)",
            Self::Abs => "abs(a)",
            Self::If => "if(condition, a, b)",
            Self::Coalesce => "coalesce(a, b, ...)",
            Self::Contains => "contains(text, \"words\")",
        }
    }

    /// Whether it can be called with so many arguments.
    pub(super) fn takes(self, arguments: usize) -> bool {
        match self {
            Self::Mean
            | Self::Sum
            | Self::Min
            | Self::Max
            | Self::Count
            | Self::Valid
            | Self::Coalesce => arguments >= 1,
            Self::Round => (1..=2).contains(&arguments),
            Self::Abs => arguments == 1,
            Self::If => arguments == 3,
            Self::Contains => arguments == 2,
        }
    }

    /// Whether it can be told how many answers it needs.
    pub(super) fn takes_minimum(self) -> bool {
        matches!(self, Self::Mean | Self::Sum | Self::Min | Self::Max)
    }
}

impl Comparison {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    pub(super) fn holds(self, a: f64, b: f64) -> bool {
        match self {
            Self::Equal => a == b,
            Self::Unequal => a != b,
            Self::Less => a < b,
            Self::AtMost => a <= b,
            Self::Greater => a > b,
            Self::AtLeast => a >= b,
        }
    }

    /// Whether it asks for more than equality.
    pub(super) fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::Unequal)
    }
}

impl Operator {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

impl Expr {
    /// The parts an expression is made of; elements of lists are no parts.
    pub(super) fn parts(&self) -> Vec<&Self> {
        match &self.node {
            Node::Number(_) | Node::Text(_) | Node::Name(_) => Vec::new(),
            Node::Negate(part) | Node::Not(part) | Node::IsMissing(part) | Node::In(part, _) => {
                vec![part]
            }
            Node::Arithmetic(_, a, b) | Node::Compare(_, a, b) => vec![a, b],
            Node::Between(a, b, c) => vec![a, b, c],
            Node::And(parts) | Node::Or(parts) => parts.iter().collect(),
            Node::Call { arguments, .. } => arguments.iter().collect(),
        }
    }

    /// Adds the names of variables that are not there yet.
    pub(super) fn names<'e>(&'e self, names: &mut Vec<&'e str>) {
        if let Node::Name(name) = &self.node
            && !names.contains(&name.as_str())
        {
            names.push(name);
        }
        for part in self.parts() {
            part.names(names);
        }
    }
}
