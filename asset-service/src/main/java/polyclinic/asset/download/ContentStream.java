package polyclinic.asset.download;

import io.smallrye.mutiny.Multi;
import java.nio.ByteBuffer;

/**
 * Bytes on their way from the store to the client, as a response's entity.
 *
 * @param length how many bytes will come
 */
record ContentStream(Multi<ByteBuffer> bytes, long length) {}
