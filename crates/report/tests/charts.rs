//! Properties every chart must have, whatever its labels and its width.

mod sample;

use befund_report::chart::Plot;
use befund_report::metrics::text_width;
use befund_report::scene::{Anchor, Mark, Scene};
use befund_report::theme::Ink;
use befund_report::{Drawing, Theme, chart, charts, drawings, layout};
use befund_survey::Language::{De, En};
use befund_survey::analysis::ChartKind;
use befund_survey::finding::{Finding, Results};
use serde_json::Value;

const WIDTHS: [f64; 7] = [320.0, 340.0, 480.0, 559.0, 560.0, 720.0, 1200.0];

/// The finding with every wording changed.
fn reworded(finding: &Finding, change: &dyn Fn(&str) -> String) -> Finding {
    fn walk(value: &mut Value, change: &dyn Fn(&str) -> String) {
        match value {
            Value::Array(values) => values.iter_mut().for_each(|value| walk(value, change)),
            Value::Object(fields) if fields.len() == 2 && fields.contains_key("de") => {
                for words in fields.values_mut() {
                    *words = Value::String(change(words.as_str().unwrap()));
                }
            }
            Value::Object(fields) => fields.values_mut().for_each(|value| walk(value, change)),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(finding).unwrap();
    walk(&mut value, change);
    serde_json::from_value(value).unwrap()
}

fn with_long_labels() -> Vec<Finding> {
    let change = |words: &str| {
        format!(
            "{words} (einschließlich der Gleichstellungs-/Antidiskriminierungsbeauftragten, der \
             Straßenverkehrsordnungswidrigkeitenstelle und aller nachgeordneten Einrichtungen)"
        )
    };
    sample::all()
        .iter()
        .map(|finding| reworded(finding, &change))
        .collect()
}

struct Box {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    text: String,
}

fn text_boxes(scene: &Scene) -> Vec<Box> {
    scene
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text(label) => {
                // The table of widths has its safety margin, which is no ink.
                let width = text_width(&label.text, label.size, label.weight) / 1.04;
                let left = match label.anchor {
                    Anchor::Start => label.x,
                    Anchor::Middle => label.x - width / 2.0,
                    Anchor::End => label.x - width,
                };
                Some(Box {
                    left,
                    right: left + width,
                    top: label.y - label.size * 0.68,
                    bottom: label.y + label.size * 0.2,
                    text: label.text.clone(),
                })
            }
            _ => None,
        })
        .collect()
}

#[test]
fn texts_stay_on_the_canvas_and_apart() {
    let mut checked = 0;
    for finding in sample::all().iter().chain(&with_long_labels()) {
        for language in [De, En] {
            let charts = charts(finding, language);
            assert!(!charts.is_empty(), "{}", finding.id);
            for (chart, width) in charts
                .iter()
                .flat_map(|chart| WIDTHS.map(|width| (chart, width)))
            {
                let scene = layout(chart, width);
                let boxes = text_boxes(&scene);
                for (index, a) in boxes.iter().enumerate() {
                    let at = format!("{} {} at {width}: {:?}", finding.id, chart.heading, a.text);
                    assert!(
                        a.left >= -0.5 && a.right <= scene.width + 0.5,
                        "{at} leaves the canvas sideways"
                    );
                    assert!(
                        a.top >= -0.5 && a.bottom <= scene.height + 0.5,
                        "{at} leaves the canvas"
                    );
                    for b in &boxes[index + 1..] {
                        let apart = a.right <= b.left + 0.5
                            || b.right <= a.left + 0.5
                            || a.bottom <= b.top + 0.5
                            || b.bottom <= a.top + 0.5;
                        assert!(apart, "{at} overlaps {:?}", b.text);
                        checked += 1;
                    }
                }
            }
        }
    }
    assert!(checked > 10_000, "{checked}");
}

