package polyclinic.notes.store;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.lang.reflect.Type;
import java.util.List;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/** Gives each class with {@link MongoEntity} its {@link EntityCodec}; values inside of them are public records, which the driver knows. */
public final class EntityCodecProvider implements CodecProvider {
    @Override
    public <T> @Nullable Codec<T> get(Class<T> type, CodecRegistry registry) {
        return type.isAnnotationPresent(MongoEntity.class) ? new EntityCodec<>(type, registry) : null;
    }

    @Override
    public <T> @Nullable Codec<T> get(Class<T> type, List<Type> typeArguments, CodecRegistry registry) {
        return get(type, registry);
    }
}
