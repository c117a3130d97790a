use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use proptest::prelude::*;

use super::layout::{Layout, Rect, layout};
use super::*;

fn thing(id: &str, label: &str, status: Option<Status>) -> Thing {
    Thing { id: id.to_owned(), label: label.to_owned(), note: String::new(), status }
}

fn edge(from: &str, to: &str) -> Dependency {
    let label = format!("{from} avhenger av {to}");
    Dependency { from: from.to_owned(), to: to.to_owned(), label, href: None }
}

fn picture(middle: &str, things: &[Thing], edges: &[Dependency]) -> Picture {
    let caption = Caption { title: "Avhengigheter", description: "Hva som avhenger av hva." };
    dependencies(caption, middle, things, edges)
}

#[test]
fn boxes_stand_in_columns_and_arrows_lead_to_what_is_needed() {
    let mut things = [
        thing("legevakt", "Legevakt", None),
        thing("epj", "Elektronisk pasientjournal", Some(Status::Partial)),
        thing("innlogging", "Innlogging", Some(Status::Refuted)),
        thing("nett", "Nettleverandør", Some(Status::Verified)),
    ];
    things[2].note = "Tjeneste · motbevist".to_owned();
    let edges = [
        edge("legevakt", "epj"),
        edge("legevakt", "innlogging"),
        edge("epj", "innlogging"),
        edge("innlogging", "nett"),
        edge("epj", "et system som ingen kjenner"),
    ];
    let picture = picture("innlogging", &things, &edges);
    insta::assert_snapshot!(picture.svg.clone().into_string());
    assert_eq!(picture.list.len(), 5, "the list has also what is not drawn");
    assert_eq!(picture.not_drawn, 0);
}

#[test]
fn only_the_nearest_are_drawn_and_the_others_counted() {
    let things: Vec<_> = (0..1000).map(|n| thing(&n.to_string(), "Ting", None)).collect();
    let edges: Vec<_> = (1..1000).map(|n| edge(&n.to_string(), &(n - 1).to_string())).collect();
    let picture = picture("500", &things, &edges);
    assert_eq!(picture.not_drawn, 1000 - DRAWN_MAX);
    assert_eq!(picture.svg.into_string().matches("<rect").count(), DRAWN_MAX);
}

#[test]
fn words_of_others_are_escaped() {
    let picture = picture("<a>", &[thing("<a>", "</svg><script>alert(1)</script>", None)], &[]);
    let svg = picture.svg.into_string();
    assert!(!svg.contains("<script>"), "{svg}");
}

#[test]
fn the_densest_picture_is_bounded() {
    // 200 boxes, everything depends on everything before it: far more edges than anybody draws.
    let sizes = vec![(120, 40); DRAWN_MAX];
    let edges: Vec<_> = (0..DRAWN_MAX).flat_map(|to| (0..to).map(move |from| (from, to))).collect();
    let layout = layout(&sizes, &edges);
    assert_eq!(layout.boxes.len(), DRAWN_MAX);
    assert_eq!(layout.arrows.len(), edges.len());
}

/// Sizes of boxes, and which leads to which.
type Graph = (Vec<(i32, i32)>, Vec<(usize, usize)>);

fn graphs() -> impl Strategy<Value = Graph> {
    (1..40_usize).prop_flat_map(|nodes| {
        let sizes = prop::collection::vec((60..200, 30..70), nodes);
        let edges = prop::collection::btree_set((0..nodes, 0..nodes), 0..60);
        let edges = edges.prop_map(|edges| edges.into_iter().filter(|(a, b)| a != b).collect());
        (sizes, edges)
    })
}

fn overlap(one: Rect, other: Rect) -> bool {
    one.x < other.x + other.wide
        && other.x < one.x + one.wide
        && one.y < other.y + other.high
        && other.y < one.y + one.high
}