#[test]
fn drawings_are_well_formed_and_described() {
    for finding in sample::all() {
        for theme in [Theme::Screen, Theme::Print] {
            for Drawing { svg, .. } in drawings(&finding, De, 720.0, theme) {
                let document = roxmltree::Document::parse(&svg).unwrap();
                let root = document.root_element();
                assert_eq!(root.attribute("role"), Some("img"));
                assert!(root.attribute("viewBox").is_some());
                let text = |name: &str| {
                    root.children()
                        .find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)))
                        .unwrap()
                        .text()
                };
                assert!(text("title").is_some_and(|title| !title.is_empty()));
                assert!(text("desc").is_some_and(
                    |desc| desc.chars().any(char::is_numeric) || desc.contains("drei")
                ));
                for wrong in ["NaN", "=\"inf", "<script", "<foreignObject", "href", "url("] {
                    assert!(!svg.contains(wrong), "{}: {wrong}", finding.id);
                }
                assert_eq!(svg.contains("var(--chart-"), theme == Theme::Screen);
            }
        }
    }
}

#[test]
fn labels_are_never_markup() {
    let evil = |_: &str| "<script>alert('1')</script>\u{0}\u{8}\u{FFFE}\"&]]>".to_owned();
    for finding in sample::all() {
        for Drawing { svg, .. } in drawings(&reworded(&finding, &evil), En, 340.0, Theme::Print) {
            assert!(!svg.contains("<script"));
            let document = roxmltree::Document::parse(&svg).unwrap();
            assert!(
                document
                    .descendants()
                    .all(|node| !node.has_tag_name("script"))
            );
        }
    }
}

#[test]
fn segments_add_up_to_the_bar() {
    for finding in [
        sample::likert(),
        sample::trend(),
        sample::presence(),
        sample::crosstab(None),
    ] {
        for width in WIDTHS {
            let scene = layout(&chart(&finding, De).unwrap(), width);
            let mut bars: Vec<(f64, f64, f64)> = Vec::new();
            for mark in &scene.marks {
                let Mark::Rect {
                    x,
                    y,
                    width,
                    height,
                    fill,
                } = mark
                else {
                    continue;
                };
                if *height != 26.0 || !matches!(fill, Ink::Ramp(_) | Ink::NoOpinion) {
                    continue;
                }
                match bars.last_mut() {
                    Some((top, _, end)) if *top == *y => {
                        assert!((*end - x).abs() < 1e-6, "segments touch");
                        *end = x + width;
                    }
                    _ => bars.push((*y, *x, x + width)),
                }
            }
            let rows = match &finding.results {
                Results::Battery(table) => table.items.len(),
                Results::Crosstab(table) => table.rows.len() + 1,
                _ => unreachable!(),
            };
            assert_eq!(bars.len(), rows);
            for (_, start, end) in &bars {
                assert!((start - bars[0].1).abs() < 1e-6 && (end - bars[0].2).abs() < 1e-6);
            }
        }
    }
}

/// The main chart as it is printed.
fn main_svg(finding: &Finding, language: befund_survey::Language) -> String {
    let mut drawings = drawings(finding, language, 720.0, Theme::Print).into_iter();
    drawings.next().unwrap().svg
}

fn texts(finding: &Finding, width: f64) -> Vec<String> {
    text_boxes(&layout(&chart(finding, De).unwrap(), width))
        .into_iter()
        .map(|text| text.text)
        .collect()
}

#[test]
fn the_legend_can_run_against_the_drawing_order() {
    let mut finding = sample::trend();
    let place =
        |texts: &[String], words: &str| texts.iter().position(|text| text == words).unwrap();
    let reversed = texts(&finding, 720.0);
    assert!(
        place(&reversed, "Bedeutung wird zunehmen") < place(&reversed, "Bedeutung wird abnehmen")
    );
    finding.display.reverse_legend = false;
    let straight = texts(&finding, 720.0);
    assert!(
        place(&straight, "Bedeutung wird zunehmen") > place(&straight, "Bedeutung wird abnehmen")
    );
}

#[test]
fn small_figures_are_hidden_as_asked_and_where_they_do_not_fit() {
    let mut finding = sample::likert();
    let shown = texts(&finding, 1200.0);
    assert!(shown.contains(&"5,4".to_owned()) && shown.contains(&"61,9".to_owned()));
    assert!(!shown.contains(&"3,1".to_owned()), "below 5 %");
    finding.display.hide_below = None;
    assert!(texts(&finding, 1200.0).contains(&"3,1".to_owned()));
    assert!(
        !texts(&finding, 1200.0).contains(&"0,9".to_owned()),
        "wider than its segment"
    );
}

