package polyclinic.audit.queries;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import polyclinic.audit.sealing.SegmentRegister;

/** Says in an answer where the entries are that left the database: nobody is to think that there were none. */
@ApplicationScoped
public class ArchiveLinks {
    /** RFC 8288: collections of what is not here any more. */
    private static final String LINK = "Link";

    private final SegmentRegister segments;

    ArchiveLinks(SegmentRegister segments) {
        this.segments = segments;
    }

    /** Adds a link for each year of which entries have left that may match, in order. */
    public Uni<Void> tell(RoutingContext request, EntryFilter filter) {
        return segments.archivedYears(filter.from(), filter.to())
                .invoke(years -> years.forEach(year -> request.response()
                        .headers()
                        .add(
                                LINK,
                                "</api/v1/audit/segments/" + year + "/entries>; rel=\"archives\"; title=\"" + year
                                        + "\"")))
                .replaceWithVoid();
    }
}
