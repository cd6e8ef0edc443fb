//! Comparisons of groups: analyses of variance, tests of variances, rank tests, comparisons of pairs.

use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

/// The words of the tasks for corrections, and ours.
const ADJUSTMENTS: [(&str, &str); 6] = [
    ("bonferroni", "bonferroni"),
    ("holm", "holm"),
    ("BH", "benjamini_hochberg"),
    ("BY", "benjamini_yekutieli"),
    ("sidak", "sidak"),
    ("hochberg", "hochberg"),
];

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    let spec = json!({"kind": "compare_groups", "variables": [task.role("y")], "by": task.role("group"), "exact": "always"});
    let spec = task.counted(spec);
    let figures = task.figures(spec.clone())?;
    let mut answers = Answers::new();
    let mut put = |section: &str, quantities: &[(&str, &str)]| {
        for (quantity, term) in quantities {
            if let Some(value) = figures[section].get(*term) {
                answers.insert((*quantity).to_owned(), value.clone());
            }
        }
    };
    let f_test = [
        ("F", "f"),
        ("df1", "df_between"),
        ("df2", "df_within"),
        ("p", "p_value"),
    ];
    match task.analysis() {
        "anova.oneway" => {
            put(
                "anova",
                &[
                    ("df_between", "df_between"),
                    ("df_within", "df_within"),
                    ("ss_between", "sum_of_squares_between"),
                    ("ss_within", "sum_of_squares_within"),
                    ("ss_total", "sum_of_squares_total"),
                    ("ms_between", "mean_square_between"),
                    ("ms_within", "mean_square_within"),
                    ("F", "f"),
                    ("p", "p_value"),
                    ("resid_sd", "residual_standard_deviation"),
                ],
            );
            for (quantity, measure) in [
                ("r2", "eta_squared"),
                ("eta2", "eta_squared"),
                ("omega2", "omega_squared"),
                ("epsilon2", "epsilon_squared"),
                ("cohen_f", "cohens_f"),
            ] {
                answers.insert(quantity.to_owned(), effect(&figures, measure));
            }
        }
        "anova.welch" => put("welch_anova", &f_test),
        "anova.brown_forsythe_means" => put("brown_forsythe_means", &f_test),
        "variance.levene" => put("levene", &f_test),
        "variance.brown_forsythe" => put("brown_forsythe", &f_test),
        "variance.bartlett" => put(
            "bartlett",
            &[
                ("K2", "statistic"),
                ("chi2", "statistic"),
                ("df", "df"),
                ("p", "p_value"),
            ],
        ),
        "nonparametric.kruskal_wallis" => {
            put(
                "kruskal_wallis",
                &[("H", "statistic"), ("df", "df"), ("p", "p_value")],
            );
            answers.insert(
                "epsilon2".to_owned(),
                effect(&figures, "rank_epsilon_squared"),
            );
            answers.insert("eta2_H".to_owned(), effect(&figures, "rank_eta_squared"));
            for (index, group) in order(task).iter().enumerate() {
                let rank = find(&figures["groups"], "group", group)["mean_rank"].clone();
                answers.insert(format!("mean_ranks.{index}"), rank);
            }
        }
        "nonparametric.jonckheere" | "nonparametric.jonckheere_terpstra" => put(
            "jonckheere_terpstra",
            &[
                ("J", "statistic"),
                ("JT", "statistic"),
                ("E", "expected"),
                ("z", "z"),
                ("p", "p_value"),
                ("p_exact", "exact_p_value"),
            ],
        ),
        "nonparametric.mann_whitney" | "ttest.two_sample" => {
            let turned = order(task) != labels(&figures["groups"]);
            two_groups(task, &figures, turned, &mut answers);
        }
        "posthoc.dunn" => {
            pairs(
                task,
                &figures["dunn"],
                &[("z", "z"), ("p", "p_value")],
                &mut answers,
            );
            adjusted(task, &spec, "dunn", &mut answers)?;
        }
        "posthoc.tukey" | "posthoc.games_howell" => {
            let section = match task.analysis() {
                "posthoc.tukey" => "tukey_hsd",
                _ => "games_howell",
            };
            let quantities = [
                ("diff", "difference"),
                ("q", "q"),
                ("df", "df"),
                ("p", "adjusted_p_value"),
                ("lo", "/confidence_interval/lower"),
                ("hi", "/confidence_interval/upper"),
            ];
            pairs(task, &figures[section], &quantities, &mut answers);
            answers.insert(
                "q_crit".to_owned(),
                figures[section][0]["critical_q"].clone(),
            );
            // the size of t alone
            pairs(task, &figures[section], &[("|t|", "t")], &mut answers);
        }
        "posthoc.pairwise_t" => {
            let pooled = [("t", "t"), ("p", "p_value")];
            pairs(task, &figures["pairwise_t_pooled"], &pooled, &mut answers);
            let welch = [("t_nonpooled", "t"), ("p_nonpooled", "p_value")];
            pairs(task, &figures["pairwise_t_welch"], &welch, &mut answers);
            adjusted(task, &spec, "pairwise_t_pooled", &mut answers)?;
            let mut spec = spec;
            spec["adjust"] = json!("bonferroni");
            let figures = task.figures(spec)?;
            for group in order(task) {
                let record = find(&figures["larger_groups"], "group", &group);
                let letters = record["larger_than"]["value"].clone();
                answers.insert(format!("letters.{group}"), letters);
            }
        }
        other => return Err(format!("`{other}` is not asked yet")),
    }
    Ok(answers)
}