#[test]
fn a_figure_that_fits_its_segment_is_shown() {
    let mut finding = sample::likert();
    finding.display.hide_below = None;
    if let Results::Battery(table) = &mut finding.results {
        for (item, share) in table.items.iter_mut().zip([0.051, 0.045, 0.010]) {
            item.shares = vec![share, 0.0, 1.0 - share, 0.0];
        }
    }
    let shown = texts(&finding, 770.0);
    assert!(shown.contains(&"5,1".to_owned()) && shown.contains(&"4,5".to_owned()));
    assert!(!shown.contains(&"1,0".to_owned()), "wider than its segment");
}

#[test]
fn axes_hold_tiny_and_huge_numbers() {
    for (factor, tick) in [
        (1e-5, "0,00004"),
        (1e-9, "4\u{A0}×\u{A0}10⁻⁹"),
        (1e300, "4\u{A0}×\u{A0}10³⁰⁰"),
    ] {
        let mut finding = sample::box_plot();
        finding.display.axis = None;
        let Results::Descriptives(table) = &mut finding.results else {
            unreachable!()
        };
        for row in &mut table.rows {
            let five = row.five_numbers.as_mut().unwrap();
            for value in [
                &mut five.minimum,
                &mut five.lower_quartile,
                &mut five.median,
                &mut five.upper_quartile,
                &mut five.maximum,
                &mut five.lower_whisker,
                &mut five.upper_whisker,
            ] {
                *value *= factor;
            }
            row.mean = row.mean.map(|mean| mean * factor);
            row.standard_deviation = Some(1.9 * factor);
            five.outliers.clear();
        }
        let shown = texts(&finding, 720.0);
        assert!(shown.contains(&tick.to_owned()), "{shown:?}");
        assert!(shown.iter().all(|text| text.len() < 200), "{shown:?}");
    }
    let mut finding = sample::box_plot();
    finding.display.axis = None;
    if let Results::Descriptives(table) = &mut finding.results {
        for (row, end) in table.rows.iter_mut().zip([-1.7e308_f64, 1.7e308]) {
            let five = row.five_numbers.as_mut().unwrap();
            (five.minimum, five.maximum) = (end.min(0.0), end.max(0.0));
        }
    }
    assert!(!main_svg(&finding, De).contains("NaN"));
}

#[test]
fn limit_axis_and_decimals_are_kept() {
    let shown = texts(&sample::ranking(), 720.0);
    assert!(shown.contains(&"63,2\u{202F}%".to_owned()));
    assert!(
        !shown.iter().any(|text| text.contains("Ansprechpersonen")),
        "only the first five"
    );
    let shown = texts(&sample::means(), 720.0);
    for figure in [
        "2,8",
        "3,6",
        "1,8",
        "3,7",
        "trifft gar nicht zu",
        "trifft voll zu",
    ] {
        assert!(shown.contains(&figure.to_owned()), "{figure}");
    }
    let mut finding = sample::means();
    finding.display.decimals = Some(2);
    assert!(texts(&finding, 720.0).contains(&"1,82".to_owned()));
}

#[test]
fn bars_of_means_start_at_the_foot_of_the_scale() {
    let finding = sample::means();
    let scene = layout(&chart(&finding, De).unwrap(), 720.0);
    let widths: Vec<f64> = scene
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Rect {
                width,
                fill: Ink::Accent,
                ..
            } => Some(*width),
            _ => None,
        })
        .collect();
    let Results::Battery(table) = &finding.results else {
        unreachable!()
    };
    for (width, item) in widths.iter().zip(&table.items) {
        let expected = (item.mean.unwrap() - 1.0) / (table.items[0].mean.unwrap() - 1.0);
        assert!((width / widths[0] - expected).abs() < 1e-9);
    }
}

#[test]
fn bars_of_means_without_a_scale_start_at_zero() {
    let mut finding = sample::box_plot();
    finding.display.axis = None;
    finding.display.chart = Some(ChartKind::Bars);
    let Some(befund_report::chart::Plot::Bars(plot)) = chart(&finding, De).map(|chart| chart.plot)
    else {
        unreachable!()
    };
    assert_eq!(plot.axis.minimum, 0.0);
}

