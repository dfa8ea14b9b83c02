package polyclinic.prescription.laboratory.limits;

import static polyclinic.commons.identity.Roles.ADMIN;
import static polyclinic.commons.identity.Roles.DOCTOR;
import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;
import static polyclinic.commons.identity.Roles.NURSE;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Cursor;
import polyclinic.commons.web.Page;

@Path("/api/v1/lab-critical-limits")
class CriticalLimitResource {
    private final CriticalLimitSetting setting;
    private final CurrentCaller caller;

    CriticalLimitResource(CriticalLimitSetting setting, CurrentCaller caller) {
        this.setting = setting;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({NURSE, DOCTOR, LAB_TECHNICIAN, ADMIN})
    public Uni<Page<CriticalLimit>> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable String after) {
        return setting.list(after, Cursor.limit(limit));
    }

    @PUT
    @RolesAllowed(ADMIN)
    public Uni<Answer<CriticalLimit>> set(@Valid @NotNull CriticalLimit limit) {
        return setting.set(limit, caller.get());
    }
}
