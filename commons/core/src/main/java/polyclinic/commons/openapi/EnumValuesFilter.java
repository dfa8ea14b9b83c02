package polyclinic.commons.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Shows enumerations in OpenAPI as they are on the wire: lower snake case. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class EnumValuesFilter implements OASFilter {
    @Override
    public Schema filterSchema(Schema schema) {
        List<Object> values = schema.getEnumeration();
        if (values != null)
            schema.setEnumeration(values.stream()
                    .map(value -> value instanceof String text ? (Object) text.toLowerCase(Locale.ROOT) : value)
                    .toList());
        return schema;
    }
}