#[test]
fn a_ranking_of_which_all_are_among_the_first_shows_mean_ranks() {
    let mut finding = sample::ranking();
    finding.display.axis = None;
    if let Results::Ranking(table) = &mut finding.results {
        table.k = table.items.len();
    }
    let shown = texts(&finding, 720.0);
    assert!(shown.contains(&"Mittlerer Rang (1 = bester)".to_owned()));
    assert!(shown.contains(&"5,70".to_owned()) && !shown.iter().any(|text| text.contains('%')));
}

#[test]
fn a_radar_becomes_dots_on_a_phone_and_misses_no_label() {
    let finding = sample::profile(Some(ChartKind::Radar), &[0, 1]);
    let phone = texts(&finding, 340.0);
    let desk = texts(&finding, 720.0);
    for (label, _, _) in sample::ACTORS
        .iter()
        .filter(|(label, ..)| !label.contains(['/', ' ']))
    {
        assert!(phone.iter().any(|text| text == label), "{label}");
        assert!(desk.iter().any(|text| text == label), "{label}");
    }
    assert!(desk.iter().any(|text| text.contains("(n\u{A0}=\u{A0}54)")));
}

#[test]
fn no_chart_where_none_is_wanted_or_nothing_is_there() {
    let mut finding = sample::likert();
    finding.display.chart = Some(ChartKind::None);
    assert!(chart(&finding, De).is_none());
    for finding in sample::all_empty() {
        assert!(chart(&finding, De).is_none(), "{}", finding.id);
    }
}

#[test]
fn every_kind_of_chart_is_refused_or_drawn_for_every_result() {
    let kinds = [
        ChartKind::Bars,
        ChartKind::Stacked,
        ChartKind::Radar,
        ChartKind::Dots,
        ChartKind::Box,
        ChartKind::Pie,
        ChartKind::Heatmap,
        ChartKind::Dendrogram,
    ];
    for mut finding in sample::all() {
        for kind in kinds {
            finding.display.chart = Some(kind);
            let svg = main_svg(&finding, En);
            assert!(roxmltree::Document::parse(&svg).is_ok() && !svg.contains("NaN"));
        }
    }
}

#[test]
fn what_has_changed_stands_on_axes_that_fit() {
    let mut finding = sample::change();
    let found = charts(&finding, En);
    let headings: Vec<&str> = found.iter().map(|chart| chart.heading.as_str()).collect();
    let (posts, view) = (
        "Posts in the public order service",
        "Working together succeeds",
    );
    assert_eq!(headings, ["Means", "Shares", posts, view]);
    assert_eq!(
        found[1].description,
        "There is a safety concept: yes: 2019 31.0%, 2022 38.0%, 2025 52.0%; \
         There is a prevention council: yes: 2019 44.0%, 2022 41.0%, 2025 45.0%"
    );
    let Plot::Waves(plot) = &found[0].plot else {
        panic!("{:?}", found[0].plot)
    };
    assert_eq!((plot.waves.len(), plot.rows.len()), (3, 2));
    let first = plot.rows[0].values[0].as_ref().unwrap();
    assert!(first.lower < first.value && first.value < first.upper);
    assert!(plot.axis.minimum <= first.lower);

    // one variable needs no heading but its title
    let Results::Change(statistics) = &mut finding.results else {
        panic!("it is a change")
    };
    statistics.parts.truncate(1);
    let found = charts(&finding, De);
    assert_eq!((found.len(), found[0].heading.as_str()), (1, ""));
}

#[test]
fn a_consensus_brings_its_pictures_and_a_study_may_ask_for_one() {
    let mut finding = sample::consensus(22, 4);
    let found = charts(&finding, En);
    let headings: Vec<&str> = found.iter().map(|chart| chart.heading.as_str()).collect();
    assert_eq!(headings.len(), 5);
    assert!(headings[0].is_empty() && headings[1..].iter().all(|heading| !heading.is_empty()));
    assert_eq!(chart(&finding, En).as_ref(), found.first());
    for (kind, of) in [
        (ChartKind::Bars, 0),
        (ChartKind::Dots, 1),
        (ChartKind::Heatmap, 2),
    ] {
        finding.display.chart = Some(kind);
        let one = charts(&finding, En);
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].plot, found[of].plot);
    }
    assert_eq!(charts(&sample::consensus(4, 0), En).len(), 4, "no groups");
    assert_eq!(charts(&sample::ranking(), En).len(), 1, "no consensus");
}

