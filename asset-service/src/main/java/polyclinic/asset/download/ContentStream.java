package polyclinic.asset.download;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.PatientData;

/**
 * Bytes on their way from the store to the client, as a response's entity.
 *
 * @param length how many bytes will come
 * @param patience how long the client may take for 128 KiB
 * @param end is run when the client gets no more, for whatever reason
 */
record ContentStream(@Nullable UUID patientId, Multi<ByteBuffer> bytes, long length, Duration patience, Runnable end)
        implements PatientData {}
