package polyclinic.asset.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.asset.kinds.Samples;

/** What every blob store must do, against a real server. */
abstract class BlobStoreContract {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Larger than several chunks of either store, and no multiple of anything. */
    private static final int LARGE = 3 * 1024 * 1024 + 4711;

    @TempDir
    Path folder;

    abstract BlobStore store();

    @Test
    void a_blob_comes_back_as_it_was_stored() throws Exception {
        byte[] bytes = Samples.noise(LARGE, 1);

        String key = put(bytes);

        assertThat(read(key, 0, LARGE)).isEqualTo(bytes);
        Blob found = store().find(key).await().atMost(PATIENCE);
        assertThat(found.size()).isEqualTo(LARGE);
        assertThat(found.modifiedAt())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
    }

    @Test
    void a_blob_of_one_byte_is_a_blob() throws Exception {
        assertThat(read(put(new byte[] {42}), 0, 1)).containsExactly(42);
    }

    @Test
    void any_part_can_be_read() throws Exception {
        byte[] bytes = Samples.noise(LARGE, 2);
        String key = put(bytes);
        int chunk = 255 * 1024;

        for (int[] part : new int[][] {
            {0, 1},
            {0, chunk},
            {chunk - 1, 2},
            {chunk, chunk},
            {1, 3 * chunk},
            {LARGE - 1, 1},
            {LARGE - chunk, chunk},
            {100, LARGE - 100}
        })
            assertThat(read(key, part[0], part[1]))
                    .as(Arrays.toString(part))
                    .isEqualTo(Arrays.copyOfRange(bytes, part[0], part[0] + part[1]));
    }

    @Test
    void nothing_is_fetched_that_nobody_asks_for() throws Exception {
        String key = put(Samples.noise(LARGE, 3));
        AssertSubscriber<ByteBuffer> reader = AssertSubscriber.create(0);

        store().read(key, 0, LARGE).subscribe().withSubscriber(reader);
        reader.awaitNextItem(PATIENCE);
        Thread.sleep(200);

        assertThat(reader.getItems()).hasSize(1);
        reader.cancel();
    }

    @Test
    void writing_a_key_again_replaces_the_blob() throws Exception {
        String key = put(Samples.noise(LARGE, 4));
        byte[] other = Samples.noise(1000, 5);

        put(key, other);

        assertThat(read(key, 0, 1000)).isEqualTo(other);
        assertThat(store().find(key).await().atMost(PATIENCE).size()).isEqualTo(1000);
    }

    @Test
    void a_deleted_blob_is_gone_and_may_be_deleted_again() throws Exception {
        String key = put(Samples.noise(LARGE, 6));

        store().delete(key).await().atMost(PATIENCE);
        store().delete(key).await().atMost(PATIENCE);

        assertThat(store().find(key).await().atMost(PATIENCE)).isNull();
        assertThat(keys()).doesNotContain(key);
        assertThatThrownBy(() -> read(key, 0, 10)).hasRootCauseInstanceOf(BlobMissing.class);
    }

    @Test
    void a_blob_that_never_was_is_missing() {
        String key = UUID.randomUUID().toString();

        assertThat(store().find(key).await().atMost(PATIENCE)).isNull();
        assertThatThrownBy(() -> read(key, 0, 10)).hasRootCauseInstanceOf(BlobMissing.class);
    }

    @Test
    void the_list_is_in_the_order_of_keys_and_goes_on_where_it_stopped() throws Exception {
        for (int i = 0; i < 7; i++) put(new byte[] {1});
        List<String> paged = new ArrayList<>();

        for (List<Blob> page = store().list(null, 3).await().atMost(PATIENCE);
                !page.isEmpty();
                page = store().list(paged.get(paged.size() - 1), 3).await().atMost(PATIENCE))
            page.forEach(blob -> paged.add(blob.key()));

        assertThat(paged)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(7)
                .isEqualTo(keys());
    }

    @Test
    void a_file_that_cannot_be_read_to_its_end_leaves_nothing() throws Exception {
        String key = UUID.randomUUID().toString();
        Path file = Files.write(folder.resolve(key), Samples.noise(LARGE, 8));

        assertThatThrownBy(() -> store().put(key, file, LARGE + 100, md5(new byte[0]), BlobStore.WrittenFor.CLIENT)
                .await()
                .atMost(PATIENCE));

        assertThat(store().find(key).await().atMost(PATIENCE)).isNull();
    }

    @Test
    void preparing_again_is_fine() {
        store().prepare().await().atMost(PATIENCE);
        store().prepare().await().atMost(PATIENCE);
        store().check().await().atMost(PATIENCE);
    }

    @Test
    void what_is_whole_is_no_leftover() throws Exception {
        String key = put(Samples.noise(LARGE, 9));

        store().clearLeftovers(null, Instant.now().plusSeconds(60)).await().atMost(PATIENCE);

        assertThat(read(key, 0, LARGE)).hasSize(LARGE);
    }

    String put(byte[] bytes) throws Exception {
        return put(UUID.randomUUID().toString(), bytes);
    }

    private String put(String key, byte[] bytes) throws Exception {
        Path file = Files.write(folder.resolve(key), bytes);
        store().put(key, file, bytes.length, md5(bytes), BlobStore.WrittenFor.CLIENT)
                .await()
                .atMost(PATIENCE);
        return key;
    }

    byte[] read(String key, long offset, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer buffer : store().read(key, offset, length).subscribe().asIterable()) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private List<String> keys() {
        return store().list(null, 1000).await().atMost(PATIENCE).stream()
                .map(Blob::key)
                .toList();
    }

    private static String md5(byte[] bytes) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    }
}
