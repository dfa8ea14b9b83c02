package polyclinic.commons.filters;

import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import polyclinic.commons.audit.NamedPatients;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;

/**
 * Lets no answer leave that shows a patient whom no audit entry of the request names: it becomes a 500 that shows nobody. Streams
 * are looked at where they are opened, by {@link NamedPatients#require}; problems are recorded by {@link RefusalRecords}.
 */
class PatientDataFilter {
    private final NamedPatients patients;

    PatientDataFilter(NamedPatients patients) {
        this.patients = patients;
    }

    @ServerResponseFilter
    public void check(ContainerResponseContext response) {
        Object shown = response.getEntity();
        if (shown instanceof Answer<?> answer) {
            // Once a filter has looked at it, the response's own status wins over that which the writer sets.
            response.setStatus(answer.status());
            shown = answer.view();
        }
        if (shown instanceof Page<?> page) shown = page.items();
        patients.require(shown);
    }
}
