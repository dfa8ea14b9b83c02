package polyclinic.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the test vectors of the reference implementation of RFC 6962 (certificate-transparency). */
class MerkleTreeTest {
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void the_empty_tree_has_the_hash_of_nothing() {
        assertThat(Hashes.hex(CompactRange.fromZero().root()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void roots_are_those_of_the_published_vectors() {
        CompactRange tree = CompactRange.fromZero();
        for (int i = 0; i < LEAVES.size(); i++) {
            tree.append(Hashes.bytes(LEAVES.get(i)));

            assertThat(Hashes.hex(tree.root())).isEqualTo(ROOTS.get(i));
        }
    }

    @Test
    void an_inclusion_proof_is_that_of_the_published_vectors() {
        assertThat(hex(published(0, 8).inclusionProof(0)))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    }

    @Test
    void a_consistency_proof_is_that_of_the_published_vectors() {
        assertThat(hex(published(6, 8).consistencyProof()))
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    }

    @Test
    void every_leaf_after_any_compact_range_can_be_proved_in_trees_of_every_small_size() {
        for (int size = 1; size <= 33; size++)
            for (int from = 0; from < size; from++) {
                PartialTree tree = numbered(from, size);
                byte[] root = whole(size).root();
                assertThat(tree.root()).isEqualTo(root);
                for (int index = from; index < size; index++) {
                    List<byte[]> path = tree.inclusionProof(index);
                    byte[] leaf = MerkleHash.leaf(number(index));
                    assertThat(MerkleProof.includes(leaf, index, size, path, root))
                            .isTrue();
                    assertThat(MerkleProof.includes(leaf, (index + 1) % size, size, path, root))
                            .isEqualTo(size == 1);
                    assertThat(MerkleProof.includes(MerkleHash.leaf(number(1000)), index, size, path, root))
                            .isFalse();
                }
            }
    }

    @Test
    void every_growth_between_small_sizes_can_be_proved() {
        for (int size = 1; size <= 33; size++)
            for (int from = 0; from <= size; from++) {
                List<byte[]> proof = numbered(from, size).consistencyProof();
                byte[] before = whole(from).root();
                byte[] after = whole(size).root();
                assertThat(MerkleProof.isConsistent(from, before, size, after, proof))
                        .isTrue();
                if (from > 0 && from < size) {
                    assertThat(MerkleProof.isConsistent(from, number(1), size, after, proof))
                            .isFalse();
                    assertThat(MerkleProof.isConsistent(from, before, size, number(1), proof))
                            .isFalse();
                    assertThat(MerkleProof.isConsistent(from, before, size, after, proof.subList(1, proof.size())))
                            .isFalse();
                }
            }
    }

    @Test
    void a_compact_range_goes_on_from_its_subtrees() {
        CompactRange tree = whole(37);

        CompactRange loaded = CompactRange.fromZero(37, tree.subtrees());
        loaded.append(number(37));

        assertThat(loaded.root()).isEqualTo(whole(38).root());
    }

    private static PartialTree published(int from, int to) {
        CompactRange before = CompactRange.fromZero();
        LEAVES.subList(0, from).forEach(leaf -> before.append(Hashes.bytes(leaf)));
        return new PartialTree(
                before, LEAVES.subList(from, to).stream().map(Hashes::bytes).toList());
    }

    private static PartialTree numbered(int from, int to) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = from; i < to; i++) leaves.add(number(i));
        return new PartialTree(whole(from), leaves);
    }

    private static CompactRange whole(int size) {
        CompactRange tree = CompactRange.fromZero();
        for (int i = 0; i < size; i++) tree.append(number(i));
        return tree;
    }

    private static byte[] number(int i) {
        return Hashes.sha256(new byte[] {(byte) i, (byte) (i >> 8)});
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(Hashes::hex).toList();
    }
}