/// Whether a point lies on the side of a box: the right one for what leaves, the left for what enters.
fn on_side(rect: Rect, (x, y): (i32, i32), leaves: bool) -> bool {
    let side = if leaves { rect.x + rect.wide } else { rect.x };
    x == side && (rect.y..=rect.y + rect.high).contains(&y)
}

proptest! {
    // Each case is a whole layout.
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn boxes_do_not_overlap_and_lie_in_the_picture((sizes, edges) in graphs()) {
        let layout = layout(&sizes, &edges);
        for (number, one) in layout.boxes.iter().enumerate() {
            prop_assert_eq!((one.wide, one.high), sizes[number]);
            prop_assert!(one.x >= 0 && one.y >= 0);
            prop_assert!(one.x + one.wide <= layout.size.0 && one.y + one.high <= layout.size.1);
            for other in &layout.boxes[number + 1..] {
                prop_assert!(!overlap(*one, *other), "{:?} {:?}", one, other);
            }
        }
    }

    #[test]
    fn every_arrow_leads_from_its_box_to_its_box_and_through_no_other((sizes, edges) in graphs()) {
        let layout = layout(&sizes, &edges);
        prop_assert_eq!(layout.arrows.len(), edges.len());
        for (arrow, (from, to)) in layout.arrows.iter().zip(&edges) {
            let ends = if arrow.turned { (*to, *from) } else { (*from, *to) };
            prop_assert!(on_side(layout.boxes[ends.0], arrow.points[0], true));
            prop_assert!(on_side(layout.boxes[ends.1], *arrow.points.last().unwrap(), false));
            for pair in arrow.points.windows(2) {
                prop_assert!(pair[0].0 <= pair[1].0, "to the right only: {:?}", arrow.points);
                for (number, rect) in layout.boxes.iter().enumerate() {
                    let own = number == ends.0 || number == ends.1;
                    prop_assert!(own || !cuts(*rect, pair[0], pair[1]), "{:?} {:?}", rect, pair);
                }
            }
        }
    }

    #[test]
    fn the_same_data_gives_the_same_picture((sizes, edges) in graphs()) {
        prop_assert_eq!(
            format!("{:?}", layout(&sizes, &edges)),
            format!("{:?}", layout(&sizes, &edges))
        );
    }

    #[test]
    fn only_as_many_edges_are_turned_as_close_circles(nodes in 2..30_usize, edges in prop::collection::btree_set((0..30_usize, 0..30_usize), 0..40)) {
        // From lower to higher numbers only: no circle, so nothing is turned.
        let edges: BTreeSet<_> =
            edges.into_iter().map(|(a, b)| (a % nodes, b % nodes)).filter(|(a, b)| a < b).collect();
        let edges: Vec<_> = edges.into_iter().collect();
        let opened = columns::opened(nodes, &edges);
        prop_assert!(opened.iter().all(|(_, turned)| !turned));
        let led: Vec<_> = opened.iter().map(|(ends, _)| *ends).collect();
        let columns = columns::columns(nodes, &led);
        prop_assert!(led.iter().all(|(from, to)| columns[*from] < columns[*to]));
    }
}

/// Whether the level piece of an arrow between two points goes through a box. (Where it goes up or
/// down it is between columns, where no box is.)
fn cuts(rect: Rect, (x, y): (i32, i32), (to, level): (i32, i32)) -> bool {
    let inside = y > rect.y && y < rect.y + rect.high;
    let spans = x < rect.x + rect.wide && to > rect.x;
    if y == level { inside && spans } else { spans && to > rect.x + rect.wide && x < rect.x }
}

/// An arrow's ends and its points.
type Drawn = ((usize, usize), Vec<(f64, f64)>);

