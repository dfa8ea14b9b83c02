package polyclinic.asset.scans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.asset.kinds.Samples;

/** With ClamAV itself, where it is installed. */
class ClamdTest {
    private static final int MAX_MEGABYTES = 2;

    private static Clamd clamd;

    private final ClamdClient client = new ClamdClient(ClamdClientTest.config());

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        clamd = Clamd.start(folder, MAX_MEGABYTES);
    }

    @AfterAll
    static void stop() throws IOException {
        if (clamd != null) clamd.close();
    }

    private static Multi<ByteBuffer> content(byte[]... parts) {
        return Multi.createFrom().items(parts).map(ByteBuffer::wrap);
    }

    private static byte[] zipped(byte[] content) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream entries = new ZipOutputStream(zip)) {
            entries.putNextEntry(new ZipEntry("letter.txt"));
            entries.write(content);
        }
        return zip.toByteArray();
    }

    @Test
    void what_is_clean_is_clean_and_what_is_not_is_named() throws Exception {
        String address = clamd.address();

        assertThat(client.scan(address, content(Samples.pdf(), Samples.noise(700_000, 1))))
                .isNull();
        assertThat(client.scan(address, content(Samples.png()))).isNull();
        assertThat(client.scan(address, content(Samples.text(), ClamdStub.eicar())))
                .startsWith(Clamd.SIGNATURE);
        assertThat(client.scan(address, content(zipped(ClamdStub.eicar())))).startsWith(Clamd.SIGNATURE);
    }

    @Test
    void what_is_larger_than_it_takes_has_no_answer_and_the_failure_says_why() {
        byte[][] large = IntStream.range(0, 2 * MAX_MEGABYTES)
                .mapToObj(i -> Samples.noise(1 << 20, i))
                .toArray(byte[][]::new);

        assertThatThrownBy(() -> client.scan(clamd.address(), content(large)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("INSTREAM size limit exceeded");
    }
}
