//! What one can ask for on the command line.

use std::path::PathBuf;

use befund_survey::{Language, ReadOptions};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Findings from survey data, on your own machine.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    after_help = "\
Start with
  befund describe survey.sav                              what the file holds
  befund propose survey.sav                               which findings to look at
  befund propose survey.sav --run --format html > a.html  the report, with charts

Exit codes: 0 done, 1 bad input (one line on standard error), 2 bad usage."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Codebook of a data file: variables with label, level, values and missing answers.
    Describe(Describe),
    /// Draft of a report: what a data file holds, and what differs clearly between groups.
    Propose(Propose),
    /// Analyse a data file: as a study says, as --analysis says, or with what fits its variables.
    #[command(after_help = ANALYSES)]
    Analyse(Analyse),
    /// Study of data files that states everything that is known or inferred of them, to be edited and applied again.
    Study(WriteStudy),
    /// Say what of a study does not fit data files, such as those of the next wave.
    Check(Check),
    /// Code open answers: list them with their codes, try search terms, write tables for people who code, and read these again.
    #[command(after_help = CODING)]
    Code(Code),
    /// Report of the demo study: a synthetic reconstruction of a three-wave survey of municipal offices.
    Demo(Shown),
    /// Calculate figures that need no data: tails and quantiles of distributions, proportions, sample sizes.
    #[command(after_help = CALCULATIONS)]
    Calculate(Calculate),
    /// JSON schema of the study document: every kind of analysis with its fields, for editors and validators.
    Schema,
}

