package polyclinic.notes.templates;

import java.util.List;
import polyclinic.commons.problem.Problem;

/** 422 {@code unknown-reference}: there is no such template that the caller may use, or it is retired. */
final class UnknownTemplate extends Problem {
    UnknownTemplate() {
        super(422, "unknown-reference", "What templateId names does not exist, or is used no more.");
        with("violations", List.of(new Violation("templateId", "must name a template in use")));
    }
}