/// The groups in the order of the task.
fn order(task: &Task<'_>) -> Vec<String> {
    let given = [task.option("group_order"), task.option("order")];
    let given = given.into_iter().find_map(Json::as_array);
    match given {
        Some(groups) => groups.iter().map(text).collect(),
        None => {
            let mut groups: Vec<String> = task
                .rows()
                .iter()
                .map(|row| row[task.role("group")].clone())
                .collect();
            groups.sort();
            groups.dedup();
            groups
        }
    }
}

fn text(value: &Json) -> String {
    match value.as_f64() {
        Some(number) => number.to_string(),
        None => value.as_str().unwrap_or_default().to_owned(),
    }
}

fn labels(groups: &Json) -> Vec<String> {
    let groups = groups.as_array().into_iter().flatten();
    groups.map(|group| text(&group["group"]["value"])).collect()
}

fn find<'a>(records: &'a Json, term: &str, label: &str) -> &'a Json {
    let mut records = records.as_array().into_iter().flatten();
    let found = records.find(|record| text(&record[term]["value"]) == label);
    found.unwrap_or(&Json::Null)
}

fn effect(figures: &Json, measure: &str) -> Json {
    let mut effects = figures["effect_sizes"].as_array().into_iter().flatten();
    let found = effects.find(|record| record["measure"] == measure);
    found.map_or(Json::Null, |record| record["estimate"].clone())
}

/// The other sign.
fn turned(value: &Json) -> Json {
    value.as_f64().map_or(value.clone(), |value| json!(-value))
}

/// Every two groups of the task, `b` minus `a`, where ours is the first minus the second.
fn pairs(task: &Task<'_>, records: &Json, quantities: &[(&str, &str)], answers: &mut Answers) {
    let groups = order(task);
    for (index, a) in groups.iter().enumerate() {
        for b in &groups[index + 1..] {
            let mut all = records.as_array().into_iter().flatten();
            let Some(record) = all.find(|record| {
                let found = [
                    text(&record["first"]["value"]),
                    text(&record["second"]["value"]),
                ];
                found == [a.clone(), b.clone()] || found == [b.clone(), a.clone()]
            }) else {
                continue;
            };
            let ours = text(&record["first"]["value"]) == *b;
            for (quantity, term) in quantities {
                let value = match (*quantity, ours) {
                    ("lo", false) => turned(&record["confidence_interval"]["upper"]),
                    ("hi", false) => turned(&record["confidence_interval"]["lower"]),
                    ("lo" | "hi", true) => record.pointer(term).cloned().unwrap_or_default(),
                    ("diff" | "t" | "z" | "t_nonpooled", false) => turned(&record[*term]),
                    _ => record[*term].clone(),
                };
                if *quantity == "|t|" {
                    let size = value.as_f64().map(f64::abs);
                    answers.insert(format!("{a}-{b}.t"), json!(size));
                } else {
                    answers.insert(format!("{a}-{b}.{quantity}"), value);
                }
            }
        }
    }
}