#[test]
fn majorities_against_the_order_are_outlined() {
    let finding = sample::consensus(22, 0);
    let found = charts(&finding, De);
    let befund_report::chart::Plot::Heatmap(map) = &found[2].plot else {
        panic!("{:?}", found[2].plot)
    };
    let marked: Vec<(usize, usize)> = (0..22)
        .flat_map(|row| (0..22).map(move |column| (row, column)))
        .filter(|(row, column)| {
            map.cells[*row][*column]
                .as_ref()
                .is_some_and(|cell| cell.marked)
        })
        .collect();
    assert_eq!(marked, [(5, 7), (7, 5)], "the circle of the sample");
    assert!(
        found[2]
            .description
            .contains("Mehrheiten gegen die Reihenfolge: 1.")
    );
    // 95 ballots, 42 : 53
    let cell = map.cells[5][7].as_ref().unwrap();
    assert_eq!((cell.figure.as_str(), cell.shade < 0.0), ("42", true));
}

#[test]
fn pictures_need_no_more_than_there_is() {
    let whole = sample::consensus(6, 2);
    for (without, left) in [
        ("bootstrap", 4),
        ("pairwise", 4),
        ("methods", 4),
        ("groups", 4),
        ("kemeny", 1),
    ] {
        let finding = sample::with_figures(&whole, |figures| {
            figures.as_object_mut().unwrap().remove(without);
        });
        assert_eq!(charts(&finding, De).len(), left, "without {without}");
    }
    // nobody compared anything, every rank is shared, one is unknown, and an object nobody knows has been ranked
    let odd = sample::with_figures(&whole, |figures| {
        for row in figures["pairwise"].as_object_mut().unwrap().values_mut() {
            for wins in row.as_object_mut().unwrap().values_mut() {
                *wins = Value::from(0.0);
            }
        }
        for ranks in figures["methods"].as_object_mut().unwrap().values_mut() {
            for rank in ranks.as_object_mut().unwrap().values_mut() {
                *rank = Value::from(3.5);
            }
            ranks["hm1"] = Value::Null;
        }
        figures["kemeny"]["order"]
            .as_array_mut()
            .unwrap()
            .push("hm99".into());
    });
    let found = charts(&odd, De);
    assert_eq!(found.len(), 4);
    for width in WIDTHS {
        for chart in &found {
            let boxes = text_boxes(&layout(chart, width));
            for (index, a) in boxes.iter().enumerate() {
                for b in &boxes[index + 1..] {
                    let apart = a.right <= b.left + 0.5
                        || b.right <= a.left + 0.5
                        || a.bottom <= b.top + 0.5
                        || b.bottom <= a.top + 0.5;
                    assert!(
                        apart,
                        "{} at {width}: {:?} overlaps {:?}",
                        chart.heading, a.text, b.text
                    );
                }
            }
        }
    }
    for drawing in drawings(&odd, De, 720.0, Theme::Print) {
        assert!(!drawing.svg.contains("NaN") && !drawing.svg.contains("inf"));
    }
}

#[test]
fn variables_of_other_sizes_have_axes_of_their_own() {
    let mut finding = sample::box_plot();
    let Results::Descriptives(table) = &mut finding.results else {
        panic!("no descriptives");
    };
    let axes = |finding: &Finding| match chart(finding, En).map(|chart| chart.plot) {
        Some(Plot::Boxes(plot)) => plot.axes.len(),
        other => panic!("no boxes: {other:?}"),
    };
    let mut large = table.rows.clone();
    for row in &mut large {
        row.item.name += " large";
    }
    table.rows.extend(large);
    assert_eq!(axes(&finding), 1);
    let Results::Descriptives(table) = &mut finding.results else {
        panic!("no descriptives");
    };
    for row in table
        .rows
        .iter_mut()
        .filter(|row| row.item.name.ends_with(" large"))
    {
        let five = row.five_numbers.as_mut().unwrap();
        five.maximum = 1e6;
    }
    assert_eq!(axes(&finding), 4);
}
