package polyclinic.notes.store;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Stores an entity field by field, its private fields and those of its superclasses included, so that its state needs no
 * accessors for the store alone: the driver's own POJO codec reads and writes only what is public. A field has the stored
 * name of its {@link BsonProperty}, else its own; {@link BsonId} marks the id. A null field is not stored, and what is stored
 * without a field of its name is passed over.
 */
final class EntityCodec<T> implements Codec<T> {
    private static final String ID = "_id";

    private final Class<T> type;
    private final Constructor<T> constructor;
    /** Stored name → field, the id first. */
    private final Map<String, StoredField<?>> fields = new LinkedHashMap<>();

    EntityCodec(Class<T> type, CodecRegistry registry) {
        this.type = type;
        try {
            this.constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new CodecConfigurationException(type + " has no constructor without parameters", e);
        }
        constructor.setAccessible(true);
        Map<String, StoredField<?>> others = new LinkedHashMap<>();
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
            for (Field field : level.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || Modifier.isTransient(field.getModifiers())) continue;
                String name = storedName(field);
                (name.equals(ID) ? fields : others).put(name, StoredField.of(field, registry));
            }
        }
        fields.putAll(others);
    }

    @Override
    public Class<T> getEncoderClass() {
        return type;
    }

    @Override
    public void encode(BsonWriter writer, T entity, EncoderContext context) {
        writer.writeStartDocument();
        fields.forEach((name, field) -> field.encode(writer, name, entity, context));
        writer.writeEndDocument();
    }

    @Override
    public T decode(BsonReader reader, DecoderContext context) {
        T entity = create();
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            StoredField<?> field = fields.get(reader.readName());
            if (field == null) reader.skipValue();
            else field.decode(reader, entity, context);
        }
        reader.readEndDocument();
        return entity;
    }

    private T create() {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new CodecConfigurationException(type + " cannot be made", e);
        }
    }

    private static String storedName(Field field) {
        if (field.isAnnotationPresent(BsonId.class)) return ID;
        BsonProperty property = field.getAnnotation(BsonProperty.class);
        return property == null || property.value().isEmpty() ? field.getName() : property.value();
    }

    private record StoredField<V>(Field field, Codec<V> codec) {
        static StoredField<?> of(Field field, CodecRegistry registry) {
            field.setAccessible(true);
            Class<?> raw = MethodType.methodType(field.getType()).wrap().returnType();
            if (field.getGenericType() instanceof ParameterizedType generic) {
                return new StoredField<>(field, registry.get(raw, List.of(generic.getActualTypeArguments())));
            }
            return new StoredField<>(field, registry.get(raw));
        }

        void encode(BsonWriter writer, String name, Object entity, EncoderContext context) {
            V value = value(entity);
            if (value == null) return;
            writer.writeName(name);
            context.encodeWithChildContext(codec, writer, value);
        }

        void decode(BsonReader reader, Object entity, DecoderContext context) {
            Object value = null;
            if (reader.getCurrentBsonType() == BsonType.NULL) reader.readNull();
            else value = context.decodeWithChildContext(codec, reader);
            try {
                field.set(entity, value);
            } catch (IllegalAccessException e) {
                throw new CodecConfigurationException(field + " cannot be set", e);
            }
        }

        @SuppressWarnings("unchecked")
        private @Nullable V value(Object entity) {
            try {
                return (V) field.get(entity);
            } catch (IllegalAccessException e) {
                throw new CodecConfigurationException(field + " cannot be read", e);
            }
        }
    }
}
