//! One order from many: the methods that need no search.

use befund_ranking::{
    BordaConvention, LinkStrength, Method, Schulze, TELEPORT, borda, condorcet, copeland, footrule,
    markov_chain, ranked_pairs, ranks_by_score, schulze,
};

use super::names::{named, square, undefined};
use super::{Context, agreement};
use crate::analysis::{BordaPoints, RankingMethod};
use crate::{Figure, Sheet};

/// Majorities, agreement, and every method that is asked for and needs no search.
pub(super) fn put(sheet: &mut Sheet, context: &Context) {
    sheet.put("condorcet", majorities(context));
    agreement::put(sheet, context);
    for method in context.methods() {
        method_of(sheet, context, method);
    }
}

/// What the duels of every two objects say before any method decides.
fn majorities(context: &Context) -> Sheet {
    let names = &context.names;
    let found = condorcet(&context.pairwise);
    let one = |object: Option<usize>, reason| match object {
        Some(object) => Figure::Names(vec![names[object].clone()]),
        None => undefined(reason),
    };
    let mut sheet = Sheet::new();
    sheet
        .put(
            "winner",
            one(found.winner, "no object wins against every other"),
        )
        .put(
            "loser",
            one(found.loser, "no object loses against every other"),
        )
        .put("smith_set", named(names, &found.smith_set))
        .put("transitive", found.transitive)
        .put("cycles", found.cycles);
    if let Some(cycle) = found.cycle {
        sheet.put("cycle", named(names, &cycle));
    }
    sheet
}

fn method_of(sheet: &mut Sheet, context: &Context, method: RankingMethod) {
    let (names, pairwise) = (&context.names, &context.pairwise);
    match method {
        RankingMethod::Borda => {
            let points = borda(&context.ballots, context.unranked, convention(context));
            sheet.put("borda", Sheet::by_name(names, points));
        }
        RankingMethod::Copeland => {
            let duels = copeland(pairwise);
            let of = |counts: Vec<u32>| Sheet::by_name(names, counts.into_iter().map(f64::from));
            let mut counts = Sheet::new();
            counts
                .put("wins", of(duels.wins))
                .put("ties", of(duels.ties))
                .put("losses", of(duels.losses));
            sheet
                .put("copeland", Sheet::by_name(names, duels.scores))
                .put("duels", counts);
        }
        RankingMethod::Schulze => {
            let mut figures = paths(context, &schulze(pairwise, LinkStrength::WinningVotes));
            let margins = schulze(pairwise, LinkStrength::Margins);
            figures.put("margins", paths(context, &margins));
            sheet.put("schulze", figures);
        }
        RankingMethod::RankedPairs => {
            let found = ranked_pairs(pairwise);
            let mut figures = Sheet::new();
            figures
                .put("order", named(names, &found.order))
                .put("unique", found.unique);
            sheet.put("ranked_pairs", figures);
        }
        RankingMethod::Mc4 => {
            let shares = markov_chain(pairwise, TELEPORT).stationary;
            sheet.put("mc4", Sheet::by_name(names, shares));
        }
        RankingMethod::Footrule => {
            let found = footrule(&context.ballots, context.unranked);
            let mut figures = Sheet::new();
            figures
                .put("order", named(names, &found.order))
                .put("distance", found.distance)
                .put("unique", found.unique);
            sheet.put("footrule", figures);
        }
        // among the descriptives, searched for, or fitted
        RankingMethod::Kemeny
        | RankingMethod::MeanRank
        | RankingMethod::TopK
        | RankingMethod::PlackettLuce
        | RankingMethod::BradleyTerry => {}
    }
}

/// Who beats whom over the strongest paths.
fn paths(context: &Context, found: &Schulze) -> Sheet {
    let names = &context.names;
    let of = |counts: &[u32]| Sheet::by_name(names, counts.iter().map(|count| f64::from(*count)));
    let mut sheet = Sheet::new();
    sheet
        .put("winners", named(names, &found.winners))
        .put(
            "order",
            match &found.order {
                Some(order) => Figure::Names(named(names, order)),
                None => undefined("paths as strong in both directions leave objects level"),
            },
        )
        .put("n_beaten", of(&found.n_beaten))
        .put("n_beaten_by", of(&found.n_beaten_by))
        .put(
            "path_strength",
            square(names, |i, j| {
                if i == j {
                    0.0
                } else {
                    found.path_strength(i, j)
                }
            }),
        );
    sheet
}

fn convention(context: &Context) -> BordaConvention {
    match context.spec.borda {
        BordaPoints::Average => BordaConvention::Average,
        BordaPoints::Pessimistic => BordaConvention::Pessimistic,
        BordaPoints::Optimistic => BordaConvention::Optimistic,
        BordaPoints::Modified => BordaConvention::Modified,
    }
}

/// The word of a method.
pub(super) fn word(method: RankingMethod) -> &'static str {
    match method {
        RankingMethod::Kemeny => "kemeny",
        RankingMethod::Borda => "borda",
        RankingMethod::Copeland => "copeland",
        RankingMethod::Schulze => "schulze",
        RankingMethod::RankedPairs => "ranked_pairs",
        RankingMethod::Mc4 => "mc4",
        RankingMethod::Footrule => "footrule",
        RankingMethod::MeanRank => "mean_rank",
        RankingMethod::TopK => "top_k",
        RankingMethod::PlackettLuce => "plackett_luce",
        RankingMethod::BradleyTerry => "bradley_terry",
    }
}

/// The method as the library asks it of any ballots; none for models and for other points than Borda's usual ones.
pub(super) fn of_library(context: &Context, method: RankingMethod) -> Option<Method> {
    Some(match method {
        RankingMethod::Kemeny => Method::Kemeny,
        RankingMethod::Borda if context.spec.borda != BordaPoints::Average => return None,
        RankingMethod::Borda => Method::Borda,
        RankingMethod::Copeland => Method::Copeland,
        RankingMethod::Schulze => Method::Schulze,
        RankingMethod::RankedPairs => Method::RankedPairs,
        RankingMethod::Mc4 => Method::Mc4,
        RankingMethod::Footrule => Method::Footrule,
        RankingMethod::MeanRank => Method::MeanRank,
        RankingMethod::TopK => Method::TopK,
        RankingMethod::PlackettLuce | RankingMethod::BradleyTerry => return None,
    })
}

/// The ranks of all objects by a method that is neither a search nor a model.
pub(super) fn ranks(context: &Context, method: RankingMethod) -> Option<Vec<f64>> {
    if method == RankingMethod::Borda {
        let points = borda(&context.ballots, context.unranked, convention(context));
        return Some(ranks_by_score(&points));
    }
    let method = of_library(context, method)?;
    method
        .ranks(&context.ballots, &context.pairwise, &context.settings())
        .ok()
}
