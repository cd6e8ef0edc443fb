//! Clusters of rows.

use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    match task.analysis() {
        "cluster.hierarchical" => hierarchical(task),
        "cluster.kmeans" => means(task),
        other => Err(format!("`{other}` is not asked yet")),
    }
}

/// Labels of the rows, separated by commas.
fn labels(results: &Json) -> Json {
    let clusters = results["clusters"].as_array().into_iter().flatten();
    let labels: Vec<String> = clusters.map(Json::to_string).collect();
    json!(labels.join(","))
}

fn means(task: &Task<'_>) -> Result<Answers, String> {
    let results = task.analyse(json!({
        "kind": "clusters", "items": task.roles("vars"), "clusters": task.option("k"),
        "partition": "k_means", "bootstrap": 0,
    }))?;
    let statistics = &results["statistics"];
    Ok(Answers::from([
        (
            "tot_withinss".to_owned(),
            statistics["total_within"].clone(),
        ),
        ("betweenss".to_owned(), statistics["between"].clone()),
        ("labels".to_owned(), labels(&results)),
    ]))
}

fn hierarchical(task: &Task<'_>) -> Result<Answers, String> {
    let method = match task.option("method").as_str().unwrap_or_default() {
        "ward.D2" => "ward",
        "ward.D" => "ward_d",
        other => other,
    };
    let mut answers = Answers::new();
    for k in [2, 3] {
        let results = task.analyse(json!({
            "kind": "clusters", "items": task.roles("vars"), "clusters": k, "method": method,
            "distance": "euclidean", "bootstrap": 0,
        }))?;
        let statistics = &results["statistics"];
        answers.insert(format!("cut{k}"), labels(&results));
        answers.insert(
            format!("sil{k}_mean"),
            statistics["silhouettes"]["mean"].clone(),
        );
        let objects = statistics["silhouettes"]["objects"].as_array();
        for (row, object) in objects.into_iter().flatten().enumerate() {
            answers.insert(format!("sil{k}.{row}"), object["width"].clone());
        }
        answers.insert(
            "cophenetic_r".to_owned(),
            statistics["cophenetic_correlation"].clone(),
        );
        tree(&mut answers, &results);
    }
    Ok(answers)
}

/// Heights of the merges, and the rows each of them joins.
fn tree(answers: &mut Answers, results: &Json) {
    let rows = results["groups"].as_array().map_or(0, Vec::len);
    let mut members: Vec<Vec<usize>> = (1..=rows).map(|row| vec![row]).collect();
    for (step, merge) in results["merges"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let part = |name: &str| {
            let cluster = merge[name].as_u64().and_then(|k| usize::try_from(k).ok());
            cluster
                .and_then(|k| members.get(k))
                .cloned()
                .unwrap_or_default()
        };
        let mut joined = [part("first"), part("second")].concat();
        joined.sort_unstable();
        let names: Vec<String> = joined.iter().map(usize::to_string).collect();
        answers.insert(format!("height.{step}"), merge["height"].clone());
        answers.insert(format!("members.{step}"), json!(names.join(",")));
        members.push(joined);
    }
}
