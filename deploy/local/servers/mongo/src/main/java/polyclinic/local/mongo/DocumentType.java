package polyclinic.local.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ConcurrentModificationException;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;

/**
 * Documents in the file as BSON, as they came. The library has Java serialise them, which takes three times the room and most of the time of
 * a write: each change writes the documents beside it again. Files of before are read, too.
 */
final class DocumentType extends BasicDataType<Document> {
    /** What a value of before never begins with, see {@link ObjectDataType}. */
    private static final byte BSON = 126;

    private static final int FIRST_GUESS = 1024;
    private static final int MAX_ATTEMPTS = 100;

    private final ObjectDataType before = new ObjectDataType();
    private volatile int usualSize = FIRST_GUESS;

    /** Returns the map of a collection's documents. */
    static MVMap<Object, Document> open(MVStore store, String name) {
        return store.openMap(name, new MVMap.Builder<Object, Document>().valueType(new DocumentType()));
    }

    @Override
    public void write(WriteBuffer buffer, Document document) {
        ByteBuf encoded = encode(document);
        int size = encoded.readableBytes();
        usualSize = (15 * usualSize + size) / 16;
        buffer.put(BSON).put(encoded.array(), encoded.arrayOffset(), size);
    }

    /** The file is written by a thread of its own, and the library changes documents in place: then what is there a moment later counts. */
    private static ByteBuf encode(Document document) {
        for (int attempt = 1; ; attempt++) {
            ByteBuf encoded = Unpooled.buffer(FIRST_GUESS);
            try {
                BsonEncoder.encodeDocument(document, encoded);
                return encoded;
            } catch (ConcurrentModificationException changed) {
                if (attempt == MAX_ATTEMPTS) throw changed;
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public Document read(ByteBuffer buffer) {
        if (buffer.get(buffer.position()) != BSON) return (Document) before.read(buffer);
        buffer.get();
        ByteBuf encoded = Unpooled.wrappedBuffer(buffer.slice());
        Document document = BsonDecoder.decodeBson(encoded);
        buffer.position(buffer.position() + encoded.readerIndex());
        return document;
    }

    @Override
    public int getMemory(Document document) {
        return usualSize;
    }

    @Override
    public Document[] createStorage(int size) {
        return new Document[size];
    }
}
