use proptest::prelude::*;

use super::*;
use crate::LedgerError;
use crate::edge::Edge;

/// The tree by the words of RFC 6962 section 2.1, to compare with.
fn root_by_definition(leaves: &[NodeHash]) -> NodeHash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let middle = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(middle);
            node_hash(&root_by_definition(left), &root_by_definition(right))
        }
    }
}

struct Leaves(Vec<NodeHash>);

impl Nodes for Leaves {
    fn node(&mut self, height: u32, index: u64) -> Result<NodeHash, LedgerError> {
        let from = usize::try_from(index << height).unwrap();
        Ok(root_by_definition(&self.0[from..from + (1 << height)]))
    }
}

fn leaves(size: u64) -> Vec<NodeHash> {
    (0..size).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

/// The roots of the first eight entries used by the test suites of Certificate Transparency.
#[test]
fn the_roots_are_those_of_the_known_vectors() {
    let entries: [&[u8]; 8] = [
        &[],
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[
            0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
            0x6e, 0x6f,
        ],
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    assert_eq!(
        empty_root().to_hex(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let mut edge = Edge::default();
    for (entry, root) in entries.iter().zip(roots) {
        edge.push(leaf_hash(entry), &mut Vec::new());
        assert_eq!(edge.root().to_hex(), root);
    }
}

#[test]
fn the_root_of_a_growing_tree_is_the_one_of_the_definition() {
    let all = leaves(700);
    let mut edge = Edge::default();
    for (leaf, size) in all.iter().zip(1_usize..) {
        edge.push(*leaf, &mut Vec::new());
        if size < 40 || size % 61 == 0 || size % 256 < 2 {
            assert_eq!(edge.root(), root_by_definition(&all[..size]), "{size} leaves");
        }
    }
}

#[test]
fn every_proof_in_every_small_tree_holds() {
    for size in 1..40 {
        let all = leaves(size);
        let root = root_by_definition(&all);
        let mut nodes = Leaves(all.clone());
        for (leaf, index) in all.iter().zip(0..) {
            let path = inclusion_path(&mut nodes, index, size).unwrap();
            assert!(verify_inclusion(leaf, index, size, &path, &root), "{index} of {size}");
            for other in (0..size).filter(|other| *other != index) {
                assert!(!verify_inclusion(leaf, other, size, &path, &root), "{other} of {size}");
            }
        }
        for old in 0..=size {
            let old_root = root_by_definition(&all[..usize::try_from(old).unwrap()]);
            let path = consistency_path(&mut nodes, old, size).unwrap();
            assert!(verify_consistency(old, &old_root, size, &root, &path), "{old} of {size}");
        }
    }
}

proptest! {
    #[test]
    fn an_inclusion_proof_holds_and_with_any_flipped_bit_it_does_not(
        size in 1_u64..2000, at in 0_f64..1.0, flip in any::<prop::sample::Index>()
    ) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small tree")]
        let index = (size as f64 * at) as u64;
        let all = leaves(size);
        let root = root_by_definition(&all);
        let path = inclusion_path(&mut Leaves(all.clone()), index, size).unwrap();
        let leaf = all[usize::try_from(index).unwrap()];
        prop_assert!(verify_inclusion(&leaf, index, size, &path, &root));
        // A bit of the leaf, of the path or of the root.
        let mut parts = vec![leaf, root];
        parts.extend(&path);
        let bit = flip.index(parts.len() * 256);
        parts[bit / 256].0[bit / 8 % 32] ^= 1 << (bit % 8);
        prop_assert!(!verify_inclusion(&parts[0], index, size, &parts[2..], &parts[1]));
        let mut longer = path.clone();
        longer.push(root);
        prop_assert!(!verify_inclusion(&leaf, index, size, &longer, &root));
        if let Some((_, shorter)) = path.split_last() {
            prop_assert!(!verify_inclusion(&leaf, index, size, shorter, &root));
        }
    }

    #[test]
    fn a_consistency_proof_holds_and_with_any_flipped_bit_it_does_not(
        size in 2_u64..2000, old in any::<prop::sample::Index>(), flip in any::<prop::sample::Index>()
    ) {
        let old = old.index(usize::try_from(size - 1).unwrap()) + 1;
        let all = leaves(size);
        let (root, old_root) = (root_by_definition(&all), root_by_definition(&all[..old]));
        let old = old as u64;
        let path = consistency_path(&mut Leaves(all), old, size).unwrap();
        prop_assert!(verify_consistency(old, &old_root, size, &root, &path));
        let mut parts = vec![old_root, root];
        parts.extend(path);
        let bit = flip.index(parts.len() * 256);
        parts[bit / 256].0[bit / 8 % 32] ^= 1 << (bit % 8);
        prop_assert!(!verify_consistency(old, &parts[0], size, &parts[1], &parts[2..]));
    }
}