/// Pairs of arrows that cross, of those that share no end.
fn crossings(lines: &[Drawn]) -> usize {
    let mut count = 0;
    for (number, (ends, one)) in lines.iter().enumerate() {
        for (others, other) in &lines[number + 1..] {
            let shares = [others.0, others.1].iter().any(|end| [ends.0, ends.1].contains(end));
            let meet = |a: &[(f64, f64)]| other.windows(2).any(|b| meets(a, b));
            count += usize::from(!shares && one.windows(2).any(meet));
        }
    }
    count
}

fn meets(a: &[(f64, f64)], b: &[(f64, f64)]) -> bool {
    let side = |p: (f64, f64), q: (f64, f64), r: (f64, f64)| {
        (q.0 - p.0).mul_add(r.1 - p.1, -((q.1 - p.1) * (r.0 - p.0)))
    };
    side(a[0], a[1], b[0]) * side(a[0], a[1], b[1]) < 0.0
        && side(b[0], b[1], a[0]) * side(b[0], b[1], a[1]) < 0.0
}

fn ours(layout: &Layout, edges: &[(usize, usize)]) -> usize {
    let point = |(x, y): &(i32, i32)| (f64::from(*x), f64::from(*y));
    let lines = layout.arrows.iter().zip(edges);
    let lines = lines.map(|(arrow, ends)| (*ends, arrow.points.iter().map(point).collect()));
    crossings(&lines.collect::<Vec<_>>())
}

/// The crossings in Graphviz' picture of the same graph; nothing where it is not installed.
fn theirs(nodes: usize, edges: &[(usize, usize)]) -> Option<usize> {
    let mut graph = String::from("digraph { rankdir=LR; node [shape=box width=1.5];");
    graph.extend((0..nodes).map(|node| format!("n{node};")));
    graph.extend(edges.iter().map(|(from, to)| format!("n{from}->n{to};")));
    graph.push('}');
    let mut dot = Command::new("dot")
        .arg("-Tplain")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    std::io::Write::write_all(&mut dot.stdin.take().unwrap(), graph.as_bytes()).unwrap();
    let plain = String::from_utf8(dot.wait_with_output().unwrap().stdout).unwrap();
    let mut lines = Vec::new();
    for line in plain.lines().filter(|line| line.starts_with("edge ")) {
        let words: Vec<_> = line.split(' ').collect();
        let node = |word: &str| word[1..].parse::<usize>().unwrap();
        let count: usize = words[3].parse().unwrap();
        let number = |at: usize| words[at].parse::<f64>().unwrap();
        let points = (0..count).map(|point| (number(4 + 2 * point), number(5 + 2 * point)));
        lines.push(((node(words[1]), node(words[2])), points.collect()));
    }
    assert_eq!(lines.len(), edges.len());
    Some(crossings(&lines))
}

/// Graphs like a municipality's: services on systems on suppliers, from a fixed sequence of numbers.
fn municipality(seed: u64, nodes: usize, edges: usize) -> Vec<(usize, usize)> {
    let mut state = seed;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut set = BTreeSet::new();
    while set.len() < edges {
        let from = next(nodes - 1);
        let to = from + 1 + next((nodes - from - 1).min(12));
        set.insert((from, to));
    }
    set.into_iter().collect()
}

#[test]
fn arrows_cross_hardly_more_often_than_in_the_pictures_of_graphviz() {
    let (mut own, mut dot) = (0, 0);
    for (seed, nodes, edges) in
        [(1, 12, 16), (2, 20, 30), (3, 30, 45), (4, 40, 60), (5, 60, 80), (6, 100, 130)]
    {
        let edges = municipality(seed, nodes, edges);
        let Some(crossings) = theirs(nodes, &edges) else {
            println!("SKIPPED: graphviz is not installed; crossings are compared with nothing");
            return;
        };
        let here = ours(&layout(&vec![(120, 40); nodes], &edges), &edges);
        println!("{nodes} things, {} arrows: {here} crossings, dot {crossings}", edges.len());
        own += here;
        dot += crossings;
    }
    assert!(own * 10 <= dot * 12, "{own} crossings, dot {dot}");
}
