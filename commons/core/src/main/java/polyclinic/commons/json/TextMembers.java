package polyclinic.commons.json;

import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * How the texts of a request, which is a record, are read, by what the record says of them: one of a {@link SingleLine} in its normal
 * form; one that must not be blank, or that is measured and may be absent, as absent when there is nothing to see in it. Forms send
 * an empty text for what was not filled in. What bears no constraint is not a request's, and stays as it came: an audit entry is
 * signed as it was written.
 */
final class TextMembers extends NopAnnotationIntrospector {
    private static final TextReader NORMAL = new TextReader(ShortText::normal);
    private static final TextReader VISIBLE = new TextReader(ShortText::visible);

    @Override
    public @Nullable Object findDeserializer(Annotated member) {
        return reader(type(member));
    }

    @Override
    public @Nullable Object findContentDeserializer(Annotated member) {
        return type(member) instanceof AnnotatedParameterizedType list
                        && list.getAnnotatedActualTypeArguments().length == 1
                ? reader(list.getAnnotatedActualTypeArguments()[0])
                : null;
    }

    private static @Nullable TextReader reader(@Nullable AnnotatedType type) {
        if (type == null || type.getType() != String.class) return null;
        if (type.isAnnotationPresent(SingleLine.class)) return NORMAL;
        boolean optional = type.isAnnotationPresent(Nullable.class) && type.isAnnotationPresent(Size.class);
        return optional || type.isAnnotationPresent(NotBlank.class) ? VISIBLE : null;
    }

    /** Of the component: not every compiler repeats its annotations at the constructor's parameter. */
    private static @Nullable AnnotatedType type(Annotated member) {
        if (!(member instanceof AnnotatedParameter parameter)) return null;
        RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
        return components != null && components.length == parameter.getOwner().getParameterCount()
                ? components[parameter.getIndex()].getAnnotatedType()
                : null;
    }
}
