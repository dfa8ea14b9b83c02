package polyclinic.checks.schemas;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import polyclinic.checks.manifests.Manifest;

/** The kinds of Kubernetes itself, by the models that its Java client has of them. They refuse a field that they do not know. */
final class CoreSchema implements ObjectSchema {
    private static final String MODELS = "io.kubernetes.client.openapi.models.";
    private static final String METADATA = "V1ObjectMeta";
    private static final Map<String, Optional<Class<?>>> CLASSES = new ConcurrentHashMap<>();

    @Override
    public boolean knows(Manifest object) {
        boolean own = !object.group().contains(".") || object.group().endsWith(".k8s.io");
        return own && model(modelName(object)).isPresent();
    }

    @Override
    public List<String> problems(Manifest object) {
        return problem(modelName(object), object.text());
    }

    /** What is wrong with an object's metadata, which are the same for all kinds. */
    static List<String> problemsOfMetadata(Manifest object) {
        return problem(METADATA, object.at("/metadata").toString());
    }

    private static List<String> problem(String modelName, String json) {
        try {
            model(modelName)
                    .orElseThrow()
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(json));
            return List.of();
        } catch (InvocationTargetException e) {
            return List.of(e.getTargetException().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code V1Deployment} of {@code apps/v1 Deployment}. */
    private static String modelName(Manifest object) {
        String version = object.apiVersion().replaceFirst(".*/", "");
        return version.toUpperCase(Locale.ROOT) + object.kind();
    }

    private static Optional<Class<?>> model(String name) {
        return CLASSES.computeIfAbsent(name, missing -> Optional.ofNullable(load(missing)));
    }

    private static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(MODELS + name);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return null;
        }
    }
}