/// The corrected p-values, one analysis for each correction.
fn adjusted(
    task: &Task<'_>,
    spec: &Json,
    section: &str,
    answers: &mut Answers,
) -> Result<(), String> {
    for wanted in task.option("adjust").as_array().into_iter().flatten() {
        let Some((word, method)) = ADJUSTMENTS.iter().find(|(word, _)| wanted == word) else {
            continue;
        };
        let mut spec = spec.clone();
        spec["adjust"] = json!(method);
        let figures = task.figures(spec)?;
        let quantity = format!("p_{word}");
        pairs(
            task,
            &figures[section],
            &[(&quantity, "adjusted_p_value")],
            answers,
        );
    }
    Ok(())
}

/// Both t tests and Mann and Whitney's; the other way round where the task has the groups so.
fn two_groups(task: &Task<'_>, figures: &Json, other_way: bool, answers: &mut Answers) {
    let signed = |value: &Json| {
        if other_way {
            turned(value)
        } else {
            value.clone()
        }
    };
    let mut put = |quantity: &str, value: Json| {
        answers.insert(quantity.to_owned(), value);
    };
    if task.analysis() == "ttest.two_sample" {
        for name in ["student", "welch"] {
            let test = &figures[name];
            let interval = &test["confidence_interval"];
            let ends = match other_way {
                false => (interval["lower"].clone(), interval["upper"].clone()),
                true => (turned(&interval["upper"]), turned(&interval["lower"])),
            };
            put("diff", signed(&test["difference"]));
            put(&format!("t_{name}"), signed(&test["t"]));
            put(&format!("df_{name}"), test["df"].clone());
            put(&format!("p_{name}"), test["p_value"].clone());
            put(&format!("lo_{name}"), ends.0);
            put(&format!("hi_{name}"), ends.1);
        }
        put("cohen_d", signed(&effect(figures, "cohens_d")));
        put("hedges_g_exact", signed(&effect(figures, "hedges_g")));
        put(
            "hedges_g_approx",
            signed(&effect(figures, "hedges_g_approximate")),
        );
        // in standard deviations of our second group: not to be had the other way round
        if !other_way {
            put("glass_delta", effect(figures, "glass_delta"));
        }
        return;
    }
    let test = &figures["mann_whitney"];
    let (first, second) = match other_way {
        false => ("u_first", "u_second"),
        true => ("u_second", "u_first"),
    };
    put("U1", test[first].clone());
    put("U2", test[second].clone());
    if !other_way {
        put("W_ranksum1", test["rank_sum"].clone());
        put(
            "prob_superiority",
            effect(figures, "probability_of_superiority"),
        );
    }
    put("z", signed(&test["z"]));
    put("z_cc", signed(&test["z_corrected"]));
    put("p_asym", test["p_value"].clone());
    put("p_asym_cc", test["p_corrected"].clone());
    put("p_exact", test["exact_p_value"].clone());
    put("p_exact_2xonesided", test["exact_doubled_p_value"].clone());
    put("hodges_lehmann", signed(&test["hodges_lehmann"]));
    put("rank_biserial", signed(&effect(figures, "cliffs_delta")));
    put("r_effect", effect(figures, "r"));
}