#[derive(Debug, Args)]
pub(crate) struct Analyse {
    /// Data files: CSV, XLSX, XLS, ODS, SAV, ZSAV, POR, DTA, Parquet, PrefLib. With --study: those the study names, or none to take
    /// them from the folder of the study.
    #[arg(value_name = "DATA")]
    pub(crate) data: Vec<PathBuf>,
    /// Study document (JSON or TOML) that says what the variables mean and which analyses to run.
    #[arg(long)]
    pub(crate) study: Option<PathBuf>,
    /// An analysis as JSON, such as '{"kind": "crosstab", "rows": "office", "columns": "q1"}'; may be given several times.
    #[arg(long, value_name = "JSON")]
    pub(crate) analysis: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

#[derive(Debug, Args)]
pub(crate) struct WriteStudy {
    /// Data files; with --study those it names, or none to take them from its folder.
    #[arg(value_name = "DATA")]
    pub(crate) data: Vec<PathBuf>,
    /// Study document (JSON or TOML) to begin with.
    #[arg(long)]
    pub(crate) study: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Language of messages.
    #[arg(long, value_enum, default_value_t = Words::En)]
    pub(crate) language: Words,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Study document (JSON or TOML).
    #[arg(value_name = "STUDY")]
    pub(crate) study: PathBuf,
    /// The data files the study names; a study of one file takes a file of any name. None to take them from the folder of the
    /// study.
    #[arg(value_name = "DATA")]
    pub(crate) data: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

#[derive(Debug, Args)]
pub(crate) struct Code {
    /// A coding of the study, or a variable with open answers.
    #[arg(value_name = "CODING")]
    pub(crate) coding: String,
    /// Data files; with --study those it names, or none to take them from its folder.
    #[arg(value_name = "DATA")]
    pub(crate) data: Vec<PathBuf>,
    /// Study document (JSON or TOML) with the codes.
    #[arg(long)]
    pub(crate) study: Option<PathBuf>,
    /// Dataset of the study, where it has several.
    #[arg(long, value_name = "ID")]
    pub(crate) dataset: Option<String>,
    /// Try a search term: list the answers with it, the places marked. May be given several times.
    #[arg(long, value_name = "TERM")]
    pub(crate) term: Vec<String>,
    /// List only answers that have no code yet.
    #[arg(long)]
    pub(crate) open: bool,
    /// List at most so many answers; 50 where nothing is said and the output is text, else all.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) most: Option<u64>,
    /// Whose decisions are shown, exported or imported.
    #[arg(long, value_name = "NAME")]
    pub(crate) coder: Option<String>,
    /// Write a table of the answers for somebody to code: .csv or .xlsx.
    #[arg(long, value_name = "FILE", conflicts_with = "import")]
    pub(crate) export: Option<PathBuf>,
    /// Read a table that --coder has filled in, and print the study with these decisions.
    #[arg(long, value_name = "FILE")]
    pub(crate) import: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

#[derive(Debug, Args)]
pub(crate) struct Calculate {
    /// Questions as JSON, such as '{"distribution": "student_t", "df": 5, "upper_tail": 3.2}'; "-" reads them from standard
    /// input, one per line.
    #[arg(value_name = "JSON", required = true)]
    pub(crate) questions: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Describe {
    /// Data file: CSV, XLSX, XLS, ODS, SAV, ZSAV, POR, DTA, Parquet, PrefLib, or one of them in gzip or ZIP.
    #[arg(value_name = "DATA")]
    pub(crate) data: PathBuf,
    /// Study document (JSON or TOML) that says what the variables mean.
    #[arg(long)]
    pub(crate) study: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

#[derive(Debug, Args)]
pub(crate) struct Propose {
    /// Data file: CSV, XLSX, XLS, ODS, SAV, ZSAV, POR, DTA, Parquet, PrefLib, or one of them in gzip or ZIP.
    #[arg(value_name = "DATA")]
    pub(crate) data: PathBuf,
    /// Study document (JSON or TOML) that says what the variables mean.
    #[arg(long)]
    pub(crate) study: Option<PathBuf>,
    /// Leave these cards out, by their numbers in the draft: 3,7.
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    pub(crate) drop: Vec<usize>,
    /// Run what is left and print the report.
    #[arg(long)]
    pub(crate) run: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) shown: Shown,
}

/// How to read the data file; what is not given is found out.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Reading {
    /// Sheet of a workbook: its name, or its number from 1.
    #[arg(long, value_name = "SHEET")]
    pub(crate) sheet: Option<String>,
    /// File inside an archive.
    #[arg(long, value_name = "NAME")]
    pub(crate) member: Option<String>,
    /// Character encoding, such as utf-8 or windows-1252.
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Character between cells; "tab" for a tabulator.
    #[arg(long, value_name = "CHARACTER", value_parser = character)]
    pub(crate) separator: Option<char>,
    /// Character around cells; "space" where there is none.
    #[arg(long, value_name = "CHARACTER", value_parser = character)]
    pub(crate) quote: Option<char>,
    /// Lines that begin with this character are no data; "space" where all are.
    #[arg(long, value_name = "CHARACTER", value_parser = character)]
    pub(crate) comment: Option<char>,
    /// Decimal mark.
    #[arg(long, value_name = "CHARACTER", value_parser = character)]
    pub(crate) decimal: Option<char>,
    /// Mark between thousands.
    #[arg(long, value_name = "CHARACTER", value_parser = character)]
    pub(crate) thousands: Option<char>,
    /// Lines above the header that are no data.
    #[arg(long, value_name = "LINES")]
    pub(crate) skip: Option<u32>,
    /// Rows of the header: 0, 1, 2, ...
    #[arg(long, value_name = "ROWS")]
    pub(crate) header_rows: Option<u32>,
    /// Codebook in a file of its own: SPSS syntax, DDI-Codebook XML, LimeSurvey .lss, a table of variables and labels, a study.
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
}

/// One character, or its name.
fn character(text: &str) -> Result<char, String> {
    let mut characters = text.chars();
    match (text, characters.next(), characters.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        ("space", ..) => Ok(' '),
        (_, Some(only), None) => Ok(only),
        _ => Err("give one character, `tab` or `space`".to_owned()),
    }
}

impl From<&Reading> for ReadOptions {
    fn from(given: &Reading) -> Self {
        Self {
            sheet: given.sheet.clone(),
            member: given.member.clone(),
            encoding: given.encoding.clone(),
            separator: given.separator,
            quote: given.quote,
            comment: given.comment,
            decimal: given.decimal,
            thousands: given.thousands,
            skip: given.skip,
            header_rows: given.header_rows,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Shown {
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Language of the words and of the numbers in text, csv and html; JSON numbers are always plain.
    #[arg(long, value_enum, default_value_t = Words::En)]
    pub(crate) language: Words,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables for a terminal.
    Text,
    /// Every number in full precision.
    Json,
    /// Tables for a spreadsheet.
    Csv,
    /// A standalone page with charts.
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Words {
    /// German.
    De,
    /// English.
    En,
}

impl From<Words> for Language {
    fn from(words: Words) -> Self {
        match words {
            Words::De => Self::De,
            Words::En => Self::En,
        }
    }
}

const CODING: &str = "\
Codes stand in the study, under `derived` of a dataset:
  {\"name\": \"obstacles\", \"kind\": \"coding\", \"of\": \"q17\", \"codes\": [
    {\"code\": \"means\", \"label\": \"Means\", \"codes\": [{\"code\": \"staff\", \"terms\": [\"*personal*\", \"zu wenig leute\"]}]}]}
A term is a word, begin*, *end, or several words in a row; case, umlauts and accents make no difference.
A table for coding has the columns id, rows, answer, code1, code2, ...; an empty row is not decided, - means none of the codes.
  befund code q17 data.sav --term 'personal*'                               what a term would find
  befund code obstacles data.sav --study study.json --coder A --export a.xlsx
  befund code obstacles data.sav --study study.json --coder A --import a.xlsx > coded.json
Coders are compared by the analysis {\"kind\": \"agreement\", \"coding\": \"obstacles\"}.";

const CALCULATIONS: &str = "\
Distributions with their parameters:
  normal                                    studentized_range       means, df
  student_t        df                       binomial                trials, probability
  chi_squared      df                       hypergeometric          population, successes, draws
  f                df1, df2                 poisson                 mean
  gamma            shape                    noncentral_t            df, noncentrality
  beta             shape1, shape2           noncentral_chi_squared  df, noncentrality
                                            noncentral_f            df1, df2, noncentrality
and one question: lower_tail P(X <= x), upper_tail P(X >= x), two_sided P(|X| >= |x|), mass P(X = k), quantile (x with
P(X <= x) = p), upper_quantile (x with P(X >= x) = p). Every probability comes with its decimal logarithm; df may be \"Infinity\".
  {\"distribution\": \"normal\", \"two_sided\": 100}

One proportion: every confidence interval, the exact binomial test, the finite population
  {\"proportion\": {\"successes\": 60, \"trials\": 95, \"expected\": 0.5, \"population\": 1169, \"confidence\": 0.95}}
Two proportions: difference, Newcombe's interval, z tests, Cohen's h
  {\"two_proportions\": {\"first\": {\"successes\": 45, \"trials\": 100}, \"second\": {\"successes\": 60, \"trials\": 110}}}
Sample size for a margin of error
  {\"sample_size\": {\"margin\": 0.03, \"proportion\": 0.5, \"population\": 2000, \"confidence\": 0.95}}

The answer to one question is a JSON object, to several an array.";

const ANALYSES: &str = "\
Kinds of analysis and their fields (optional ones in brackets):
  response      disposition, returned, [by], [cluster]        response rate of a contact frame
  attrition     waves, [key], [by]                            who of a panel takes part in which wave
  change        variables, [waves] or [by], [key],            what has changed from wave to wave, in a panel (the
                [pairing], [adjust]                           same cases) or in independent samples
  frequencies   variable, [order], [expected],                frequencies of one variable; goodness of fit against
                [expected_from], [interval]                   expected shares, the exact binomial test of two
  battery       items, [top], [sort_by]                       items on the same scale
  crosstab      rows, columns, [row_order], [column_order],   two variables: tests of independence, exact tests,
                [exact], [replicates], [seed], [adjust],      measures of association, paired answers, letters of
                [compare_columns], [strata]                   columns that differ, Mantel-Haenszel by strata, such as
                \"compare_columns\": {\"alpha\": 0.05, \"adjust\": \"bonferroni\"}, \"exact\": \"monte_carlo\"
  profile       items, [by], [item_groups]                    means of items by group
  multiple      items, [layout], [separator], [mentioned],    several answers per row: a variable for each possible
                [by], [several], [order], [item_groups],      answer, for each answer given, or cells that hold
                [cases]                                       several, such as \"separator\": \";\"
  descriptives  variables, [by], [quartiles], [quantiles],    mean, spread, quartiles, box plot, intervals, shape,
                [levels], [bootstrap], [seed]                 robust figures, bootstrap intervals
  ranking       items or ranks, [k], [unranked], [by],        objects sorted by each respondent: what all of them say
                [methods], [borda], [ties], [tie_penalty],    together (Kemeny with proof and ten other methods), how
                [effort], [bootstrap], [permutations],        sure that is, whether groups differ
                [seed], [classes], [leave_one_out]
  clusters      items, clusters, [by], [label], [partition],  similar groups or rows by their profiles
                [method], [distance], [bootstrap], [seed]
  compare_groups  variables, by, [pairs], [adjust], [exact]   means, ranks and spread between groups
  paired        variables, [value], [zeros], [adjust]         the same rows measured twice or more
                [exact]
  correlation   variables, [controls], [missing], [adjust]    every two variables: Pearson, Spearman, Kendall,
                [polychoric], [exact]                         polychoric, partial
  reliability   items                                         internal consistency: alpha, omega, lambda
  agreement     raters, [counts], [weights]; or               raters of the same units: kappas, alpha, ICC; coders of
                coding, [raters]                              open answers: alpha of all codes (MASI, Jaccard), of each
  correspondence  variables, [counts], [dimensions]           rows and columns in a common plane
  components    variables, [matrix], [components], [scores]   principal components
  scaling       variables, [by], [label], [distance],         distances as points in a plane
                [dimensions]
  permanova     variables, by, [distance], [permutations]     groups in several variables at once
                [seed]
  regression    outcome, predictors, [intercept], [degree]    least squares
  estimate      variables, [by], [denominator], [figures],    means, totals, shares, ratios, medians under the
                [quantiles], [interval], [adjust],            sampling design, with their errors
                [margins], [replication]
  weighting     margins, [total], [bounds]                    weights that meet known margins (raking), such as
                \"margins\": [{\"variable\": \"sex\", \"targets\": {\"1\": 0.48, \"2\": 0.52}}]
Words that fields take, the usual one first:
  adjust        holm bonferroni sidak hochberg benjamini_hochberg benjamini_yekutieli none
  exact         auto always never (crosstab also monte_carlo)     interval   frequencies: wilson wilson_corrected
  zeros         wilcoxon pratt                                               clopper_pearson agresti_coull jeffreys wald;
  missing       pairwise listwise                                            estimate: logit beta wilson wald
  weights       none linear quadratic                             matrix     correlation covariance
  pairing       auto linked independent
  layout        dichotomies categories (multiple; else as the set of the codebook or the values say)
  quartiles     type7 type1 ... type9 hinges                      figures    auto means shares
  partition     hierarchical k_medoids k_means                    distance   euclidean manhattan bray_curtis correlation
  unranked      bottom ignored                                    ties       broken allowed
  borda         average pessimistic optimistic modified           methods    kemeny borda copeland schulze ranked_pairs
                                                                             mc4 footrule mean_rank top_k plackett_luce
                                                                             bradley_terry
  method        average complete single ward (ward.D2) ward_d mcquitty centroid median
  replication   {\"method\": \"bootstrap\", \"replicates\": 500, \"seed\": 1}, {\"method\": \"jackknife\"}, {\"method\": \"balanced\"}
Every kind also takes: title, section, note, id, data, display, confidence (such as 0.9), weight (sampling weight of a
row; \"none\" to do without that of the dataset), frequency (how many cases a row stands for), filter, such as
  \"filter\": \"conflict = 'increase' and office in (ord, plan)\"   (see docs/expressions.md), or as an object
  \"filter\": {\"variable\": \"office\", \"is\": [\"ord\", \"plan\"]}   (also all, any, not)
and the sampling design, where the kind can use it:
  \"design\": {\"strata\": \"region\", \"clusters\": \"school\", \"population\": \"schools\", \"lonely\": \"centred\"}
  (population: a number, the variable of the sizes of the strata, or VARIABLE@DATASET where another dataset has them;
  lonely: error, certainty, centred)
A study (--study) can also make variables from others (datasets[].derived): expression, recode, bands, top, index,
interaction, split, change, weight; see docs/study.md.
The JSON schema of all this: befund schema";
